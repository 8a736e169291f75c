import type { FieldProblem } from '#contract/errors.ts'
import type { Schedule } from '#contract/schedule.ts'
import { AppError } from '#server/platform/errors.ts'
import { firstOn } from './recurrence/occurrences.ts'
import { scheduleProblems } from './recurrence/schedule-problems.ts'

/** Where a schedule is: the date it is counted from, and the date that is due; both null for a one-time task without one. */
export type Dates = { readonly anchorOn: string | null; readonly dueOn: string | null }

/**
 * The dates of a schedule that starts. `startOn` null or undefined: no date for a one-time task, today for a recurring one.
 * `path`: the JSON Pointer of what holds the schedule, for the problems. Throws `schedule_invalid`.
 */
export function datesFrom(
  schedule: Schedule,
  startOn: string | null | undefined,
  { today, path }: { today: Temporal.PlainDate; path: string }
): Dates {
  if (schedule.kind === 'once') return { anchorOn: startOn ?? null, dueOn: startOn ?? null }
  const start = startOn ? Temporal.PlainDate.from(startOn) : today
  refuseProblems(schedule, start, path)
  const first = firstOn(schedule, start)
  return { anchorOn: start.toString(), dueOn: first?.toString() ?? null }
}

export function refuseProblems(schedule: Schedule, startOn: Temporal.PlainDate, path: string): void {
  const fields = scheduleProblems(schedule, startOn).map(({ field, reason }): FieldProblem => ({
    in: 'body',
    path: `${path}/schedule/${field}`,
    reason
  }))
  if (fields.length > 0) throw new AppError('schedule_invalid', { fields })
}

/** Whether both give the same dates: all but the time of day is equal. */
export function givesSameDates(one: Schedule, other: Schedule): boolean {
  const { timeOfDay: _one, ...dates } = one
  const { timeOfDay: _other, ...otherDates } = other
  return canonical(dates) === canonical(otherDates)
}

/** JSON with the keys in order: the database keeps documents in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part
  )
}
