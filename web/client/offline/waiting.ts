import { useSyncExternalStore } from 'react'
import type { NewCompletion } from '#contract/completions.ts'
import type { ProblemCode } from '../../api.ts'

export type DoneTask = { readonly id: string; readonly title: string; readonly residenceId: string }

/** A photo that may have been sent in part or whole. */
export type WaitingPhoto = {
  readonly file: File
  readonly uploadId: string | undefined
  readonly fileId: string | undefined
}

/** A completion that waits to be sent, as it stands in the browser's database. */
export type Waiting = {
  /** In the order in which they were made. */
  readonly number: number
  /** Its Idempotency-Key, fixed when it was made. */
  readonly id: string
  /** Whose it is: nobody else sends it. */
  readonly account: string
  readonly task: DoneTask
  readonly input: NewCompletion
  readonly photos: readonly WaitingPhoto[]
  /** The device's time when it was made. */
  readonly madeAtMs: number
  /** The server's time when it was last heard before. */
  readonly heardAtMs: number | undefined
  /** What was sent, from the first try on: it may have arrived, so it never changes again. */
  readonly sealed: NewCompletion | undefined
  /** Taken back after it may have arrived: it is sent to be sure, and undone. */
  readonly undone: boolean
  /** Why the server refused it; it waits for its person. */
  readonly problem: ProblemCode | undefined
}

let list: readonly Waiting[] = []
const listeners = new Set<() => void>()

/** Has the pages draw what waits now; `queue.ts` says so. */
export function showWaiting(now: readonly Waiting[]): void {
  list = now.filter(({ undone }) => !undone)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What the signed-in person has done and the server does not know yet, in the order in which it was made. */
export function useWaiting(): readonly Waiting[] {
  return useSyncExternalStore(subscribe, () => list)
}

/** The one that waits to complete this task, unless it was refused. */
export function useWaitingFor(taskId: string): Waiting | undefined {
  return useWaiting().find(({ task, problem }) => task.id === taskId && problem === undefined)
}
