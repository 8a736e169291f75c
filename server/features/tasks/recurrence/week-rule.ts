import { type Day, remainder, weekdayOf } from './calendar.ts'

/** Weekdays are ISO numbers in ascending order; weeks begin on Monday. */
export type WeekRule = { every: number; weekdays: readonly number[] }

/** First day on or after `from` in every n-th week, counted both ways from the week of `origin`. Constant time. */
export function nextInWeeks(rule: WeekRule, origin: Day, from: Day): Day {
  const period = 7 * rule.every
  const monday = from - remainder(from - mondayOf(origin), period)
  const thisWeek = rule.weekdays.find((weekday) => monday + weekday - 1 >= from)
  if (thisWeek !== undefined) return monday + thisWeek - 1
  return monday + period + Math.min(...rule.weekdays) - 1
}

function mondayOf(day: Day): Day {
  return day - weekdayOf(day) + 1
}
