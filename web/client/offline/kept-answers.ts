import { getMe } from '#contract/accounts.ts'
import { getBoard, getBoardColumn, getCalendar, getToday } from '#contract/board.ts'
import { listCompletions, listTaskCompletions } from '#contract/completions.ts'
import { getMeter } from '#contract/meters.ts'
import { getResidence, listMembers, listResidences } from '#contract/residences.ts'
import { getTask } from '#contract/tasks.ts'
import type { Address, Answer } from '../../kept.ts'
import { storedAccount } from '../preferences.ts'
import { database } from './database.ts'

/** Named by vite.config.ts: a hash over everything that this client is built from. */
declare const buildName: string

/** What one needs at home without a connection. What tells of sessions, factors, codes and strangers is not kept. */
const readings = [
  getMe,
  listResidences,
  getResidence,
  listMembers,
  getMeter,
  getToday,
  getBoard,
  getBoardColumn,
  getCalendar,
  getTask,
  listTaskCompletions,
  listCompletions
]
const keptPaths: ReadonlySet<string> = new Set(readings.map(({ path }) => path))

export const keptLimits = { answers: 200, characters: 256 * 1024, days: 30 }

/** Keeps the answer for whoever asked and is still signed in. A full or forbidden storage keeps nothing, which is no failure. */
export async function keepAnswer({ path, url, account }: Address, { value, etag, atMs }: Answer): Promise<void> {
  if (account === null || storedAccount() !== account || !keptPaths.has(path)) return
  const text = JSON.stringify(value)
  if (text.length > keptLimits.characters) return
  const db = await database()
  // somebody else may have come meanwhile
  if (storedAccount() !== account) return
  const tx = db.transaction('answers', 'readwrite')
  await tx.store.put({ account, url, text, etag, atMs, build: buildName })
  let tooMany = (await tx.store.count()) - keptLimits.answers
  for (let oldest = await tx.store.index('atMs').openCursor(); oldest && tooMany > 0; tooMany--) {
    await oldest.delete()
    oldest = await oldest.continue()
  }
  await tx.done
}

/** What was kept for whoever is signed in, by this build and not too long ago. */
export async function recallAnswer({ url, account }: Address): Promise<Answer | undefined> {
  if (account === null) return undefined
  const kept = await (await database()).get('answers', [account, url])
  if (kept === undefined || kept.build !== buildName || isOld(kept.atMs)) return undefined
  return { value: JSON.parse(kept.text) as unknown, etag: kept.etag, atMs: kept.atMs }
}

/** A session lives no longer than this; what is kept lives no longer than a session. */
function isOld(atMs: number): boolean {
  return Date.now() - atMs > keptLimits.days * 86_400_000
}

/** The server's time of the last answer that was kept, in milliseconds since 1970: then it was there. */
export async function lastHeard(): Promise<number | undefined> {
  const newest = await (await database()).transaction('answers').store.index('atMs').openCursor(null, 'prev')
  return newest?.value.atMs
}

export async function forgetAnswers(): Promise<void> {
  await (await database()).clear('answers')
}
