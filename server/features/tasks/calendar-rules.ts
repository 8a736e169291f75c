import type { FieldProblem } from '#contract/errors.ts'
import type { Schedule } from '#contract/schedule.ts'
import type { CalendarEntry } from '#contract/board.ts'
import { AppError } from '#server/platform/errors.ts'
import { columnOf, type ColumnRange, type TaskState } from './board-rules.ts'
import { advance } from './recurrence/advance.ts'
import { occurrencesBetween } from './recurrence/occurrences.ts'

export type Days = { readonly from: string; readonly to: string }

/** A task that is due on a date. */
export type DatedTask = {
  readonly taskId: string
  readonly title: string
  readonly schedule: Schedule
  readonly anchorOn: string
  readonly dueOn: string
  readonly timeOfDay: string | null
  readonly assigneeId: string | null
  readonly state: TaskState
}
export type CompletedOn = Pick<CalendarEntry, 'on' | 'taskId' | 'title' | 'assigneeId'>

export const longestSpanDays = 62
export const mostEntries = 2000

export function refuseSpan({ from, to }: Days): void {
  const days = Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days + 1
  const reason = days < 1 ? 'before_from' : 'span_too_long'
  const field: FieldProblem = { in: 'query', path: '/to', reason }
  if (days < 1 || days > longestSpanDays) throw new AppError('invalid_input', { fields: [field] })
}

/** All entries by date and, within a day, by time of day. */
export function calendarEntries(
  days: Days,
  found: { readonly tasks: readonly DatedTask[]; readonly completed: readonly CompletedOn[] },
  { today, ranges }: { readonly today: Temporal.PlainDate; readonly ranges: readonly ColumnRange[] }
): CalendarEntry[] {
  const due = found.tasks
    .filter(({ dueOn }) => days.from <= dueOn && dueOn <= days.to)
    .map((task) => entry(task, 'due', { on: task.dueOn, column: columnOf(task, ranges) }))
  const planned = found.tasks.flatMap((task) =>
    plannedDates(task, days, today).map((on) => entry(task, 'planned', { on, column: null }))
  )
  const completed = found.completed.map((done): CalendarEntry => ({
    ...done,
    kind: 'completed',
    timeOfDay: null,
    column: null
  }))
  return [...completed, ...due, ...planned].toSorted((one, other) => compareText(sortKey(one), sortKey(other)))
}

/** The dates after the one that is due, if that one is done on its date, or today when it is late. */
function plannedDates(task: DatedTask, { from, to }: Days, today: Temporal.PlainDate): string[] {
  const { schedule } = task
  if (schedule.kind === 'once') return []
  const dueOn = Temporal.PlainDate.from(task.dueOn)
  const doneOn = task.dueOn < today.toString() ? today : dueOn
  const first = advance({ schedule, anchorOn: Temporal.PlainDate.from(task.anchorOn), dueOn, doneOn }).dueOn
  if (!first || first.toString() > to) return []
  const start = from > first.toString() ? Temporal.PlainDate.from(from) : first
  // Counted from the completion, the dates after the next one start from that one.
  const anchor = schedule.basis === 'completion' ? first : Temporal.PlainDate.from(task.anchorOn)
  const span = { from: start, to: Temporal.PlainDate.from(to), limit: longestSpanDays }
  return occurrencesBetween(schedule, anchor, span).map((date) => date.toString())
}

function entry(
  { taskId, title, timeOfDay, assigneeId }: DatedTask,
  kind: CalendarEntry['kind'],
  place: Pick<CalendarEntry, 'on' | 'column'>
): CalendarEntry {
  return { ...place, kind, taskId, title, timeOfDay, assigneeId }
}

function sortKey({ on, timeOfDay, title, taskId }: CalendarEntry): string {
  return `${on} ${timeOfDay ?? ''} ${title} ${taskId}`
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
