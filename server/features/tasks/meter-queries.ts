import { sql } from 'kysely'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { storedTask, taskColumns } from './queries.ts'
import type { StoredTask } from './task-rules.ts'

/** The tasks that are due by the meter, for a change of when. */
export async function lockMeterTasks(tx: Tx, residenceId: string, meterId: string): Promise<StoredTask[]> {
  const rows = await tx
    .selectFrom('tasks')
    .select(taskColumns)
    .where('residence_id', '=', residenceId)
    .where('meter_id', '=', meterId)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(storedTask)
}

export async function saveMeterDue(
  tx: Tx,
  taskId: string,
  { dueOn, meterBase }: Pick<StoredTask, 'dueOn' | 'meterBase'>,
  now: string
): Promise<StoredTask> {
  const row = await tx
    .updateTable('tasks')
    .set({ due_on: dueOn, meter_base: meterBase, version: sql`version + 1`, updated_at: now })
    .where('id', '=', taskId)
    .returning(taskColumns)
    .executeTakeFirstOrThrow()
  return storedTask(row)
}

/**
 * What was counted from a reading is counted from what it says now: of its tasks, and of what undoing their completions would
 * bring back.
 */
export async function moveMeterBase(
  tx: Tx,
  { residenceId, meterId, from, to }: { residenceId: string; meterId: string; from: number; to: number }
): Promise<void> {
  await sql`
    with moved as (
      update completions set before = jsonb_set(before, '{meter,base}', to_jsonb(${to}::bigint))
      where before -> 'meter' ->> 'meterId' = ${meterId}::text and (before -> 'meter' ->> 'base')::bigint = ${from}::bigint
        and task_id in (select id from tasks where residence_id = ${residenceId} and meter_id = ${meterId})
    )
    update tasks set meter_base = ${to}::bigint
    where residence_id = ${residenceId} and meter_id = ${meterId} and meter_base = ${from}::bigint`.execute(tx)
}
