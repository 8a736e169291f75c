import type { Every } from '#contract/schedule.ts'
import { calendarDate, type Day, weekdayOf } from './calendar.ts'
import { type DayInMonth, everyNthMonth, nextInMonths, type YearlyMonth } from './month-rule.ts'
import { nextInWeeks } from './week-rule.ts'

/** Dates in ascending order, asked by the first on or after a day. */
export type Dates = (from: Day) => Day | undefined

/** The dates of the bare rule counted from `origin`, whose weekday, day and month it remembers. Season and end come later. */
export function ruleDates(schedule: Every, origin: Day): Dates {
  const dates = unitDates(schedule, origin)
  return (from) => dates(Math.max(origin, from))
}

function unitDates(schedule: Every, origin: Day): Dates {
  const { every, unit } = schedule
  if (unit === 'day') return (from) => origin + Math.ceil((from - origin) / every) * every
  if (unit === 'week') {
    const weekdays = ascending(schedule.weekdays ?? [weekdayOf(origin)])
    return (from) => nextInWeeks({ every, weekdays }, origin, from)
  }
  const months = monthsOf(schedule, origin)
  const dayInMonth = dayInMonthOfRule(schedule) ?? { kind: 'date', date: calendarDate(origin).day }
  return (from) => nextInMonths(months, dayInMonth, from)
}

/** What the schedule says of the day in its month; undefined when it leaves that to the anchor. */
export function dayInMonthOfRule({ monthDay, nthWeekday }: Every): DayInMonth | undefined {
  if (nthWeekday) return { kind: 'nth', ...nthWeekday }
  if (monthDay === undefined) return undefined
  return { kind: 'date', date: monthDay === 'last' ? 31 : monthDay }
}

/** The months a rule by months or years ever reaches. */
export function monthsOf({ every, unit, months }: Every, origin: Day): YearlyMonth[] {
  if (unit === 'month') return everyNthMonth(every, origin).filter(({ month }) => months?.includes(month) ?? true)
  const { year, month } = calendarDate(origin)
  return (months ?? [month]).map((each) => ({ month: each, someYear: year, everyYears: every }))
}

export function ascending(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => a - b)
}
