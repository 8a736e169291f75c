import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { SealedColumn } from '#server/platform/seal-anew.ts'
import { boundTo } from './purchase-token.ts'

/** How long somebody who asks Google may take before another one asks. */
const holdSeconds = 120

const hour = 3_600_000
/** Google knows a purchase until sixty days after its end. */
const knownForMs = 60 * 24 * hour

type Token = { readonly digest: string; readonly sealed: string }

/** Keeps a token; the one that is there stays as it is. */
export async function keepToken(tx: Tx, { digest, sealed }: Token, now: Temporal.Instant): Promise<void> {
  await tx
    .insertInto('google_purchase_tokens')
    .values({ digest: bytesOf(digest), token_sealed: sealed, created_at: now.toString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Whether Google has said once what it is, or that it knows no such purchase; only told of, it is not known. */
export async function isKnown(tx: Tx, digest: string): Promise<boolean> {
  const { rows } = await sql<{ isKnown: boolean }>`
    select exists (select from google_purchase_tokens where digest = ${bytesOf(digest)} and heard_at is not null)
      or exists (select from purchase_facts where store = 'google' and kind = 'google_purchase' and key = ${digest})
      as "isKnown"`.execute(tx)
  return rows[0]?.isKnown === true
}

export type Marked = 'anew' | 'already' | 'unknown'

/** Google is to be asked about it. `already`: that was so before, and what asks then answers this too. */
export async function markToken(tx: Tx, digest: string, now: Temporal.Instant): Promise<Marked> {
  const rows = tx.updateTable('google_purchase_tokens').where('digest', '=', bytesOf(digest))
  const anew = await rows
    .where('next_at', 'is', null)
    .set((eb) => ({ marks: eb('marks', '+', 1), next_at: now.toString() }))
    .executeTakeFirst()
  if (anew.numUpdatedRows > 0n) return 'anew'
  const again = await rows.set((eb) => ({ marks: eb('marks', '+', 1) })).executeTakeFirst()
  return again.numUpdatedRows > 0n ? 'already' : 'unknown'
}

/** Of those that are to be asked about, the ones whose time has come and that nobody is asking about. */
export async function dueTokens(tx: Tx, now: Temporal.Instant, limit: number): Promise<string[]> {
  const rows = await free(tx, now).limit(limit).execute()
  return rows.map(({ digest }) => hexOf(digest))
}

export type Held = Token & { readonly marks: number; readonly attempts: number; readonly events: readonly number[] }

/** For whoever asks now: the token, and the events that the answer will answer. Undefined: there is nothing to ask, or not now. */
export async function holdToken(tx: Tx, digest: string, now: Temporal.Instant): Promise<Held | undefined> {
  const row = await free(tx, now)
    .where('digest', '=', bytesOf(digest))
    .select(['token_sealed as sealed', 'marks', 'attempts'])
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  await tx
    .updateTable('google_purchase_tokens')
    .set({ held_until: now.add({ seconds: holdSeconds }).toString() })
    .where('digest', '=', row.digest)
    .execute()
  const { sealed, marks, attempts } = row
  return { digest, sealed, marks, attempts, events: await openEvents(tx, digest) }
}

function free(tx: Tx, now: Temporal.Instant) {
  return tx
    .selectFrom('google_purchase_tokens')
    .select('digest')
    .where('next_at', '<=', now.toString())
    .where((eb) => eb.or([eb('held_until', 'is', null), eb('held_until', '<=', now.toString())]))
    .orderBy('next_at')
}

/** What the log holds about it and nobody has answered. */
async function openEvents(tx: Tx, digest: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from webhooks.events
    where purchase_digest = sha256(convert_to(${digest}, 'UTF8')) and provider = 'google_play' and not exists (
      select from webhooks.outcomes where event = events.id and outcome in ('processed', 'ignored'))
    order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Google has answered. Returns whether something was told since it was asked: then it is to be asked again. */
export async function releaseToken(tx: Tx, { digest, marks }: Held, now: Temporal.Instant): Promise<boolean> {
  const row = await tx
    .updateTable('google_purchase_tokens')
    .set((eb) => ({
      held_until: null,
      attempts: 0,
      heard_at: now.toString(),
      next_at: sql<
        string | null
      >`case when ${eb.ref('marks')} = ${marks} then null else ${now.toString()}::timestamptz end`
    }))
    .where('digest', '=', bytesOf(digest))
    .returning('next_at as nextAt')
    .executeTakeFirst()
  return row !== undefined && row.nextAt !== null
}

export async function putOffToken(tx: Tx, { digest, attempts }: Held, nextAt: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('google_purchase_tokens')
    .set({ held_until: null, attempts: attempts + 1, next_at: nextAt.toString() })
    .where('digest', '=', bytesOf(digest))
    .execute()
}

/**
 * Purchases of which Google may have more to say than it has told us, those of which it was heard longest ago first: over by
 * the clock although it last said that they go on (asked until it says what became of them); cancelled and over (somebody may
 * have taken it up again: asked until it has answered after the end); waiting for a payment or for the end of a pause (asked
 * once a day for as long as it answers). States are no parameters: they are conditions of indexes.
 */
export async function overduePurchases(db: Db, now: Temporal.Instant, limit: number): Promise<string[]> {
  const { epochMilliseconds: nowMs } = now
  const ends = sql`(content ->> 'expiresAtMs')::bigint`
  const isOver = sql`${ends} between ${nowMs - knownForMs} and ${nowMs}`
  const { rows } = await sql<{ key: string }>`
    select open.key from (
      select key, purchase_id, clock_ms, ${nowMs}::bigint as before_ms from purchase_facts
        where kind = 'google_purchase' and content ->> 'state' in ('ACTIVE', 'IN_GRACE_PERIOD') and ${isOver}
      union all
      select key, purchase_id, clock_ms, ${ends} + ${hour}::bigint from purchase_facts
        where kind = 'google_purchase' and content ->> 'state' = 'CANCELED' and ${isOver}
      union all
      select key, purchase_id, clock_ms, ${nowMs - 24 * hour}::bigint from purchase_facts
        where kind = 'google_purchase' and content ->> 'state' in (${waiting}) and clock_ms <= ${nowMs - 24 * hour}
    ) open
    join google_purchase_tokens token on token.digest = decode(open.key, 'hex')
    join store_purchases purchase on purchase.id = purchase_id and purchase.state <> 'SUPERSEDED'
    cross join lateral (select greatest(clock_ms, extract(epoch from token.heard_at) * 1000)) heard (at_ms)
    where heard.at_ms <= before_ms
    order by heard.at_ms, open.key
    limit ${limit}`.execute(db)
  return rows.map(({ key }) => key)
}

/** Not paid, or not to be had, and Google goes on to know it, however long ago the last paid period ended. */
const waiting = sql`'ON_HOLD', 'PAUSED', 'PENDING'`

/**
 * A token is good for nothing when its purchase has been over for as long as Google knows one; what waits is not over while
 * Google goes on to say so.
 */
export async function deleteSpentTokens(tx: Tx, now: Temporal.Instant): Promise<void> {
  const spentMs = now.epochMilliseconds - knownForMs - 24 * hour
  await tx
    .deleteFrom('google_purchase_tokens')
    .where('next_at', 'is', null)
    .where('created_at', '<', Temporal.Instant.fromEpochMilliseconds(spentMs).toString())
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('purchase_facts')
            .where('store', '=', 'google')
            .where('kind', '=', 'google_purchase')
            .where('key', '=', sql<string>`encode(google_purchase_tokens.digest, 'hex')`)
            .where(
              sql<boolean>`((content ->> 'expiresAtMs')::bigint >= ${spentMs}
                or content ->> 'state' in (${waiting}) and clock_ms >= ${spentMs})`
            )
            .select('clock_ms')
        )
      )
    )
    .execute()
}

/** Tokens, sealed with the installation's key. */
export const sealedPurchaseTokens: SealedColumn = {
  purpose: 'google-purchase-token',
  async read(tx, { activePrefix, after, limit }) {
    let rows = tx
      .selectFrom('google_purchase_tokens')
      .select(['digest', 'token_sealed as sealed'])
      .where(sql<boolean>`not starts_with(token_sealed, ${activePrefix})`)
    if (after !== undefined) rows = rows.where('digest', '>', bytesOf(after))
    const found = await rows.orderBy('digest').limit(limit).forUpdate().execute()
    return found.map(({ digest, sealed }) => {
      const id = hexOf(digest)
      return { id, sealed, bound: boundTo(id) }
    })
  },
  async write(tx, { id, former, anew }) {
    await tx
      .updateTable('google_purchase_tokens')
      .set({ token_sealed: anew })
      .where('digest', '=', bytesOf(id))
      .where('token_sealed', '=', former)
      .execute()
  }
}

function bytesOf(digest: string): Buffer {
  return Buffer.from(digest, 'hex')
}

function hexOf(digest: Buffer): string {
  return digest.toString('hex')
}
