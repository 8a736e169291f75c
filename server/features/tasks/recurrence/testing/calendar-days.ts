/** Every day from 1970 to 2200 as Temporal has it: what the oracles walk over, one day after the other. */
export type CalendarDay = {
  date: Temporal.PlainDate
  year: number
  month: number
  day: number
  weekday: number
  monthLength: number
  monthAndDay: string
  inLeapYear: boolean
}

/** A season that begins in 2200 ends in the year after it, and what it holds there decides about its first days. */
export const daysWithSeasonsWhole: readonly CalendarDay[] = daysUntil(2201)

export const calendarDays: readonly CalendarDay[] = daysWithSeasonsWhole.filter(({ year }) => year <= 2200)

const first = Temporal.PlainDate.from('1970-01-01')
export const lastDate = Temporal.PlainDate.from('2200-12-31')

/** Place of a date in `calendarDays`; before 1970 it is negative. */
export function indexOf(date: Temporal.PlainDate): number {
  return first.until(date, { largestUnit: 'day' }).days
}

function daysUntil(lastYear: number): CalendarDay[] {
  const days: CalendarDay[] = []
  for (let date = Temporal.PlainDate.from('1970-01-01'); date.year <= lastYear; date = date.add({ days: 1 })) {
    days.push({
      date,
      year: date.year,
      month: date.month,
      day: date.day,
      weekday: date.dayOfWeek,
      monthLength: date.daysInMonth,
      monthAndDay: date.toString().slice(5),
      inLeapYear: date.inLeapYear
    })
  }
  return days
}
