import { sql, type Selectable } from 'kysely'
import type { Schedule } from '#contract/schedule.ts'
import type { ChecklistItem } from '#contract/tasks.ts'
import { thousandths, units } from '#server/features/assets/access.ts'
import { lockMyResidences, myResidences } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Tasks } from '#server/platform/schema.ts'
import { placeColumns, type MemberPlace } from './place-queries.ts'
import type { StoredTask, TaskDetails } from './task-rules.ts'

/** All that `storedTask` takes; under their own names, so that the columns of other tables fit beside them. */
export const taskColumns = [
  'tasks.id',
  'tasks.residence_id',
  'tasks.title',
  'tasks.notes',
  'tasks.category',
  'tasks.priority',
  'tasks.estimated_minutes',
  'tasks.estimated_cost_minor',
  'tasks.estimated_cost_currency',
  'tasks.schedule',
  'tasks.anchor_on',
  'tasks.due_on',
  'tasks.rotation',
  'tasks.member_ids',
  'tasks.assignee_id',
  'tasks.checklist',
  'tasks.in_progress_since',
  'tasks.cancelled_at',
  'tasks.archived_at',
  'tasks.completion_count',
  'tasks.last_completed_on',
  'tasks.template_id',
  'tasks.asset_id',
  'tasks.area_id',
  'tasks.contractor_id',
  'tasks.meter_id',
  'tasks.meter_every',
  'tasks.meter_base',
  'tasks.meter_held',
  'tasks.schedule_due_on',
  'tasks.history_length',
  'tasks.state',
  'tasks.version',
  'tasks.created_at',
  'tasks.updated_at'
] as const
type TaskRow = Omit<
  Selectable<Tasks>,
  | 'search'
  | 'title_words'
  | 'sort_on'
  | 'recurring'
  | 'time_of_day'
  | 'checklist_total'
  | 'checklist_done'
  | 'created_by'
>

export function storedTask(row: TaskRow): StoredTask {
  return {
    id: row.id,
    residenceId: row.residence_id,
    title: row.title,
    notes: row.notes,
    category: row.category,
    priority: row.priority,
    estimatedMinutes: row.estimated_minutes,
    estimatedCost: money(row.estimated_cost_minor, row.estimated_cost_currency),
    schedule: row.schedule as Schedule, // only validated ones are written
    anchorOn: row.anchor_on,
    dueOn: row.due_on,
    assignment: { rotation: row.rotation, memberIds: row.member_ids, currentId: row.assignee_id },
    checklist: row.checklist as ChecklistItem[], // likewise
    inProgressSince: row.in_progress_since,
    cancelledAt: row.cancelled_at,
    archivedAt: row.archived_at,
    completionCount: row.completion_count,
    lastCompletedOn: row.last_completed_on,
    templateId: row.template_id,
    assetId: row.asset_id,
    areaId: row.area_id,
    contractorId: row.contractor_id,
    meter: row.meter_id === null ? null : { meterId: row.meter_id, every: units(row.meter_every ?? 0) },
    meterEvery: row.meter_every ?? 0,
    meterBase: row.meter_base,
    meterHeld: row.meter_held,
    scheduleDueOn: row.schedule_due_on,
    historyLength: row.history_length,
    state: row.state,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at
  }
}

export function money(minor: number | null, currency: string | null) {
  return minor === null || currency === null ? null : { minor, currency }
}

/** A task as one of its residence's members stands to it. */
export type MemberTask = { readonly task: StoredTask; readonly member: MemberPlace }

/** Undefined when there is none, or it is not the person's to see. */
export async function findTask(db: Db, userId: string, taskId: string): Promise<MemberTask | undefined> {
  const row = await joinTask(myResidences(db, userId), taskId).executeTakeFirst()
  return row && memberTask(row)
}

/** The same for a write: locked, after its residence. */
export async function lockTask(tx: Tx, userId: string, taskId: string): Promise<MemberTask | undefined> {
  const row = await joinTask(lockMyResidences(tx, userId), taskId).forUpdate('tasks').executeTakeFirst()
  return row && memberTask(row)
}

function joinTask(residences: ReturnType<typeof myResidences>, taskId: string) {
  return residences
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .innerJoin('tasks', 'tasks.residence_id', 'residences.id')
    .where('tasks.id', '=', taskId)
    .select([...placeColumns, ...taskColumns])
}

