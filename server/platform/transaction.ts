import { sql } from 'kysely'
import { AppError } from './errors.ts'
import type { Db, Tx } from './postgres/connect.ts'

/**
 * How long a reply is repeated, and how long it is known that a request was carried out: longer than a device stays without
 * a connection with something to send.
 */
export const onceDays = { reply: 7, key: 60 }

/** What ties a repeated request to its first reply. */
export type Idempotency = {
  readonly userId: string
  readonly key: string
  /** Keyed digests of method, path and body, the active key's first: the same key for another request is refused. */
  readonly requestDigests: readonly Buffer[]
  readonly keyId: string
  /** The reply is shown once: a repetition is told so instead of getting it again. */
  readonly secretReply: boolean
}

const retriedSqlStates = new Set(['40001', '40P01']) // serialization_failure, deadlock_detected
const attempts = 4

/** Runs one transaction, again after a deadlock or serialization failure. */
export async function transact<T>(db: Db, run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(run)
    } catch (error) {
      if (attempt === attempts || !retriedSqlStates.has(sqlState(error) ?? '')) throw error
    }
  }
}

/**
 * As `transact`, but a repeated request gets the result of the first. The key is claimed by an insert: of many at once one
 * runs, the others wait for its commit and read what it kept.
 */
export function transactOnce<T>(db: Db, once: Idempotency, run: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(db, async (tx) => {
    if (!(await claim(tx, once))) return (await formerReply(tx, once)) as T // what `run` returned then, as JSON
    const result = await run(tx)
    const reply = once.secretReply || result === undefined ? null : JSON.stringify(result)
    if (reply) {
      await tx
        .updateTable('idempotency_keys')
        .set({ reply })
        .where('user_id', '=', once.userId)
        .where('key', '=', once.key)
        .execute()
    }
    return result
  })
}

async function claim(tx: Tx, { userId, key, requestDigests, keyId }: Idempotency): Promise<boolean> {
  const [digest = Buffer.alloc(0)] = requestDigests
  const claimed = await tx
    .insertInto('idempotency_keys')
    .values({ user_id: userId, key, request_digest: digest, key_id: keyId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  return claimed !== undefined
}

async function formerReply(tx: Tx, { userId, key, requestDigests, secretReply }: Idempotency): Promise<unknown> {
  const former = await tx
    .selectFrom('idempotency_keys')
    .select(['request_digest as digest', 'reply'])
    .select(sql<boolean>`created_at < now() - make_interval(days => ${onceDays.reply})`.as('isOld'))
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (!requestDigests.some((digest) => digest.equals(former.digest))) throw new AppError('idempotency_key_reused')
  if (secretReply || former.isOld) throw new AppError('idempotency_reply_withheld')
  return former.reply ?? undefined
}

/** Forgets replies that are no longer repeated, and later that there was a request. */
export async function forgetOldRequests(tx: Tx, now: Temporal.Instant): Promise<void> {
  const daysAgo = (days: number) => now.subtract({ hours: days * 24 }).toString()
  await tx.deleteFrom('idempotency_keys').where('created_at', '<', daysAgo(onceDays.key)).execute()
  await tx
    .updateTable('idempotency_keys')
    .set({ reply: null })
    .where('created_at', '<', daysAgo(onceDays.reply))
    .where('reply', 'is not', null)
    .execute()
}

/** The SQLSTATE of an error that PostgreSQL sent, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}
