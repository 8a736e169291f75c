import type { Every, Schedule, Season, Unit } from '#contract/schedule.ts'

/** Which day of its month: the start's own, a date, the last one, or the nth weekday. */
export type DayChoice = 'start' | 'date' | 'last' | 'nth'

/** A schedule while it is edited: every field keeps what was chosen, also those that the unit does not use at the moment. */
export type ScheduleDraft = {
  repeats: boolean
  every: number
  unit: Unit
  weekdays: readonly number[]
  day: DayChoice
  monthDay: number
  nth: NonNullable<Every['nthWeekday']>
  months: readonly number[]
  basis: Every['basis']
  season: Season | null
  until: string | null
  timeOfDay: string | null
}

export const newScheduleDraft: ScheduleDraft = {
  repeats: false,
  every: 1,
  unit: 'month',
  weekdays: [],
  day: 'start',
  monthDay: 1,
  nth: { n: 1, weekday: 6 },
  months: [],
  basis: 'due',
  season: null,
  until: null,
  timeOfDay: null
}

/**
 * `anchorOn`: the date a kept schedule is counted from. A day that only the anchor knows is named when the next date has another
 * (the 31st, of which February shows the 28th), or it would be lost with the new start.
 */
export function scheduleDraft(schedule: Schedule, anchorOn: string | null, dueOn: string | null): ScheduleDraft {
  const { timeOfDay = null } = schedule
  if (schedule.kind === 'once') return { ...newScheduleDraft, timeOfDay }
  const { every, unit, basis, weekdays = [], months = [], season = null, until = null } = schedule
  return {
    repeats: true,
    every,
    unit,
    weekdays,
    months,
    ...dayDraft(schedule, dayOf(anchorOn), dayOf(dueOn)),
    basis,
    season,
    until,
    timeOfDay
  }
}

function dayDraft(
  { unit, monthDay: named, nthWeekday }: Every,
  anchorDay: number | undefined,
  dueDay: number | undefined
): Pick<ScheduleDraft, 'day' | 'monthDay' | 'nth'> {
  const isMonthly = unit === 'month' || unit === 'year'
  const isHidden = isMonthly && !nthWeekday && dueDay !== undefined && anchorDay !== dueDay
  const monthDay = named ?? (isHidden ? anchorDay : undefined)
  return {
    day: dayChoice(monthDay, nthWeekday),
    monthDay: typeof monthDay === 'number' ? monthDay : (dueDay ?? 1),
    nth: nthWeekday ?? newScheduleDraft.nth
  }
}

function dayChoice(monthDay: Every['monthDay'], nthWeekday: Every['nthWeekday']): DayChoice {
  if (nthWeekday) return 'nth'
  if (monthDay === undefined) return 'start'
  return monthDay === 'last' ? 'last' : 'date'
}

function dayOf(date: string | null): number | undefined {
  return date === null ? undefined : Number(date.slice(8))
}

/** What is sent: only the fields that the unit knows, always in the same order. */
export function scheduleOf(draft: ScheduleDraft): Schedule {
  const time = draft.timeOfDay === null ? {} : { timeOfDay: draft.timeOfDay }
  if (!draft.repeats) return { kind: 'once', ...time }
  return {
    kind: 'every',
    every: draft.every,
    unit: draft.unit,
    ...daysOf(draft),
    basis: draft.basis,
    ...(draft.season && { season: draft.season }),
    ...(draft.until !== null && { until: draft.until }),
    ...time
  }
}

function daysOf(draft: ScheduleDraft): Pick<Every, 'weekdays' | 'monthDay' | 'nthWeekday' | 'months'> {
  const { unit, day } = draft
  if (unit === 'day') return {}
  if (unit === 'week') return draft.weekdays.length === 0 ? {} : { weekdays: [...draft.weekdays] }
  return {
    ...(day === 'date' && { monthDay: draft.monthDay }),
    ...(day === 'last' && { monthDay: 'last' as const }),
    ...(day === 'nth' && { nthWeekday: draft.nth }),
    ...(draft.months.length > 0 && { months: [...draft.months] })
  }
}

/** Whether both give the same dates, whatever their time of day. */
export function sameDates(one: ScheduleDraft, other: ScheduleDraft): boolean {
  const dates = (draft: ScheduleDraft) => JSON.stringify(scheduleOf({ ...draft, timeOfDay: null }))
  return dates(one) === dates(other)
}