export function memberTask(row: TaskRow & MemberPlace): MemberTask {
  const { residenceId, role, timeZone, archivedAt, dueSoonDays } = row
  return { task: storedTask(row), member: { residenceId, role, timeZone, archivedAt, dueSoonDays } }
}

export type NewTaskRow = TaskDetails & Pick<StoredTask, 'id' | 'templateId'>

/** One statement for any number of them; they come back in their order. */
export async function insertTasks(
  tx: Tx,
  tasks: readonly NewTaskRow[],
  made: { residenceId: string; userId: string; now: string }
): Promise<StoredTask[]> {
  const documents = JSON.stringify(
    tasks.map((task) => ({ ...columnsOf(task), id: task.id, template_id: task.templateId }))
  )
  const rows = await tx
    .insertInto('tasks')
    .columns([...detailColumns, 'id', 'template_id', 'residence_id', 'created_by', 'created_at', 'updated_at'])
    .expression((eb) =>
      eb
        .selectFrom(sql<Selectable<Tasks>>`jsonb_populate_recordset(null::tasks, ${documents}::jsonb)`.as('made'))
        .select([...detailColumns, 'id', 'template_id'])
        .select([
          sql<string>`${made.residenceId}::uuid`.as('residence_id'),
          sql<string>`${made.userId}::uuid`.as('created_by'),
          sql<string>`${made.now}::timestamptz`.as('created_at'),
          sql<string>`${made.now}::timestamptz`.as('updated_at')
        ])
    )
    .returning(taskColumns)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, storedTask(row)]))
  return tasks.flatMap(({ id }) => byId.get(id) ?? [])
}

/** Writes all that people can change but completions; gives back the task with a new version. */
export async function saveTask(tx: Tx, task: StoredTask, now: string): Promise<StoredTask> {
  const { schedule, checklist, ...plain } = columnsOf(task)
  const row = await tx
    .updateTable('tasks')
    .set({
      ...plain,
      schedule: JSON.stringify(schedule),
      checklist: JSON.stringify(checklist),
      in_progress_since: task.inProgressSince,
      cancelled_at: task.cancelledAt,
      archived_at: task.archivedAt,
      version: sql`version + 1`,
      updated_at: now
    })
    .where('id', '=', task.id)
    .returning(taskColumns)
    .executeTakeFirstOrThrow()
  return storedTask(row)
}

const detailColumns = [
  'title',
  'notes',
  'category',
  'priority',
  'estimated_minutes',
  'estimated_cost_minor',
  'estimated_cost_currency',
  'schedule',
  'anchor_on',
  'due_on',
  'rotation',
  'member_ids',
  'assignee_id',
  'checklist',
  'asset_id',
  'area_id',
  'contractor_id',
  'meter_id',
  'meter_every',
  'meter_base',
  'meter_held',
  'schedule_due_on'
] as const

function columnsOf(task: TaskDetails) {
  return {
    title: task.title,
    notes: task.notes,
    category: task.category,
    priority: task.priority,
    estimated_minutes: task.estimatedMinutes,
    estimated_cost_minor: task.estimatedCost?.minor ?? null,
    estimated_cost_currency: task.estimatedCost?.currency ?? null,
    schedule: task.schedule,
    anchor_on: task.anchorOn,
    due_on: task.dueOn,
    rotation: task.assignment.rotation,
    member_ids: task.assignment.memberIds,
    assignee_id: task.assignment.currentId,
    checklist: task.checklist,
    asset_id: task.assetId,
    area_id: task.areaId,
    contractor_id: task.contractorId,
    meter_id: task.meter?.meterId ?? null,
    meter_every: task.meter === null ? null : thousandths(task.meter.every),
    meter_base: task.meterBase,
    meter_held: task.meterHeld,
    schedule_due_on: task.scheduleDueOn
  } satisfies Record<(typeof detailColumns)[number], unknown>
}

/** Which of these are tasks of the home. */
export async function tasksAmong(db: Db, residenceId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('tasks')
    .select('id')
    .where('residence_id', '=', residenceId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Its completions go with it, by foreign key. */
export async function deleteTaskRow(tx: Tx, taskId: string): Promise<void> {
  await tx.deleteFrom('tasks').where('id', '=', taskId).execute()
}
