import { calendarDate, type Day, dayOf, LAST_DAY, monthLength, remainder, weekdayOf, yearOf } from './calendar.ts'

/**
 * Which day of a month. A `date` beyond the month's end means its last day, so the 31st is remembered through February;
 * the `nth` weekday (1–5, -1 for the last) is missing from a month that has no fifth.
 */
export type DayInMonth = { kind: 'date'; date: number } | { kind: 'nth'; n: number; weekday: number }

/** One month of the year in every n-th year, counted both ways. A rule by months or years is at most twelve of these. */
export type YearlyMonth = { month: number; someYear: number; everyYears: number }

/** Every n-th month counted from the month of `origin`: those of one full turn, each of which then comes back after whole years. */
export function everyNthMonth(every: number, origin: Day): YearlyMonth[] {
  const { year, month } = calendarDate(origin)
  const turns = 12 / greatestCommonDivisor(every, 12)
  return Array.from({ length: turns }, (_, turn) => {
    const months = month - 1 + turn * every
    return {
      month: remainder(months, 12) + 1,
      someYear: year + Math.floor(months / 12),
      everyYears: (turns * every) / 12
    }
  })
}

/** First day on or after `from` that any of the months gives, by default in the engine's years. */
export function nextInMonths(months: readonly YearlyMonth[], dayInMonth: DayInMonth, from: Day): Day | undefined {
  const days = months.map((month) => nextInMonth(month, dayInMonth, from)).filter((day) => day !== undefined)
  return days.length === 0 ? undefined : Math.min(...days)
}

export function dayInMonthOf(year: number, month: number, wanted: DayInMonth): Day | undefined {
  const length = monthLength(year, month)
  if (wanted.kind === 'date') return dayOf(year, month, Math.min(wanted.date, length))
  const first = dayOf(year, month, 1)
  const last = first + length - 1
  if (wanted.n === -1) return last - remainder(weekdayOf(last) - wanted.weekday, 7)
  const day = first + remainder(wanted.weekday - weekdayOf(first), 7) + 7 * (wanted.n - 1)
  return day <= last ? day : undefined
}

/**
 * At most two steps, save for a fifth weekday: five weekdays come back to a month within 12 years, to February within 40, and a
 * rule that only looks at some of those years ends with the engine's last year.
 */
function nextInMonth({ month, someYear, everyYears }: YearlyMonth, wanted: DayInMonth, from: Day): Day | undefined {
  const turns = Math.ceil((yearOf(from) - someYear) / everyYears)
  const lastYear = yearOf(LAST_DAY)
  for (let year = someYear + turns * everyYears; year <= lastYear; year += everyYears) {
    const day = dayInMonthOf(year, month, wanted)
    if (day !== undefined && day >= from) return day
  }
  return undefined
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
