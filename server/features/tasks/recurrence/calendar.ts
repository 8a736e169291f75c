/**
 * Whole-number arithmetic of the proleptic Gregorian calendar. Inside the engine a date is a number of days, so that every rule is
 * a division; `Temporal.PlainDate` is what goes in and comes out.
 */

/** Days since 1970-01-01. */
export type Day = number

/** The years the engine answers for: nothing is due before the first day or after the last. */
export const FIRST_DAY: Day = 0
const LAST_YEAR = 2200
export const LAST_DAY: Day = dayOf(LAST_YEAR, 12, 31)

/** A day beyond the length of its month runs over into the next one. */
export function dayOf(year: number, month: number, day: number): Day {
  return daysBeforeYear(year) + daysBeforeMonth(year, month) + day - 1
}

export function calendarDate(day: Day): { year: number; month: number; day: number } {
  const year = yearOf(day)
  const dayOfYear = day - daysBeforeYear(year)
  // Months counted as 29 days long: never too early, and at most one month too late.
  const guess = Math.min(12, Math.floor(dayOfYear / 29) + 1)
  const month = dayOfYear < daysBeforeMonth(year, guess) ? guess - 1 : guess
  return { year, month, day: dayOfYear - daysBeforeMonth(year, month) + 1 }
}

export function yearOf(day: Day): number {
  const guess = 1970 + Math.floor(day / 365.2425)
  if (day < daysBeforeYear(guess)) return guess - 1
  return day < daysBeforeYear(guess + 1) ? guess : guess + 1
}

export function monthLength(year: number, month: number): number {
  return daysBeforeMonth(year, month + 1) - daysBeforeMonth(year, month)
}

/** ISO 8601: 1 = Monday … 7 = Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): number {
  return remainder(day + 3, 7) + 1
}

export function toDay(date: Temporal.PlainDate): Day {
  return dayOf(date.year, date.month, date.day)
}

export function toPlainDate(day: Day): Temporal.PlainDate {
  const { year, month, day: dayOfMonth } = calendarDate(day)
  return new Temporal.PlainDate(year, month, dayOfMonth)
}

/** The remainder that is never negative, unlike `%`. */
export function remainder(dividend: number, divisor: number): number {
  return dividend - divisor * Math.floor(dividend / divisor)
}

function daysBeforeYear(year: number): number {
  return 365 * (year - 1970) + leapDaysThrough(year - 1) - leapDaysThrough(1969)
}

function leapDaysThrough(year: number): number {
  return Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
}

function daysBeforeMonth(year: number, month: number): number {
  const leapDay = month > 2 ? leapDaysThrough(year) - leapDaysThrough(year - 1) : 0
  // The well-known line through the month lengths from March on; January and February stand before it.
  return leapDay + (month > 2 ? Math.floor((153 * month - 2) / 5) - 32 : 31 * (month - 1))
}
