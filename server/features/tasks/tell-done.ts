import type { NewCompletion } from '#contract/completions.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { StoredTask } from './task-rules.ts'

type Done = {
  readonly kind: NewCompletion['kind']
  readonly completionId: string
  readonly createdBy: string | null
  /** Who did it, and who says so. */
  readonly knowing: readonly string[]
}

/** Tells those who wait for it that a task is done: whoever made it, and whose turn it was. Who knows is told nothing. */
export async function tellDone(
  tx: Tx,
  task: StoredTask,
  { kind, completionId, createdBy, knowing }: Done
): Promise<void> {
  const waiting = new Set([createdBy, task.assignment.currentId])
  const userIds = [...waiting].filter((id) => id !== null && !knowing.includes(id))
  if (kind === 'done' && userIds.length > 0) await enqueue(tx, 'notices.tell-done', { completionId, userIds })
}
