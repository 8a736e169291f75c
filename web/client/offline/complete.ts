import { completeTask, type NewCompletion } from '#contract/completions.ts'
import type { Output } from '#contract/route.ts'
import { ApiProblem, callAs } from '../../api.ts'
import { heardAt, isConnected, serverNow } from '../../connection.ts'
import { randomKey } from '../../idempotency.ts'
import { later } from '../later.ts'
import { storedAccount } from '../preferences.ts'
import type { DoneTask, Waiting, WaitingPhoto } from './waiting.ts'

/** One intention to complete a task; however often it is sent, it is carried out once. */
export type Attempt = Omit<Waiting, 'number' | 'account'>

export const waitingQueue = () => later(import('./queue.ts'), 'daily')

/** `photos` that are all there leave with it; others are sent before it, when there is a connection. */
export function attemptAt(
  { id, title, residenceId }: DoneTask,
  input: NewCompletion,
  photos: readonly WaitingPhoto[] = []
): Attempt {
  const photoIds = photos.flatMap(({ fileId }) => fileId ?? [])
  const nowMs = serverNow()
  const isWhole = isConnected() && nowMs !== undefined && photoIds.length === photos.length
  return {
    id: randomKey(),
    task: { id, title, residenceId },
    input,
    photos,
    madeAtMs: Date.now(),
    heardAtMs: heardAt(),
    sealed: isWhole ? { ...input, photoIds, doneAt: new Date(nowMs).toISOString() } : undefined,
    undone: false,
    problem: undefined
  }
}

/** The server's answer; undefined when nobody answered, and it now waits in this browser to be sent. */
export async function completeOrWait(attempt: Attempt): Promise<Output<typeof completeTask> | undefined> {
  if (attempt.sealed !== undefined) {
    try {
      const params = { taskId: attempt.task.id }
      return await callAs(attempt.id, completeTask, { params, body: attempt.sealed })
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'offline') throw error
    }
  }
  const account = storedAccount()
  if (account === null) throw new ApiProblem('offline')
  const { addWaiting } = await waitingQueue()
  await addWaiting({ ...attempt, account })
  return undefined
}
