import type { NewCompletion } from '#contract/completions.ts'
import type { Schedule } from '#contract/schedule.ts'
import { AppError } from '#server/platform/errors.ts'
import { advance } from './recurrence/advance.ts'
import { nextTurn } from './rotation-rules.ts'
import { givesSameDates, type Dates } from './schedule-rules.ts'
import type { StoredTask } from './task-rules.ts'

/** What a completion changes of its task. */
export type Progress = Pick<
  StoredTask,
  | 'anchorOn'
  | 'dueOn'
  | 'inProgressSince'
  | 'checklist'
  | 'completionCount'
  | 'lastCompletedOn'
  | 'historyLength'
  | 'meterBase'
  | 'meterHeld'
  | 'scheduleDueOn'
> & { readonly assigneeId: string | null }

/** The meter that it was counted by, and from where; it comes back only where the task still has that meter. */
type MeterBefore = {
  readonly meterId: string
  readonly base: number | null
  readonly held: boolean
  readonly scheduleDueOn: string | null
}

/** What undo gives back; kept with the completion. The schedule tells whether the dates still belong to it. */
export type Before = Omit<Progress, 'checklist' | 'historyLength' | 'meterBase' | 'meterHeld' | 'scheduleDueOn'> & {
  readonly meter?: MeterBefore
  readonly schedule: Schedule
  readonly tickedIds: readonly string[]
}

type Days = {
  readonly today: Temporal.PlainDate
  /** The residence's date at `doneAt`, as claimed. */
  readonly doneOn: Temporal.PlainDate
}
type Circumstances = Days & {
  readonly doneBy: string
  /** How often each has done this task, for `least_done`. */
  readonly doneCounts: ReadonlyMap<string, number>
  readonly draw: number
  /** Where the task's meter was on that day, as far as is known, in thousandths. */
  readonly meterPosition?: number | undefined
}
export type Completed = {
  readonly progress: Progress
  readonly before: Before
  /** The residence's date. */
  readonly completedOn: string
}

/**
 * Completes, inspects or skips the date that is due. Throws `task_not_open`, `task_already_done`, `task_not_recurring`,
 * `completed_in_future` or `invalid_input`.
 */
export function complete(task: StoredTask, input: NewCompletion, circumstances: Circumstances): Completed {
  const completedOn = dayOfCompletion(task, input, circumstances)
  return { progress: progressOf(task, { ...input, completedOn }, circumstances), before: beforeOf(task), completedOn }
}

/** Who of the tradespeople did it: as was said, else whoever the task is for; looked at or skipped, nobody did it. */
export function contractorFor({ contractorId }: Pick<StoredTask, 'contractorId'>, input: NewCompletion): string | null {
  if (input.contractorId !== undefined) return input.contractorId
  return input.kind === 'done' ? contractorId : null
}

/** The residence's date on which it counts as done. Throws what `complete` throws. */
export function dayOfCompletion(task: StoredTask, input: NewCompletion, days: Days): string {
  refuseTask(task, input)
  refuseDates(input, days.today)
  return input.completedOn ?? dayDone(task, days)
}

/** A claim that is older cannot be right: nothing waits that long to be sent. */
const oldestClaimDays = 60

/** The claimed day, within the days on which it can have been done. */
function dayDone({ createdAt, lastCompletedOn }: StoredTask, { today, doneOn }: Days): string {
  const oldest = today.subtract({ days: oldestClaimDays }).toString()
  const first = later(lastCompletedOn, later(createdAt.slice(0, 10), oldest))
  const claimed = later(first, doneOn.toString())
  return claimed < today.toString() ? claimed : today.toString()
}

function refuseTask(task: StoredTask, input: NewCompletion): void {
  if (task.state === 'off_board') throw new AppError('task_not_open')
  if (task.state === 'completed' || !isSame(task, input)) throw new AppError('task_already_done')
  if (input.kind === 'skipped' && !isRecurring(task)) throw new AppError('task_not_recurring')
  if (input.meterReading && (task.meter === null || input.kind !== 'done')) throw invalid('/meterReading', 'no_meter')
}

/** Whether it is what the caller saw. The date of a meter moves with its readings, so there the count says it. */
function isSame(task: StoredTask, { dueOn, completionCount }: NewCompletion): boolean {
  if (completionCount !== undefined && completionCount !== task.completionCount) return false
  if (task.meter === null) return task.dueOn === dueOn
  if (completionCount === undefined && task.dueOn === null) throw invalid('/completionCount', 'required')
  const isMovedByMeter = !task.meterHeld && task.dueOn !== task.scheduleDueOn
  return task.dueOn === dueOn || (completionCount !== undefined && isMovedByMeter)
}

function isRecurring({ schedule, meter }: StoredTask): boolean {
  return schedule.kind === 'every' || meter !== null
}

function invalid(path: string, reason: string): AppError {
  return new AppError('invalid_input', { fields: [{ in: 'body', path, reason }] })
}

function refuseDates({ kind, completedOn, nextOn }: NewCompletion, today: Temporal.PlainDate): void {
  if (completedOn !== undefined && completedOn > today.toString()) throw new AppError('completed_in_future')
  const reason = nextOnProblem(kind, nextOn, today.toString())
  if (reason !== undefined) throw invalid('/nextOn', reason)
}

function nextOnProblem(kind: NewCompletion['kind'], nextOn: string | undefined, today: string): string | undefined {
  if (kind !== 'inspected') return nextOn === undefined ? undefined : 'only_when_inspected'
  if (nextOn === undefined) return 'required'
  return nextOn > today ? undefined : 'not_after_today'
}

