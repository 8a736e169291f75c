import type { Assignment, ChecklistItem, MeterInterval, NewTask, Task, TaskChange } from '#contract/tasks.ts'
import { AppError } from '#server/platform/errors.ts'
import type { TaskState } from './board-rules.ts'
import { datesFrom, givesSameDates, type Dates } from './schedule-rules.ts'

/** A task as it is kept: what follows from the date, the zone and the reader is added by `viewTask`. */
export type StoredTask = Omit<Task, 'dueBy' | 'column' | 'meter'> & {
  readonly meter: MeterInterval | null
  /** Of the meter, in thousandths: how often; 0 without one. */
  readonly meterEvery: number
  /** The position of the meter that it is counted from, in thousandths; null: none yet. */
  readonly meterBase: number | null
  /** Somebody set a date, which holds until it is done. */
  readonly meterHeld: boolean
  /** With a meter: when it is due by its schedule alone. `dueOn` is whichever comes first. */
  readonly scheduleDueOn: string | null
  readonly state: TaskState
  /** Raised by every change. */
  readonly version: number
  /** How many completions of any kind are recorded: the number of the latest. */
  readonly historyLength: number
}

/** What people decide of a task; the rest of it follows. */
export type TaskDetails = Pick<
  Task,
  | 'title'
  | 'notes'
  | 'category'
  | 'priority'
  | 'estimatedMinutes'
  | 'estimatedCost'
  | 'schedule'
  | 'anchorOn'
  | 'dueOn'
  | 'assignment'
  | 'checklist'
  | 'assetId'
  | 'areaId'
  | 'contractorId'
> &
  Pick<StoredTask, 'meter' | 'meterBase' | 'meterHeld' | 'scheduleDueOn'>

type Making = {
  readonly today: Temporal.PlainDate
  readonly newId: () => string
  /** JSON Pointer of the input within the body. */
  readonly path: string
}

/** Throws `schedule_invalid`. */
export function newTask(input: NewTask, { today, newId, path }: Making): TaskDetails {
  const { schedule, startOn, checklist = [], assignment, meter = null, ...details } = input
  const dates = datesFrom(schedule, startOn, { today, path })
  return {
    notes: null,
    category: 'other',
    priority: 'medium',
    estimatedMinutes: null,
    estimatedCost: null,
    assetId: null,
    areaId: null,
    contractorId: null,
    ...details,
    schedule,
    ...dates,
    meter,
    meterBase: null,
    meterHeld: false,
    scheduleDueOn: meter === null ? null : dates.dueOn,
    assignment: assignment ? normalAssignment(assignment) : { rotation: 'fixed', memberIds: [], currentId: null },
    checklist: checklist.map(({ title }) => ({ id: newId(), title, done: false }))
  }
}

/** Throws `schedule_invalid`, `checklist_item_not_found`, or `invalid_input` for a recurring task that would lose its date. */
export function changedTask(task: StoredTask, change: TaskChange, { today, newId }: Omit<Making, 'path'>): StoredTask {
  const { schedule = task.schedule, checklist, assignment, ...others } = change
  const { startOn: _startOn, dueOn: _dueOn, meter: _meter, ...details } = others
  return {
    ...task,
    ...details,
    schedule,
    ...changedMeter(task, change, changedDates(bySchedule(task), change, today)),
    ...(assignment && { assignment: normalAssignment(assignment) }),
    ...(checklist && { checklist: changedChecklist(task.checklist, checklist, newId) })
  }
}

/** As it would be without its meter. */
function bySchedule(task: StoredTask): StoredTask {
  return task.meter === null ? task : { ...task, dueOn: task.scheduleDueOn }
}

type Metered = Pick<StoredTask, 'anchorOn' | 'dueOn' | 'meter' | 'meterBase' | 'meterHeld' | 'scheduleDueOn'>

/** Another meter is counted from where it is now; another date holds until it is done. */
function changedMeter(task: StoredTask, change: TaskChange, { anchorOn, dueOn }: Dates): Metered {
  const meter = change.meter === undefined ? task.meter : change.meter
  if (meter === null) return { anchorOn, dueOn, meter, meterBase: null, meterHeld: false, scheduleDueOn: null }
  const isSame = meter.meterId.toLowerCase() === task.meter?.meterId
  const isHeld = isSame && task.meterHeld && !restarts(task, change)
  return {
    anchorOn,
    dueOn,
    meter,
    meterBase: isSame ? task.meterBase : null,
    meterHeld: isHeld || change.dueOn !== undefined,
    scheduleDueOn: dueOn
  }
}

