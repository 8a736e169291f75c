import { ApiProblem } from '../../api.ts'
import { storedAccount } from '../preferences.ts'
import { database } from './database.ts'
import { lastHeard } from './kept-answers.ts'
import { showWaiting, type Waiting } from './waiting.ts'

/** What waits, in the browser's database: it outlives the page, the tab and the browser. Every tab is told of changes. */

export const news = new BroadcastChannel('honeydue-waiting')

/** Keeps it for later. Throws ApiProblem `device_full` where it has no room, `offline` where nothing can be kept. */
export async function storeWaiting(added: Omit<Waiting, 'number'>): Promise<void> {
  const heardAtMs = added.heardAtMs ?? (await lastHeard().catch(() => undefined))
  try {
    await (await database()).add('waiting', { ...added, heardAtMs })
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
    throw new ApiProblem(isFull ? 'device_full' : 'offline')
  }
  // asks the browser not to clear it away when room gets scarce; it may say no
  void navigator.storage?.persist?.()
  await tell()
}

/** All that waits for whoever is signed in, in the order in which it was made. */
export async function allWaiting(): Promise<Waiting[]> {
  const account = storedAccount()
  const all = (await (await database()).getAll('waiting')) as Waiting[] // the key is in each that was stored
  return all.filter((waiting) => waiting.account === account)
}

/** How many wait in this browser, whoever made them. */
export async function countWaiting(): Promise<number> {
  return (await database()).count('waiting')
}

/**
 * Changes one in a transaction of its own, undefined takes it away. Gives what it has become; undefined when it is gone,
 * taken away now or before.
 */
export async function changeWaiting(
  number: number,
  change: (waiting: Waiting) => Waiting | undefined
): Promise<Waiting | undefined> {
  const tx = (await database()).transaction('waiting', 'readwrite')
  const before = (await tx.store.get(number)) as Waiting | undefined // as in allWaiting
  const after = before && change(before)
  if (after) await tx.store.put(after)
  else if (before) await tx.store.delete(number)
  await tx.done
  await tell()
  return after
}

export async function findWaiting(id: string): Promise<number | undefined> {
  return (await (await database()).getFromIndex('waiting', 'id', id))?.number
}

async function tell(): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel takes none
  news.postMessage('changed')
  await refreshWaiting()
}

export async function refreshWaiting(): Promise<void> {
  showWaiting(await allWaiting())
}