function progressOf(task: StoredTask, input: DatedInput, circumstances: Circumstances): Progress {
  return {
    anchorOn: task.anchorOn,
    dueOn: task.dueOn,
    assigneeId: task.assignment.currentId,
    inProgressSince: null,
    checklist: task.checklist,
    completionCount: task.completionCount,
    lastCompletedOn: task.lastCompletedOn,
    historyLength: task.historyLength + 1,
    meterBase: task.meterBase,
    meterHeld: task.meterHeld,
    scheduleDueOn: task.scheduleDueOn,
    ...effects[input.kind](task, input, circumstances)
  }
}

type DatedInput = NewCompletion & { readonly completedOn: string }
type Effect = (task: StoredTask, input: DatedInput, circumstances: Circumstances) => Partial<Progress>

/** What each kind changes beyond the end of being in progress. Only who did it hands on the turn. */
const effects: Readonly<Record<NewCompletion['kind'], Effect>> = {
  inspected: (task, { nextOn = null }) => ({
    dueOn: nextOn,
    ...(task.meter !== null && { scheduleDueOn: nextOn, meterHeld: true })
  }),
  skipped: (task, _input, { today, meterPosition }) => {
    const dates = datesAfter(task, dayOfSkip(task, today))
    return { ...dates, ...meterAfter(task, dates, meterPosition), checklist: unticked(task) }
  },
  done: (task, { completedOn }, circumstances) => done(task, completedOn, circumstances)
}

/** A one-time task keeps its ticks: they are part of what was done. */
function done(task: StoredTask, completedOn: string, circumstances: Circumstances): Partial<Progress> {
  const { doneBy, doneCounts, draw, meterPosition } = circumstances
  const dates = datesAfter(task, Temporal.PlainDate.from(completedOn))
  const counts = new Map(doneCounts).set(doneBy, (doneCounts.get(doneBy) ?? 0) + 1)
  return {
    ...dates,
    ...meterAfter(task, dates, meterPosition),
    completionCount: task.completionCount + 1,
    lastCompletedOn: later(task.lastCompletedOn, completedOn),
    ...(isRecurring(task) && { checklist: unticked(task) }),
    // Without a next date there is no next turn.
    ...((dates.dueOn !== null || task.meter !== null) && {
      assigneeId: nextTurn(task.assignment, { doneCounts: counts, draw })
    })
  }
}

/** It is counted anew, from where the meter was; what is due by it is settled with its readings. */
function meterAfter(
  { meter, meterBase }: StoredTask,
  { dueOn }: Dates,
  position: number | undefined
): Partial<Progress> {
  return meter === null ? {} : { meterBase: position ?? meterBase, meterHeld: false, scheduleDueOn: dueOn }
}

function datesAfter({ schedule, anchorOn, dueOn }: StoredTask, doneOn: Temporal.PlainDate): Dates {
  if (schedule.kind === 'once' || anchorOn === null || dueOn === null) return { anchorOn, dueOn: null }
  const next = advance({
    schedule,
    anchorOn: Temporal.PlainDate.from(anchorOn),
    dueOn: Temporal.PlainDate.from(dueOn),
    doneOn
  })
  return { anchorOn: next.anchorOn.toString(), dueOn: next.dueOn?.toString() ?? null }
}

/** A skip takes care of the due date itself, or of all that was missed up to today. */
function dayOfSkip({ dueOn }: StoredTask, today: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.from(later(dueOn, today.toString()))
}

function later(date: string | null, other: string): string {
  return date !== null && date > other ? date : other
}

function unticked({ checklist }: StoredTask): StoredTask['checklist'] {
  return checklist.map((item) => ({ ...item, done: false }))
}

function beforeOf(task: StoredTask): Before {
  return {
    schedule: task.schedule,
    anchorOn: task.anchorOn,
    dueOn: task.dueOn,
    assigneeId: task.assignment.currentId,
    inProgressSince: task.inProgressSince,
    completionCount: task.completionCount,
    lastCompletedOn: task.lastCompletedOn,
    ...(task.meter !== null && {
      meter: {
        meterId: task.meter.meterId,
        base: task.meterBase,
        held: task.meterHeld,
        scheduleDueOn: task.scheduleDueOn
      }
    }),
    tickedIds: task.checklist.filter((item) => item.done).map((item) => item.id)
  }
}

/**
 * The task as it was before its latest completion. What people changed since stays: the dates of a new schedule, items put
 * on or taken off the checklist; and it is not the turn of somebody who has left.
 */
export function undone(task: StoredTask, before: Before, isMember: (userId: string) => boolean): Progress {
  const { schedule, tickedIds, assigneeId, anchorOn, dueOn, meter, ...former } = before
  const isSameSchedule = givesSameDates(schedule, task.schedule)
  return {
    ...former,
    ...(isSameSchedule ? { anchorOn, dueOn } : { anchorOn: task.anchorOn, dueOn: task.dueOn }),
    ...formerMeter(task, meter, isSameSchedule),
    assigneeId: assigneeId !== null && isMember(assigneeId) ? assigneeId : null,
    checklist: task.checklist.map((item) => ({ ...item, done: tickedIds.includes(item.id) })),
    historyLength: task.historyLength - 1
  }
}

/** A meter that the task has got since is counted as it is. */
function formerMeter(
  { meter, meterBase, meterHeld, scheduleDueOn }: StoredTask,
  before: MeterBefore | undefined,
  isSameSchedule: boolean
): Pick<Progress, 'meterBase' | 'meterHeld' | 'scheduleDueOn'> {
  if (!before || before.meterId !== meter?.meterId) return { meterBase, meterHeld, scheduleDueOn }
  return {
    meterBase: before.base,
    meterHeld: before.held,
    scheduleDueOn: isSameSchedule ? before.scheduleDueOn : scheduleDueOn
  }
}
