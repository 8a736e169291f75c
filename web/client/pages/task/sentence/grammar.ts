import type { Unit } from '#contract/schedule.ts'

/** What differs from language to language when a schedule is said. Names and lists come in ready. */
export type Grammar = {
  once: string
  onceOn: (date: string) => string
  /** "every 3 months", "every month". */
  every: (count: number, unit: Unit) => string
  /** "every Monday and Thursday". */
  everyWeekday: (weekdays: string) => string
  onWeekdays: (weekdays: string) => string
  workdays: (first: string, last: string) => string
  /** "on the 31st". */
  onDay: (day: number) => string
  onLastDay: string
  /** "on the second Tuesday"; -1 is the last. */
  onNth: (n: number, weekday: string) => string
  onDates: (dates: string) => string
  lastDayOf: (month: string) => string
  inMonths: (months: string) => string
  inMonthRange: (first: string, last: string) => string
  /** The season, as whole months or as dates. */
  season: (first: string, last: string) => string
  seasonOfOneMonth: (month: string) => string
  seasonDates: (first: string, last: string) => string
  fromCompletion: string
  until: (date: string) => string
  at: (time: string) => string
}
