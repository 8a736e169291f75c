import type { Residence } from '#contract/residences.ts'
import type { Assignment, Category, MeterInterval, NewTask, Priority, Task, TaskChange } from '#contract/tasks.ts'
import type { IntervalDraft } from '../../meters/meter-interval-fields.tsx'
import { currencyOf } from '../currency.ts'
import { newScheduleDraft, sameDates, scheduleDraft, scheduleOf, type ScheduleDraft } from './schedule-draft.ts'

/** `key` tells the lines apart while they are edited; `id` is that of an item the server knows. */
export type ChecklistLine = { key: string; id?: string; title: string }

/** A task while it is edited. */
export type TaskDraft = {
  title: string
  notes: string
  category: Category
  priority: Priority
  minutes: number | undefined
  /** Minor units. */
  cost: number | undefined
  currency: string
  /** The start of a new schedule, or the next date of a kept one. */
  on: string | null
  schedule: ScheduleDraft
  assignment: Assignment
  checklist: readonly ChecklistLine[]
  assetId: string | null
  areaId: string | null
  contractorId: string | null
  meter: IntervalDraft
}

const nobody: Assignment = { rotation: 'fixed', memberIds: [], currentId: null }

export function newTaskDraft(residence: Pick<Residence, 'country'>, locale: string, on: string | null): TaskDraft {
  return {
    title: '',
    notes: '',
    category: 'other',
    priority: 'medium',
    minutes: undefined,
    cost: undefined,
    currency: currencyOf(residence.country, locale),
    on,
    schedule: newScheduleDraft,
    assignment: nobody,
    checklist: [],
    assetId: null,
    areaId: null,
    contractorId: null,
    meter: null
  }
}

export function taskDraft(task: Task, residence: Pick<Residence, 'country'>, locale: string): TaskDraft {
  return {
    title: task.title,
    notes: task.notes ?? '',
    category: task.category,
    priority: task.priority,
    minutes: task.estimatedMinutes ?? undefined,
    cost: task.estimatedCost?.minor,
    currency: task.estimatedCost?.currency ?? currencyOf(residence.country, locale),
    on: task.dueOn,
    schedule: scheduleDraft(task.schedule, task.anchorOn, task.dueOn),
    assignment: task.assignment,
    checklist: task.checklist.map(({ id, title }) => ({ key: id, id, title })),
    assetId: task.assetId,
    areaId: task.areaId,
    contractorId: task.contractorId,
    meter: task.meter && { meterId: task.meter.meterId, every: task.meter.every }
  }
}

/** What creates the task: only what was filled in. */
export function newTaskOf(draft: TaskDraft): NewTask {
  const lines = filledLines(draft)
  return {
    title: draft.title.trim(),
    schedule: scheduleOf(draft.schedule),
    ...(draft.on !== null && { startOn: draft.on }),
    ...(draft.notes.trim() !== '' && { notes: draft.notes.trim() }),
    category: draft.category,
    priority: draft.priority,
    ...(draft.minutes !== undefined && { estimatedMinutes: draft.minutes }),
    ...(draft.cost !== undefined && { estimatedCost: moneyOf(draft) }),
    ...(draft.assignment.memberIds.length > 0 && { assignment: draft.assignment }),
    ...linksOf(draft),
    ...(lines.length > 0 && { checklist: lines.map(({ title }) => ({ title })) })
  }
}

/** What of the home it has to do with. */
function linksOf({ assetId, areaId, contractorId, meter }: TaskDraft): Partial<NewTask> {
  return {
    ...(assetId !== null && { assetId }),
    ...(areaId !== null && { areaId }),
    ...(contractorId !== null && { contractorId }),
    ...(meter !== null && { meter: intervalOf(meter) })
  }
}

/** What changed from one draft to the other, undefined for nothing: what somebody else changed meanwhile is left alone. */
export function changeOf(before: TaskDraft, after: TaskDraft): TaskChange | undefined {
  const change: TaskChange = {
    ...textChange(before, after),
    ...(after.category !== before.category && { category: after.category }),
    ...(after.priority !== before.priority && { priority: after.priority }),
    ...(after.minutes !== before.minutes && { estimatedMinutes: after.minutes ?? null }),
    ...(after.cost !== before.cost && { estimatedCost: moneyOf(after) }),
    ...placeChange(before, after),
    ...(differs(before.assignment, after.assignment) && { assignment: after.assignment }),
    ...(differs(linesOf(before), linesOf(after)) && { checklist: linesOf(after) }),
    ...(after.contractorId !== before.contractorId && { contractorId: after.contractorId }),
    ...datesChange(before, after)
  }
  return Object.keys(change).length === 0 ? undefined : change
}

function textChange(before: TaskDraft, after: TaskDraft): TaskChange {
  const [title, notes] = [after.title.trim(), after.notes.trim()]
  return {
    ...(title !== before.title && { title }),
    ...(notes !== before.notes.trim() && { notes: notes === '' ? null : notes })
  }
}

/** Null where no amount was given. */
function intervalOf(meter: IntervalDraft): MeterInterval | null {
  return meter?.every ? { meterId: meter.meterId, every: meter.every } : null
}

function placeChange(before: TaskDraft, { assetId, areaId, meter }: TaskDraft): TaskChange {
  return {
    ...(assetId !== before.assetId && { assetId }),
    ...(areaId !== before.areaId && { areaId }),
    ...(differs(meter, before.meter) && { meter: intervalOf(meter) })
  }
}

/** A new rhythm starts anew; a new time of day or a moved date leaves the rhythm as it is. */
function datesChange(before: TaskDraft, after: TaskDraft): TaskChange {
  const schedule = scheduleOf(after.schedule)
  if (!sameDates(before.schedule, after.schedule)) return { schedule, startOn: after.on }
  return {
    ...(before.schedule.timeOfDay !== after.schedule.timeOfDay && { schedule }),
    ...(before.on !== after.on && { dueOn: after.on })
  }
}

function moneyOf({ cost, currency }: TaskDraft) {
  return cost === undefined ? null : { minor: cost, currency }
}

function filledLines({ checklist }: TaskDraft): { id?: string; title: string }[] {
  return checklist
    .map(({ key: _key, ...line }) => ({ ...line, title: line.title.trim() }))
    .filter(({ title }) => title !== '')
}

function linesOf(draft: TaskDraft): { id?: string; title: string }[] {
  return filledLines(draft).map(({ id, title }) => (id === undefined ? { title } : { id, title }))
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other)
}
