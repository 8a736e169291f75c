import type { Every, Schedule } from '#contract/schedule.ts'
import { calendarDate, type Day, dayOf, monthLength, toDay, toPlainDate, weekdayOf } from './calendar.ts'
import { scheduleDates } from './occurrences.ts'

/**
 * What to remember once the task is done. `doneOn` is the completion's date in the residence's zone.
 *
 * The new date is always later than both the date it satisfied and the day it was done, so that finishing early neither schedules
 * in the past nor the same date again, and missed dates are skipped. Undefined: nothing more is due.
 *
 * - `due`: the next of the dates that start at the anchor, which stays.
 * - `completion`: the anchor becomes `doneOn`, and its week, month or year is over with it: every 3 months on the 31st, done on
 *   any day of January, gives 30 April. Only if a week has several weekdays, or a year several months, what is left of them after
 *   `doneOn` still counts: Monday and Thursday, done on Monday, gives Thursday.
 */
export function advance({ schedule, anchorOn, dueOn, doneOn }: Advance): Advanced {
  if (schedule.kind === 'once') return { dueOn: undefined, anchorOn }
  const done = toDay(doneOn)
  const satisfied = Math.max(toDay(dueOn), done)
  const isByCompletion = schedule.basis === 'completion'
  const after = isByCompletion ? Math.max(satisfied, endOfRound(schedule, done)) : satisfied
  const anchor = isByCompletion ? done : toDay(anchorOn)
  const next = scheduleDates(schedule, anchor, isByCompletion ? after + 1 : anchor)(after + 1)

  return {
    dueOn: next === undefined ? undefined : toPlainDate(next),
    anchorOn: isByCompletion ? doneOn : anchorOn
  }
}

type Advance = {
  schedule: Schedule
  anchorOn: Temporal.PlainDate
  dueOn: Temporal.PlainDate
  doneOn: Temporal.PlainDate
}
type Advanced = { dueOn: Temporal.PlainDate | undefined; anchorOn: Temporal.PlainDate }

/** Last day of the week, month or year in which it was done; the day itself if more dates of that round may still come. */
function endOfRound({ unit, weekdays = [], months = [] }: Every, done: Day): Day {
  const { year, month } = calendarDate(done)
  if (unit === 'month') return dayOf(year, month, monthLength(year, month))
  if (unit === 'year' && months.length <= 1) return dayOf(year, 12, 31)
  return unit === 'week' && weekdays.length <= 1 ? done + 7 - weekdayOf(done) : done
}
