import type { StorePurchase, Subscription } from '#contract/plans.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { shownState } from './plan-rules.ts'

/** What somebody has bought and has now, the newest first. What a tester bought counts only for a tester. */
export async function purchasesOf(db: Db, userId: string, now: Temporal.Instant): Promise<StorePurchase[]> {
  const rows = await db
    .selectFrom('store_purchases')
    .where('account_id', '=', userId)
    .where((eb) =>
      eb.or([
        eb('environment', '=', 'production'),
        eb.exists(
          eb
            .selectFrom('account_marks')
            .select('user_id')
            .where('user_id', '=', userId)
            .where('buys_in_sandbox', '=', true)
        )
      ])
    )
    .selectAll()
    .orderBy('first_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => {
    const isEntitled = row.entitled_until !== null && Temporal.Instant.compare(row.entitled_until, now) > 0
    return {
      id: row.id,
      store: row.store as StorePurchase['store'], // a check of the table
      state: shownState(row.state, isEntitled),
      isEntitled,
      until: row.until,
      renews: row.auto_renews,
      product: row.product_id,
      pendingProduct: row.pending_product_id,
      priceConsentPending: row.price_consent === 'pending',
      resumesAt: row.resumes_at,
      isFamilyShared: row.is_family_shared,
      isSandbox: row.environment === 'sandbox'
    }
  })
}

/** By which stores name the account. */
export function accountTokensOf(db: Db, userId: string): Promise<Subscription['accountTokens']> {
  return db
    .selectFrom('users')
    .select(['purchase_token as apple', 'google_purchase_token as google'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
}

/**
 * For the person's own copy of what is kept of them: each purchase that was ever theirs, and from when to when. Of one that
 * is theirs no more nothing else is told: it may be somebody else's.
 */
export function ownedPurchases(db: Db, userId: string) {
  return db
    .selectFrom('ownership_epochs')
    .leftJoin('store_purchases', (join) =>
      join
        .onRef('store_purchases.id', '=', 'ownership_epochs.purchase_id')
        .onRef('store_purchases.account_id', '=', 'ownership_epochs.account_id')
    )
    .where('ownership_epochs.account_id', '=', userId)
    .select([
      'store_purchases.store',
      'store_purchases.environment',
      'store_purchases.state',
      'store_purchases.product_id as product',
      'store_purchases.entitled_until as entitledUntil',
      'ownership_epochs.valid_from as mineFrom',
      'ownership_epochs.valid_to as mineUntil',
      'ownership_epochs.evidence',
      'ownership_epochs.ended_by as endedBy'
    ])
    .orderBy('ownership_epochs.valid_from')
    .orderBy('ownership_epochs.id')
    .execute()
}
