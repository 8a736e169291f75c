import { setTimeout } from 'node:timers/promises'

/** Ends early when the signal does. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => {}) // it fails only when it is ended
}
