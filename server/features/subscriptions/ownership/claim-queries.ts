import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { PurchaseKey } from '../facts.ts'

type RefusedClaim = {
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

/** The most that the account, its address or its Apple account has had refused since then. */
export async function countRefusedClaims(tx: Tx, claim: RefusedClaim, since: Temporal.Instant): Promise<number> {
  const recent = tx.selectFrom('refused_claims').where('at', '>', since.toString())
  const { most } = await recent
    .select((eb) => [
      eb
        .fn<number>('greatest', [
          eb.fn.countAll().filterWhere('user_id', '=', claim.userId),
          eb.fn.countAll().filterWhere('source_digest', '=', claim.sourceDigest),
          eb.fn.countAll().filterWhere('app_transaction_id', '=', claim.appTransactionId)
        ])
        .as('most')
    ])
    .where((eb) =>
      eb.or([
        eb('user_id', '=', claim.userId),
        eb('source_digest', '=', claim.sourceDigest),
        eb('app_transaction_id', '=', claim.appTransactionId)
      ])
    )
    .executeTakeFirstOrThrow()
  return most
}
