import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { GooglePurchase } from '../facts.ts'

/** After that Google gives the money back. */
const dueHours = 72
const holdSeconds = 120

/** Notes that it is to be acknowledged; returns whether that is new. */
export async function queueAcknowledgement(
  tx: Tx,
  { purchaseId, boughtAt }: { purchaseId: string; boughtAt: Temporal.Instant },
  now: Temporal.Instant
): Promise<boolean> {
  const { numInsertedOrUpdatedRows: added = 0n } = await tx
    .insertInto('google_acknowledgements')
    .values({
      purchase_id: purchaseId,
      bought_at: boughtAt.toString(),
      due_at: boughtAt.add({ hours: dueHours }).toString(),
      next_at: now.toString()
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return added > 0n
}

/** Google has taken it, or says that it is acknowledged already. */
export async function noteAcknowledged(tx: Tx, purchaseId: string, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('google_acknowledgements')
    .set({ acknowledged_at: now.toString() })
    .where('purchase_id', '=', purchaseId)
    .where('acknowledged_at', 'is', null)
    .execute()
}

/** There is nothing to acknowledge any more. */
export async function dropAcknowledgement(tx: Tx, purchaseId: string): Promise<void> {
  await tx
    .deleteFrom('google_acknowledgements')
    .where('purchase_id', '=', purchaseId)
    .where('acknowledged_at', 'is', null)
    .execute()
}

/** Which are to be tried now. */
export async function dueAcknowledgements(tx: Tx, now: Temporal.Instant, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('google_acknowledgements')
    .select('purchase_id as id')
    .where('acknowledged_at', 'is', null)
    .where('next_at', '<=', now.toString())
    .orderBy('next_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export type HeldAcknowledgement = {
  readonly attempts: number
  readonly digest: string
  readonly sealed: string
  readonly fact: GooglePurchase
  /** Of the account whose it is. */
  readonly accountToken: string
}

/** For whoever tries now: what is needed for it. Undefined: it is not due, is nobody's, or somebody else is trying. */
export async function holdAcknowledgement(
  tx: Tx,
  purchaseId: string,
  now: Temporal.Instant
): Promise<HeldAcknowledgement | undefined> {
  const row = await tx
    .selectFrom('google_acknowledgements')
    .innerJoin('store_purchases', 'store_purchases.id', 'google_acknowledgements.purchase_id')
    .innerJoin('users', 'users.id', 'store_purchases.account_id')
    .innerJoin('purchase_facts', 'purchase_facts.purchase_id', 'store_purchases.id')
    .innerJoin('google_purchase_tokens', (join) =>
      join.on(sql<boolean>`google_purchase_tokens.digest = decode(store_purchases.key, 'hex')`)
    )
    .select([
      'google_acknowledgements.attempts',
      'store_purchases.key as digest',
      'token_sealed as sealed',
      'purchase_facts.content as fact',
      'users.google_purchase_token as accountToken'
    ])
    .where('google_acknowledgements.purchase_id', '=', purchaseId)
    .where('purchase_facts.kind', '=', 'google_purchase')
    .where('acknowledged_at', 'is', null)
    .where('google_acknowledgements.next_at', '<=', now.toString())
    .forUpdate('google_acknowledgements')
    .executeTakeFirst()
  if (!row) return undefined
  await putOffAcknowledgement(tx, { purchaseId, attempts: row.attempts }, now.add({ seconds: holdSeconds }))
  return row as HeldAcknowledgement // takeFacts has written the fact
}

export async function putOffAcknowledgement(
  tx: Tx,
  { purchaseId, attempts }: { purchaseId: string; attempts: number },
  nextAt: Temporal.Instant
): Promise<void> {
  await tx
    .updateTable('google_acknowledgements')
    .set({ attempts, next_at: nextAt.toString() })
    .where('purchase_id', '=', purchaseId)
    .where('acknowledged_at', 'is', null)
    .execute()
}

/** Paid, somebody's, not acknowledged, and nobody has thought of it: whose it is was settled apart from what Google said. */
export async function forgottenAcknowledgements(
  db: Db | Tx,
  since: Temporal.Instant
): Promise<{ purchaseId: string; fact: GooglePurchase }[]> {
  const rows = await db
    .selectFrom('store_purchases')
    .innerJoin('purchase_facts', 'purchase_facts.purchase_id', 'store_purchases.id')
    .leftJoin('google_acknowledgements', 'google_acknowledgements.purchase_id', 'store_purchases.id')
    .select(['store_purchases.id as purchaseId', 'purchase_facts.content as fact'])
    .where(sql<boolean>`store_purchases.store = 'google'`) // no parameter: it is the condition of an index
    .where('store_purchases.first_seen_at', '>', since.toString())
    .where('store_purchases.account_id', 'is not', null)
    .where('purchase_facts.kind', '=', 'google_purchase')
    .where(sql<boolean>`purchase_facts.content ->> 'isAcknowledged' = 'false'`)
    .where('google_acknowledgements.purchase_id', 'is', null)
    .execute()
  return rows.map(({ purchaseId, fact }) => ({ purchaseId, fact: fact as GooglePurchase })) // takeFacts has written it
}
