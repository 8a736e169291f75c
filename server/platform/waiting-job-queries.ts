import { sql } from 'kysely'
import type { Tx } from './postgres/connect.ts'

/**
 * Whether a job of this name is to be run, again perhaps, whose payload has these properties; not one that was tried for the
 * last time. It is looked for among all that wait: not for every request. `tx` has the system's rights.
 */
export async function isWaiting(tx: Tx, name: string, properties: object): Promise<boolean> {
  const wanted = JSON.stringify(properties)
  const { rows } = await sql`
    select from outbox where name = ${name} and payload::jsonb @> ${wanted}::jsonb
    union all
    select from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
    where task.identifier = ${name} and attempts < max_attempts and job.payload::jsonb @> ${wanted}::jsonb
    limit 1`.execute(tx)
  return rows.length > 0
}
