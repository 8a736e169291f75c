import type { CalendarComponent, CalendarProperty } from './calendar-text.ts'

/** How far ahead a zone is looked at: a rule that holds for so long is taken to hold for good. */
const yearsAhead = 40

type Change = { readonly at: Temporal.PlainDateTime; readonly from: string; readonly to: string }

/**
 * VTIMEZONE (RFC 5545 §3.6.5) of a zone from a year on, as this process itself knows it: changes that come every year on the
 * same weekday are a rule, others are listed.
 */
export function zoneComponent(timeZone: string, fromYear: number): CalendarComponent {
  const start = Temporal.ZonedDateTime.from({ timeZone, year: fromYear - 1, month: 1, day: 1 })
  const changes = changesAfter(start, start.add({ years: yearsAhead }))
  const alike = Map.groupBy(changes, ({ at, from, to }) => [at.month, at.toPlainTime().toString(), from, to].join(' '))
  const before = observance('standard', { at: start.toPlainDateTime(), from: start.offset, to: start.offset }, [])
  return ['vtimezone', [['tzid', {}, 'text', timeZone]], [before, ...[...alike.values()].map(observanceOf)]]
}

function changesAfter(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): Change[] {
  const changes: Change[] = []
  let before = start
  for (let next = following(start); next && next.epochNanoseconds < end.epochNanoseconds; next = following(next)) {
    const from = before.offset
    if (next.offset !== from) changes.push({ at: wallClock(next, from), from, to: next.offset })
    before = next
  }
  return changes
}

function following(moment: Temporal.ZonedDateTime): Temporal.ZonedDateTime | null {
  return moment.getTimeZoneTransition('next')
}

/** What clocks that have not been changed yet show: how an onset is written. */
function wallClock(moment: Temporal.ZonedDateTime, offset: string): Temporal.PlainDateTime {
  return moment.toInstant().toZonedDateTimeISO(offset).toPlainDateTime()
}

function observanceOf(changes: readonly Change[]): CalendarComponent {
  const [first] = changes
  if (!first) throw new Error('a group has at least one change')
  const rrule = yearly(changes)
  // The first one too, though DTSTART says it already: ical.js forgets that one where there are others.
  const dates = changes.length === 1 ? [] : changes
  const name = first.to > first.from === !first.to.startsWith('-') ? 'daylight' : 'standard'
  return observance(name, first, rrule ? [rrule] : dates.map(({ at }) => ['rdate', {}, 'date-time', local(at)]))
}

function observance(
  name: 'standard' | 'daylight',
  { at, from, to }: Change,
  repeated: readonly CalendarProperty[]
): CalendarComponent {
  const properties: CalendarProperty[] = [
    ['dtstart', {}, 'date-time', local(at)],
    ['tzoffsetfrom', {}, 'utc-offset', from],
    ['tzoffsetto', {}, 'utc-offset', to],
    ...repeated
  ]
  return [name, properties, []]
}

/** The rule, if there is one change in each year up to the end, always on the same weekday of the month. */
function yearly(changes: readonly Change[]): CalendarProperty | undefined {
  const [first] = changes
  const last = changes.at(-1)
  if (!first || !last || changes.length < yearsAhead - 2) return undefined
  if (last.at.year - first.at.year + 1 !== changes.length) return undefined
  if (changes.some(({ at }) => at.dayOfWeek !== first.at.dayOfWeek)) return undefined
  const place = commonPlace(changes.map(({ at }) => at))
  if (place === undefined) return undefined
  const byday = `${place}${weekdays[first.at.dayOfWeek - 1]}`
  return ['rrule', {}, 'recur', { freq: 'YEARLY', bymonth: first.at.month, byday }]
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** The last of its weekday in each month (-1), or the nth in each. */
function commonPlace(dates: readonly Temporal.PlainDateTime[]): number | undefined {
  if (dates.every(({ day, daysInMonth }) => day + 7 > daysInMonth)) return -1
  const places = new Set(dates.map(({ day }) => Math.ceil(day / 7)))
  return places.size === 1 ? [...places][0] : undefined
}

function local(at: Temporal.PlainDateTime): string {
  return at.toString({ smallestUnit: 'second' })
}
