import type { Every, Season } from '#contract/schedule.ts'
import { type Day, monthLength, remainder } from './calendar.ts'
import { monthsOf } from './rule-dates.ts'
import { monthAndDay } from './season.ts'

/** Seasons as RFC 5545 has them: whole months (BYMONTH), which take dates away and never move any. */

const LEAP_YEAR = 2000
const COMMON_YEAR = 2001
export const ALL_MONTHS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/** In the order of the season; undefined unless it starts with the first day of a month and ends with the last of one. */
export function wholeMonths(season: Season): number[] | undefined {
  const from = monthAndDay(season.from)
  const to = monthAndDay(season.to)
  if (from.day !== 1 || to.day !== monthLength(LEAP_YEAR, to.month)) return undefined
  return Array.from({ length: remainder(to.month - from.month, 12) + 1 }, (_, index) => nthMonthFrom(from.month, index))
}

/** Undefined unless the months follow one another, over New Year if need be. */
export function seasonOfMonths(months: readonly number[]): Season | undefined {
  const [first, secondFirst] = months.filter((month) => !months.includes(nthMonthFrom(month, 11)))
  const last = months.find((month) => !months.includes(nthMonthFrom(month, 1)))
  if (first === undefined || last === undefined || secondFirst !== undefined) return undefined
  return { from: `${twoDigits(first)}-01`, to: `${twoDigits(last)}-${monthLength(LEAP_YEAR, last)}` }
}

/** Whether the rule gives a date in each of its seasons, so that none ever moves. `months` are those of its season. */
export function onlyFilters(schedule: Every, months: readonly number[], anchor: Day): boolean {
  const { every, unit } = schedule
  if (unit === 'day' || unit === 'week') return every * (unit === 'day' ? 1 : 7) <= shortestLength(months)
  const reached = monthsOf(schedule, anchor).map(({ month }) => month)
  if (reached.every((month) => months.includes(month))) return true
  if (every === 1) return reached.some((month) => months.includes(month))
  return unit === 'month' && !schedule.months && schedule.nthWeekday?.n !== 5 && every <= months.length
}

function shortestLength(months: readonly number[]): number {
  return months.reduce((days, month) => days + monthLength(COMMON_YEAR, month), 0)
}

function nthMonthFrom(month: number, later: number): number {
  return ((month - 1 + later) % 12) + 1
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
