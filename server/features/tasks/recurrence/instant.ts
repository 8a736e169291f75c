/**
 * The moment by which a task due on `date` must be done: its wall-clock time in the residence's zone ('06:45', ISO 8601), or the
 * end of the local day when it has none.
 *
 * A time skipped when clocks go forward is read with the offset before the change (RFC 5545 section 3.3.5, Temporal's
 * 'compatible'): with the hour from 02:00 left out, 02:22 becomes 03:22, not 03:00. A time that comes twice is the first of the two.
 */
export function dueInstant(
  date: Temporal.PlainDate,
  timeOfDay: string | undefined,
  timeZone: string
): Temporal.Instant {
  if (timeOfDay === undefined) return endOfDay(date, timeZone)
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(timeOfDay) }).toInstant()
}

/** First moment that no longer belongs to the local day: a task without a time of day is overdue from here on. */
export function endOfDay(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return date.add({ days: 1 }).toZonedDateTime(timeZone).toInstant()
}

/** The local date at a moment: what "today" is for a residence, and the day a completion counts from. */
export function dateIn(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate()
}
