import type { Output } from '#contract/route.ts'
import type { getCalendar } from '#contract/board.ts'

export type Entry = Output<typeof getCalendar>['entries'][number]

/** `YYYY-MM`. */
export type Month = string

/** The month in the address, or the one of a date. */
export function monthOf(text: string | null, today: string): Month {
  return text !== null && /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(text) ? text : today.slice(0, 7)
}

export function addMonths(month: Month, count: number): Month {
  return Temporal.PlainYearMonth.from(month).add({ months: count }).toString()
}

/** First weekday of a locale's weeks, 1 (Monday) … 7. Browsers that cannot say so get Monday, or Sunday in America. */
export function weekStart(locale: string): number {
  const info: { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } } = new Intl.Locale(locale)
  const firstDay = info.getWeekInfo?.().firstDay ?? info.weekInfo?.firstDay
  if (firstDay !== undefined) return firstDay
  return ['US', 'CA', 'MX', 'BR', 'JP', 'IN'].includes(new Intl.Locale(locale).maximize().region ?? '') ? 7 : 1
}

/** The weeks that show a month, whole: days of its neighbours fill the first and the last. */
export function weeksOf(month: Month, firstWeekday: number): string[][] {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
  const start = first.subtract({ days: (first.dayOfWeek - firstWeekday + 7) % 7 })
  const shown = start.until(first).days + first.daysInMonth
  return Array.from({ length: Math.ceil(shown / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_day, day) => start.add({ days: week * 7 + day }).toString())
  )
}

/** What a key of the grid does (ARIA grid pattern for dates): the day it leads to, or undefined. */
export function dayByKey(
  key: string,
  day: string,
  { shift, firstWeekday }: { shift: boolean; firstWeekday: number }
): string | undefined {
  const date = Temporal.PlainDate.from(day)
  const inWeek = (date.dayOfWeek - firstWeekday + 7) % 7
  const steps: Readonly<Record<string, Temporal.DurationLike>> = {
    ArrowLeft: { days: -1 },
    ArrowRight: { days: 1 },
    ArrowUp: { days: -7 },
    ArrowDown: { days: 7 },
    Home: { days: -inWeek },
    End: { days: 6 - inWeek },
    PageUp: shift ? { years: -1 } : { months: -1 },
    PageDown: shift ? { years: 1 } : { months: 1 }
  }
  const step = steps[key]
  return step === undefined ? undefined : date.add(step).toString()
}

export type Counts = Record<Entry['kind'], number>

/** Entries by day, and how many of each kind. */
export function entriesByDay(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  return Map.groupBy(entries, (entry) => entry.on)
}

export function countKinds(entries: readonly Entry[]): Counts {
  const counts: Counts = { due: 0, planned: 0, completed: 0 }
  for (const { kind } of entries) counts[kind] += 1
  return counts
}
