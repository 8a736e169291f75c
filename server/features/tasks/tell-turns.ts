import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { StoredTask } from './task-rules.ts'

/**
 * Mails those whose turn it has become on these tasks, in one mail each; what somebody took upon themselves they know.
 * `version` makes the job idempotent: it is the change that passed the turn.
 */
export async function tellTurns(tx: Tx, actorId: string, tasks: readonly StoredTask[]): Promise<void> {
  const awaited = tasks.filter(({ state }) => state === 'open' || state === 'in_progress')
  const byPerson = Map.groupBy(awaited, ({ assignment }) => assignment.currentId)
  for (const [userId, theirs] of byPerson) {
    if (userId === null || userId === actorId) continue
    const turns = theirs.map(({ id, version }) => ({ taskId: id, version }))
    await enqueue(tx, 'tasks.mail-turns', { userId, turns })
  }
}
