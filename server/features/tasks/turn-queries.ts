import { sql } from 'kysely'
import type { Language } from '#contract/values.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** The change of a task that made it somebody's turn. */
export type Turn = { readonly taskId: string; readonly version: number }
export type OwedTurn = Turn & { readonly title: string; readonly dueOn: string | null; readonly residenceId: string }
export type TurnReader = { readonly email: string; readonly name: string; readonly language: Language }

export async function turnReader(db: Db, userId: string): Promise<TurnReader | undefined> {
  return db
    .selectFrom('users')
    .select(['email', 'display_name as name', 'language'])
    .where('id', '=', userId)
    .executeTakeFirst()
}

/** Of these turns the ones that are still that person's and that no mail has gone out for. */
export async function owedTurns(db: Db, userId: string, turns: readonly Turn[]): Promise<OwedTurn[]> {
  const { rows } = await sql<OwedTurn>`
    select tasks.id as "taskId", turn.version, title, due_on as "dueOn", residence_id as "residenceId"
    from unnest(${turns.map((turn) => turn.taskId)}::uuid[], ${turns.map((turn) => turn.version)}::bigint[])
      turn (task_id, version)
    join tasks on tasks.id = turn.task_id
    left join turn_mails mailed on mailed.task_id = tasks.id
    where tasks.assignee_id = ${userId} and tasks.state in ('open', 'in_progress')
      and coalesce(mailed.version, 0) < turn.version
    order by sort_on, tasks.id`.execute(db)
  return rows
}

export async function noteMailed(tx: Tx, turns: readonly Turn[]): Promise<void> {
  await sql`
    insert into turn_mails
    select tasks.id, turn.version
    from unnest(${turns.map((turn) => turn.taskId)}::uuid[], ${turns.map((turn) => turn.version)}::bigint[])
      turn (task_id, version)
    join tasks on tasks.id = turn.task_id
    on conflict (task_id) do update set version = greatest(turn_mails.version, excluded.version)`.execute(tx)
}
