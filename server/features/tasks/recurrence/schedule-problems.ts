import type { Every, Schedule, Season } from '#contract/schedule.ts'
import { firstOn } from './occurrences.ts'
import { monthAndDay } from './season.ts'

/**
 * - `needs_week`, `needs_month_or_year`: the field belongs to schedules of another unit
 * - `excludes_month_day`: day of month and nth weekday cannot both be named
 * - `no_such_day`: the calendar has no such day (30 February), in no year
 * - `before_start`: the end is earlier than the start
 * - `never_due`: the fields agree with one another on no date from the start on
 */
export type ProblemReason =
  | 'needs_week'
  | 'needs_month_or_year'
  | 'excludes_month_day'
  | 'no_such_day'
  | 'before_start'
  | 'never_due'

export type ScheduleProblem = {
  field: 'weekdays' | 'monthDay' | 'nthWeekday' | 'months' | 'season' | 'until' | 'every'
  reason: ProblemReason
}

/** What the schema cannot say: which fields go together, and whether they ever give a date. Every other function expects none. */
export function scheduleProblems(schedule: Schedule, startOn: Temporal.PlainDate): ScheduleProblem[] {
  if (schedule.kind === 'once') return []
  const problems = [...unitProblems(schedule), ...seasonProblems(schedule), ...endProblems(schedule, startOn)]
  return problems.length > 0 ? problems : neverDue(schedule, startOn)
}

function unitProblems(schedule: Every): ScheduleProblem[] {
  const { unit, weekdays, monthDay, nthWeekday } = schedule
  const problems: ScheduleProblem[] = []
  if (weekdays && unit !== 'week') problems.push({ field: 'weekdays', reason: 'needs_week' })
  if (unit === 'day' || unit === 'week') {
    const strangers = (['monthDay', 'nthWeekday', 'months'] as const).filter((field) => schedule[field] !== undefined)
    problems.push(...strangers.map((field) => ({ field, reason: 'needs_month_or_year' }) as const))
  }
  if (monthDay !== undefined && nthWeekday) problems.push({ field: 'nthWeekday', reason: 'excludes_month_day' })
  return problems
}

function seasonProblems({ season }: Every): ScheduleProblem[] {
  return season && !(exists(season.from) && exists(season.to)) ? [{ field: 'season', reason: 'no_such_day' }] : []
}

function exists(date: Season['from']): boolean {
  const { month, day } = monthAndDay(date)
  const leapYear = 2000
  return day <= Temporal.PlainYearMonth.from({ year: leapYear, month }).daysInMonth
}

function endProblems({ until }: Every, startOn: Temporal.PlainDate): ScheduleProblem[] {
  const isBeforeStart = until !== undefined && Temporal.PlainDate.compare(until, startOn) < 0
  return isBeforeStart ? [{ field: 'until', reason: 'before_start' }] : []
}

/** Blames the first field without which there would be a date. */
function neverDue(schedule: Every, startOn: Temporal.PlainDate): ScheduleProblem[] {
  if (firstOn(schedule, startOn)) return []
  const { until: _until, ...endless } = schedule
  if (firstOn(endless, startOn)) return [{ field: 'until', reason: 'never_due' }]
  const { season: _season, ...allYear } = endless
  if (firstOn(allYear, startOn)) return [{ field: 'season', reason: 'never_due' }]
  return [{ field: schedule.months ? 'months' : 'every', reason: 'never_due' }]
}
