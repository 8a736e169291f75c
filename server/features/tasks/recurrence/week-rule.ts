import { type Day, remainder, weekdayOf } from './calendar.ts'

/** Weekdays are ISO numbers in ascending order; weeks begin on Monday. */
export type WeekRule = { every: number; weekdays: readonly number[] }

/** First day on or after `from` in every n-th week, where the week of `origin` is the first; never before `origin`. Constant time. */
export function nextInWeeks(rule: WeekRule, origin: Day, from: Day): Day {
  const start = Math.max(origin, from)
  const period = 7 * rule.every
  const monday = start - remainder(start - mondayOf(origin), period)
  const thisWeek = rule.weekdays.find((weekday) => monday + weekday - 1 >= start)
  if (thisWeek !== undefined) return monday + thisWeek - 1
  return monday + period + Math.min(...rule.weekdays) - 1
}

function mondayOf(day: Day): Day {
  return day - weekdayOf(day) + 1
}
