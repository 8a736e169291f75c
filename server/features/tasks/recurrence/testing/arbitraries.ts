import fc from 'fast-check'
import type { Every, Schedule, Season } from '#contract/schedule.ts'
import { calendarDays } from './calendar-days.ts'
import { dayAt } from './naive-dates.ts'

/** Dates from 1970 to 2200, with those that break calendars more often than chance would have it. */
export const anyDate: fc.Arbitrary<Temporal.PlainDate> = fc
  .oneof(
    fc.nat(calendarDays.length - 1),
    fc.constantFrom(...calendarDays.flatMap(({ day }, index) => (day >= 29 ? [index] : []))),
    fc.constantFrom(...calendarDays.flatMap(({ month, day }, index) => (month === 2 && day >= 28 ? [index] : [])))
  )
  .map((index) => dayAt(index).date)

/** A start that leaves room for dates to follow. */
export const anyStart = anyDate.filter((date) => date.year < 2190)

const interval = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 26 }) }, fc.integer({ min: 1, max: 1000 }))
const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 })
const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 })
const basis = fc.constantFrom<Every['basis'][]>('due', 'completion')

const monthAndDay = fc.oneof(
  fc.nat(365).map((index) => dayAt(2 * 365 + index).monthAndDay),
  fc.constantFrom('01-01', '02-28', '02-29', '03-01', '12-31')
)
/** Left out: from 29 to 28 February, the same day in a common year, which would be one day long or a year. */
const season: fc.Arbitrary<Season> = fc
  .record({ from: monthAndDay, to: monthAndDay })
  .filter(({ from, to }) => !(from === '02-29' && to === '02-28'))
const wholeMonths: fc.Arbitrary<Season> = fc
  .record({ from: fc.integer({ min: 1, max: 12 }), to: fc.integer({ min: 1, max: 12 }) })
  .map(({ from, to }) => ({
    from: Temporal.PlainMonthDay.from({ monthCode: monthCode(from), day: 1 }).toString(),
    to: Temporal.PlainMonthDay.from({ monthCode: monthCode(to), day: 31 }).toString()
  }))

const dayInMonth: fc.Arbitrary<Pick<Every, 'monthDay' | 'nthWeekday'>> = fc.oneof(
  fc.constant({}),
  fc.record({
    monthDay: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 28, max: 31 }), fc.constant('last' as const))
  }),
  fc.record({
    nthWeekday: fc.record({ n: fc.constantFrom(1, 2, 3, 4, 5, -1), weekday: fc.integer({ min: 1, max: 7 }) })
  })
)

const everyDay = fc.constant({ unit: 'day' as const })
const everyWeek = fc.oneof(
  fc.constant({ unit: 'week' as const }),
  weekdays.map((chosen) => ({ unit: 'week' as const, weekdays: chosen }))
)
const everyMonthOrYear = fc
  .tuple(fc.constantFrom('month' as const, 'year' as const), dayInMonth, fc.option(months, { nil: undefined }))
  .map(([unit, day, chosen]) => ({ unit, ...day, ...(chosen && { months: chosen }) }))

/** A recurring schedule whose fields go together; whether it ever gives a date is another matter. */
export const anyEvery: fc.Arbitrary<Every> = fc
  .tuple(
    fc.oneof(everyDay, everyWeek, everyMonthOrYear, everyMonthOrYear),
    fc.record({ every: interval, basis }),
    fc.option(fc.oneof(season, wholeMonths), { nil: undefined }),
    fc.option(anyDate, { nil: undefined, freq: 5 })
  )
  .map(([rule, counted, chosen, until]) => ({
    kind: 'every' as const,
    ...rule,
    ...counted,
    ...(chosen && { season: chosen }),
    ...(until && { until: until.toString() })
  }))

export const anySchedule: fc.Arbitrary<Schedule> = fc.oneof(
  { weight: 9, arbitrary: anyEvery },
  fc.constant({ kind: 'once' as const })
)

function monthCode(month: number): string {
  return `M${String(month).padStart(2, '0')}`
}