function changedDates(task: StoredTask, change: TaskChange, today: Temporal.PlainDate): Dates {
  const dates = restarts(task, change) ? restartedDates(task, change, today) : task
  const { dueOn = dates.dueOn } = change
  const schedule = change.schedule ?? task.schedule
  if (schedule.kind === 'once') return { anchorOn: dueOn, dueOn }
  if (change.dueOn === null) {
    throw new AppError('invalid_input', { fields: [{ in: 'body', path: '/dueOn', reason: 'needed_by_schedule' }] })
  }
  return { anchorOn: dates.anchorOn, dueOn }
}

/** Another time of day alone moves no date. */
function restarts(task: StoredTask, { schedule, startOn }: TaskChange): boolean {
  return startOn !== undefined || (schedule !== undefined && !givesSameDates(schedule, task.schedule))
}

function restartedDates(task: StoredTask, change: TaskChange, today: Temporal.PlainDate): Dates {
  const schedule = change.schedule ?? task.schedule
  // A task that becomes a one-time task keeps the date it has.
  const startOn = change.startOn === undefined && schedule.kind === 'once' ? task.dueOn : change.startOn
  return datesFrom(schedule, startOn, { today, path: '' })
}

/** Ids as the database writes them, each once. */
function normalAssignment({ rotation, memberIds, currentId }: Assignment): Assignment {
  const ids = new Set(memberIds.map((id) => id.toLowerCase()))
  return { rotation, memberIds: [...ids], currentId: currentId?.toLowerCase() ?? null }
}

function changedChecklist(
  items: readonly ChecklistItem[],
  wanted: readonly { id?: string; title: string }[],
  newId: () => string
): ChecklistItem[] {
  const kept = new Map(items.map((item) => [item.id, item]))
  return wanted.map(({ id, title }) => {
    if (id === undefined) return { id: newId(), title, done: false }
    const item = kept.get(id.toLowerCase())
    kept.delete(id.toLowerCase()) // a second one with the same id is not found
    if (!item) throw new AppError('checklist_item_not_found')
    return { ...item, title }
  })
}

/** Everyone whom the assignments name. */
export function namedMembers(tasks: readonly Pick<TaskDetails, 'assignment'>[]): string[] {
  const ids = tasks.flatMap(({ assignment: { memberIds, currentId } }) => [
    ...memberIds,
    ...(currentId ? [currentId] : [])
  ])
  return [...new Set(ids)]
}

// Each gives back the task itself when there is nothing to change.

/** Throws `task_not_open` or `task_already_done`. */
export function started(task: StoredTask, now: string): StoredTask {
  if (task.state === 'off_board') throw new AppError('task_not_open')
  if (task.state === 'completed') throw new AppError('task_already_done')
  return task.inProgressSince === null ? { ...task, inProgressSince: now } : task
}

export function stopped(task: StoredTask): StoredTask {
  return task.inProgressSince === null ? task : { ...task, inProgressSince: null }
}

export function cancelled(task: StoredTask, now: string): StoredTask {
  return task.cancelledAt === null ? { ...task, cancelledAt: now } : task
}

export function uncancelled(task: StoredTask): StoredTask {
  return task.cancelledAt === null ? task : { ...task, cancelledAt: null }
}

export function archived(task: StoredTask, now: string): StoredTask {
  return task.archivedAt === null ? { ...task, archivedAt: now } : task
}

export function unarchived(task: StoredTask): StoredTask {
  return task.archivedAt === null ? task : { ...task, archivedAt: null }
}

/** Throws `checklist_item_not_found`. */
export function ticked(task: StoredTask, itemId: string, done: boolean): StoredTask {
  const item = task.checklist.find(({ id }) => id === itemId.toLowerCase())
  if (!item) throw new AppError('checklist_item_not_found')
  if (item.done === done) return task
  return { ...task, checklist: task.checklist.map((each) => (each === item ? { ...each, done } : each)) }
}
