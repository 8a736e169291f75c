import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { PurchaseKey } from '../facts.ts'

/** How long a refused claim can tell of the next one; then it goes. */
export const remembered = { hours: 30 * 24 } as const

export async function forgetRefusedClaims(tx: Tx, now: Temporal.Instant): Promise<void> {
  await tx.deleteFrom('refused_claims').where('at', '<=', now.subtract(remembered).toString()).execute()
}

export type RefusedClaim = {
  readonly userId: string
  readonly sourceDigest: Buffer | null
  readonly appTransactionId: string | null
}

/** Returns the id of the purchase. */
export async function saveRefusedClaim(
  tx: Tx,
  { store, environment, key }: PurchaseKey,
  claim: RefusedClaim,
  now: Temporal.Instant
): Promise<string> {
  const { purchase_id: purchaseId } = await tx
    .insertInto('refused_claims')
    .columns(['id', 'at', 'user_id', 'purchase_id', 'source_digest', 'app_transaction_id'])
    .expression((eb) =>
      eb
        .selectFrom('store_purchases')
        .where('store', '=', store)
        .where('environment', '=', environment)
        .where('key', '=', key)
        .select((each) => [
          each.val(newId()).as('refused_id'),
          each.val(now.toString()).as('at'),
          each.val(claim.userId).as('user_id'),
          'store_purchases.id',
          each.val(claim.sourceDigest).as('source_digest'),
          each.val(claim.appTransactionId).as('app_transaction_id')
        ])
    )
    .returning('purchase_id')
    .executeTakeFirstOrThrow()
  return purchaseId
}

export type RefusedCounts = {
  /** Claims, since `dayAgo`. */
  readonly ofAccount: number
  readonly ofAddress: number
  /** Different accounts of ours that have shown a purchase of one Apple account in vain, since `monthAgo`. */
  readonly accountsOfApple: number
}
type Since = { readonly dayAgo: Temporal.Instant; readonly monthAgo: Temporal.Instant }

export async function countRefusedClaims(
  tx: Tx,
  { userId, sourceDigest, appTransactionId }: RefusedClaim,
  { dayAgo, monthAgo }: Since
): Promise<RefusedCounts> {
  return await tx
    .selectFrom('refused_claims')
    .where('at', '>', monthAgo.toString())
    .where((eb) =>
      eb.or([
        eb('user_id', '=', userId),
        eb('source_digest', '=', sourceDigest),
        eb('app_transaction_id', '=', appTransactionId)
      ])
    )
    .select(({ fn }) => [
      fn
        .countAll<number>()
        .filterWhere('user_id', '=', userId)
        .filterWhere('at', '>', dayAgo.toString())
        .as('ofAccount'),
      fn
        .countAll<number>()
        .filterWhere('source_digest', '=', sourceDigest)
        .filterWhere('at', '>', dayAgo.toString())
        .as('ofAddress'),
      fn
        .count<number>('user_id')
        .distinct()
        .filterWhere('app_transaction_id', '=', appTransactionId)
        .as('accountsOfApple')
    ])
    .executeTakeFirstOrThrow()
}
