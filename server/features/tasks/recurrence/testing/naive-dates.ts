import type { Every, Season } from '#contract/schedule.ts'
import { type CalendarDay, calendarDays, daysWithSeasonsWhole, indexOf } from './calendar-days.ts'

/**
 * The model read literally: is this day one, day after day. It shares no code with the engine. Answers with places in `calendarDays`.
 */
export function naiveDates(schedule: Every, anchorOn: Temporal.PlainDate): number[] {
  const anchor = indexOf(anchorOn)
  const rule = daysWithSeasonsWhole.map((_, index) => isRuleDay(schedule, anchor, index))
  const dates = schedule.season
    ? seasonsOf(schedule.season).flatMap((season) => datesInSeason(schedule, rule, season))
    : placesOf(rule)
  const { until } = schedule
  return dates.filter(
    (index) => index < calendarDays.length && (until === undefined || dayAt(index).date.toString() <= until)
  )
}

export function dayAt(index: number): CalendarDay {
  const day = daysWithSeasonsWhole[index]
  if (!day) throw new RangeError(`no day ${index}`)
  return day
}

function isRuleDay(schedule: Every, anchor: number, index: number): boolean {
  return index >= anchor && walks[schedule.unit](schedule, anchor, index)
}

const walks: Record<Every['unit'], (schedule: Every, anchor: number, index: number) => boolean> = {
  day: ({ every }, anchor, index) => (index - anchor) % every === 0,
  week: ({ every, weekdays }, anchor, index) => {
    const [start, day] = [dayAt(anchor), dayAt(index)]
    const weeks = (index - day.weekday - (anchor - start.weekday)) / 7
    return weeks % every === 0 && (weekdays ?? [start.weekday]).includes(day.weekday)
  },
  month: (schedule, anchor, index) => {
    const [start, day] = [dayAt(anchor), dayAt(index)]
    const passed = 12 * (day.year - start.year) + day.month - start.month
    return (
      passed % schedule.every === 0 && (schedule.months?.includes(day.month) ?? true) && isDayOf(schedule, start, day)
    )
  },
  year: (schedule, anchor, index) => {
    const [start, day] = [dayAt(anchor), dayAt(index)]
    const isMonth = (schedule.months ?? [start.month]).includes(day.month)
    return (day.year - start.year) % schedule.every === 0 && isMonth && isDayOf(schedule, start, day)
  }
}

function isDayOf(schedule: Every, start: CalendarDay, day: CalendarDay): boolean {
  return hasDay(schedule, day) ?? day.day === Math.min(start.day, day.monthLength)
}

/** Undefined if the schedule does not say. */
function hasDay({ monthDay, nthWeekday }: Every, day: CalendarDay): boolean | undefined {
  if (nthWeekday) {
    const isLast = day.day + 7 > day.monthLength
    return (
      day.weekday === nthWeekday.weekday && (nthWeekday.n === -1 ? isLast : Math.ceil(day.day / 7) === nthWeekday.n)
    )
  }
  if (monthDay === undefined) return undefined
  return day.day === Math.min(monthDay === 'last' ? 31 : monthDay, day.monthLength)
}

type NaiveSeason = { gap: number[]; days: number[] }

/** A season begins with its first day even where the one before has not ended yet. */
function seasonsOf(season: Season): NaiveSeason[] {
  const seasons: NaiveSeason[] = []
  let gap: number[] = []
  let wasInside = false
  daysWithSeasonsWhole.forEach((day, index) => {
    const isInside = isInSeason(season, day)
    if (!isInside) gap.push(index)
    if (isInside && (!wasInside || day.monthAndDay === edge(season.from, day))) {
      seasons.push({ gap, days: [] })
      gap = []
    }
    if (isInside) seasons.at(-1)?.days.push(index)
    wasInside = isInside
  })
  return seasons
}

export function isInSeason({ from, to }: Season, day: { monthAndDay: string; inLeapYear: boolean }): boolean {
  const [first, last] = [edge(from, day), edge(to, day)]
  const { monthAndDay } = day
  return first <= last ? first <= monthAndDay && monthAndDay <= last : first <= monthAndDay || monthAndDay <= last
}

/** The 29th of February is the 28th in common years. */
function edge(text: string, { inLeapYear }: { inLeapYear: boolean }): string {
  return text === '02-29' && !inLeapYear ? '02-28' : text
}

function datesInSeason(schedule: Every, rule: boolean[], { gap, days }: NaiveSeason): number[] {
  const own = days.filter((index) => rule[index])
  const hasOutside = gap.some((index) => rule[index])
  const fitting = days.find((index) => fits(schedule, dayAt(index)))
  if (!hasOutside || fitting === undefined) return own
  if (schedule.basis === 'completion') return days.filter((index) => isRuleDay(schedule, fitting, index))
  return own.length > 0 ? own : [fitting]
}

/** Only what the schedule names, nothing that it remembers. */
function fits(schedule: Every, day: CalendarDay): boolean {
  const { weekdays, months } = schedule
  return (
    (weekdays?.includes(day.weekday) ?? true) &&
    (months?.includes(day.month) ?? true) &&
    (hasDay(schedule, day) ?? true)
  )
}

function placesOf(flags: boolean[]): number[] {
  return flags.flatMap((flag, index) => (flag ? [index] : []))
}
