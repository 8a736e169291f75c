import { sql } from 'kysely'
import type { NewCompletion } from '#contract/completions.ts'
import { lockMyResidences } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Before, Completed, Progress } from './completion-rules.ts'
import { placeColumns } from './place-queries.ts'
import { memberTask, storedTask, taskColumns, type MemberTask } from './queries.ts'
import type { StoredTask } from './task-rules.ts'

/** A task for its completion by (or on behalf of) somebody: `doerName` is null when that person is no member. */
export async function lockTaskFor(
  tx: Tx,
  { userId, taskId, doneBy }: { userId: string; taskId: string; doneBy: string }
): Promise<(MemberTask & { doerName: string | null; createdBy: string | null }) | undefined> {
  const row = await lockMyResidences(tx, userId)
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .innerJoin('tasks', 'tasks.residence_id', 'residences.id')
    .where('tasks.id', '=', taskId)
    .select([...placeColumns, ...taskColumns, 'tasks.created_by as createdBy'])
    .select((eb) =>
      eb
        .selectFrom('memberships as doing')
        .innerJoin('users as doer', 'doer.id', 'doing.user_id')
        .whereRef('doing.residence_id', '=', 'residences.id')
        .where('doing.user_id', '=', doneBy)
        .select('doer.display_name')
        .as('doerName')
    )
    .forUpdate('tasks')
    .executeTakeFirst()
  return row && { ...memberTask(row), doerName: row.doerName, createdBy: row.createdBy }
}

/** How often each has done the task. */
export async function doneCountsOf(tx: Tx, taskId: string): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('task_done_counts')
    .select(['user_id', 'done'])
    .where('task_id', '=', taskId)
    .execute()
  return new Map(rows.map((row) => [row.user_id, row.done]))
}

export type CompletionRecord = Pick<NewCompletion, 'kind' | 'minutes' | 'cost' | 'notes' | 'rating'> & {
  readonly id: string
  readonly contractor: { readonly id: string; readonly name: string } | null
  readonly completedBy: string
  readonly recordedBy: string
  readonly now: string
}

/** The record, the task's progress and who did it how often, in one statement. */
export async function saveCompletion(
  tx: Tx,
  task: StoredTask,
  { progress, before, completedOn }: Completed,
  record: CompletionRecord
): Promise<StoredTask> {
  const row = await tx
    .with('recorded', (db) =>
      db.insertInto('completions').values({
        id: record.id,
        task_id: task.id,
        residence_id: task.residenceId,
        number: progress.historyLength,
        kind: record.kind,
        asset_id: task.assetId,
        due_on: task.dueOn,
        completed_on: completedOn,
        completed_by: record.completedBy,
        recorded_by: record.recordedBy,
        ...contractorColumns(record),
        ...costColumns(record),
        minutes: record.minutes ?? null,
        notes: record.notes ?? null,
        rating: record.rating ?? null,
        before: JSON.stringify(before),
        recorded_at: record.now
      })
    )
    .with('counted', (db) =>
      db
        .insertInto('task_done_counts')
        .values({ task_id: task.id, user_id: record.completedBy, done: record.kind === 'done' ? 1 : 0 })
        .onConflict((conflict) =>
          conflict.columns(['task_id', 'user_id']).doUpdateSet({ done: sql`task_done_counts.done + excluded.done` })
        )
    )
    .with('progressed', (db) => progressed(db, task, progress, record.now))
    .selectFrom('progressed as tasks')
    .select(taskColumns)
    .executeTakeFirstOrThrow()
  return storedTask(row)
}

function contractorColumns({ contractor }: CompletionRecord) {
  return { contractor_id: contractor?.id ?? null, contractor_name: contractor?.name ?? null }
}

function costColumns({ cost }: CompletionRecord) {
  return { cost_minor: cost?.minor ?? null, cost_currency: cost?.currency ?? null }
}

function progressed(db: Pick<Db, 'updateTable'>, task: StoredTask, progress: Progress, now: string) {
  return db
    .updateTable('tasks')
    .set({
      anchor_on: progress.anchorOn,
      due_on: progress.dueOn,
      assignee_id: progress.assigneeId,
      in_progress_since: progress.inProgressSince,
      completion_count: progress.completionCount,
      last_completed_on: progress.lastCompletedOn,
      history_length: progress.historyLength,
      meter_base: progress.meterBase,
      meter_held: progress.meterHeld,
      schedule_due_on: progress.scheduleDueOn,
      // Left out where there is none: with it, the words to search for are made anew.
      ...(task.checklist.length > 0 && { checklist: JSON.stringify(progress.checklist) }),
      version: sql`version + 1`,
      updated_at: now
    })
    .where('id', '=', task.id)
    .returning(taskColumns)
}

export type MemberCompletion = MemberTask & {
  readonly completion: { number: number; kind: NewCompletion['kind']; completedBy: string | null; before: Before }
}

/** A completion and its task for undoing it, both locked: of two at once the second finds none. */
export async function lockCompletion(
  tx: Tx,
  userId: string,
  completionId: string
): Promise<MemberCompletion | undefined> {
  const row = await lockMyResidences(tx, userId)
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .innerJoin('tasks', 'tasks.residence_id', 'residences.id')
    .innerJoin('completions', 'completions.task_id', 'tasks.id')
    .where('completions.id', '=', completionId)
    .select([...placeColumns, ...taskColumns])
    .select(['completions.number', 'completions.kind', 'completions.completed_by as completedBy'])
    .select((eb) => eb.ref('completions.before').$castTo<Before>().as('before')) // only `saveCompletion` writes it
    .forUpdate('tasks')
    .forUpdate('completions')
    .executeTakeFirst()
  if (!row) return undefined
  const { number, kind, completedBy, before } = row
  return { ...memberTask(row), completion: { number, kind, completedBy, before } }
}

/** Puts text below what is written there; false when that is more than a record holds. */
export async function appendNotes(
  tx: Tx,
  { completionId, notes, most }: { completionId: string; notes: string; most: number }
): Promise<boolean> {
  const joined = sql<string>`concat_ws(E'\n\n', notes, ${notes}::text)`
  const saved = await tx
    .updateTable('completions')
    .set({ notes: joined })
    .where('id', '=', completionId)
    .where(sql<boolean>`length(${joined}) <= ${most}`)
    .returning('id')
    .executeTakeFirst()
  return saved !== undefined
}

export async function notesOf(tx: Tx, completionId: string): Promise<string | null> {
  const row = await tx.selectFrom('completions').select('notes').where('id', '=', completionId).executeTakeFirst()
  return row?.notes ?? null
}

/** Takes the record away and gives the task its former state, in one statement. */
export async function removeCompletion(
  tx: Tx,
  { task, completion }: MemberCompletion,
  { completionId, progress, now }: { completionId: string; progress: Progress; now: string }
): Promise<StoredTask> {
  const { completedBy } = completion
  const row = await tx
    .with('removed', (db) => db.deleteFrom('completions').where('id', '=', completionId))
    .with('uncounted', (db) =>
      db
        .updateTable('task_done_counts')
        .set({ done: sql`done - 1` })
        .where('task_id', '=', task.id)
        .where('user_id', '=', completedBy)
        .where(sql<boolean>`${completion.kind}::completion_kind = 'done'`)
    )
    .with('progressed', (db) => progressed(db, task, progress, now))
    .selectFrom('progressed as tasks')
    .select(taskColumns)
    .executeTakeFirstOrThrow()
  return storedTask(row)
}
