import type { PurchaseCause } from '#contract/purchase-causes.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Projection } from '../projection/projection.ts'
import type { Purchase } from './fact-queries.ts'

/** Writes what a purchase is, and a line of its history where that is something else; returns whether anything is, be it by time alone. */
export async function saveProjection(
  tx: Tx,
  purchase: Purchase,
  {
    projection,
    accountId,
    cause,
    now
  }: { projection: Projection; accountId: string | null; cause: PurchaseCause; now: string }
): Promise<boolean> {
  const { state, product = null } = projection
  const entitledUntil = instantOf(projection.entitledUntilMs)
  const until = instantOf(projection.untilMs ?? projection.endedAtMs)
  await tx
    .updateTable('store_purchases')
    .set({
      account_id: accountId,
      state,
      until,
      entitled_until: entitledUntil,
      product_id: product,
      plan: projection.plan ?? null,
      auto_renews: projection.autoRenews,
      period: projection.period ?? null,
      pending_product_id: projection.pendingProduct ?? null,
      price_consent: projection.priceConsent ?? null,
      expiration_reason: projection.expirationReason ?? null,
      resumes_at: instantOf(projection.resumesAtMs),
      is_family_shared: projection.isFamilyShared,
      check_at: instantOf(projection.untilMs),
      projected_at: now
    })
    .where('id', '=', purchase.id)
    .execute()
  if (isSame(purchase, { state, entitledUntil, product, accountId })) return !sameMoment(purchase.until, until)
  await tx
    .insertInto('purchase_history')
    .values({
      purchase_id: purchase.id,
      at: now,
      state,
      entitled_until: entitledUntil,
      product_id: product,
      account_id: accountId,
      cause
    })
    .execute()
  return true
}

type Shown = { state: string; entitledUntil: string | null; product: string | null; accountId: string | null }

function isSame(purchase: Purchase, { state, entitledUntil, product, accountId }: Shown): boolean {
  return (
    purchase.state === state &&
    sameMoment(purchase.entitledUntil, entitledUntil) &&
    purchase.productId === product &&
    purchase.accountId === accountId
  )
}

function sameMoment(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right
  return Temporal.Instant.from(left).equals(right)
}

function instantOf(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : Temporal.Instant.fromEpochMilliseconds(milliseconds).toString()
}

/**
 * Until when accounts have paid, from all that is their own; what a store's testers have bought counts only for those who may
 * (`account_marks.buys_in_sandbox`). The rows are held before anything is read: of two purchases of one account that change
 * at once the later one sees the other.
 */
export async function refreshEntitlements(tx: Tx, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return
  await tx
    .insertInto('entitlements')
    .columns(['user_id'])
    .expression((eb) => eb.selectFrom('users').where('id', 'in', accountIds).orderBy('id').select('id'))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tx
    .selectFrom('entitlements')
    .select('user_id')
    .where('user_id', 'in', accountIds)
    .orderBy('user_id')
    .forUpdate()
    .execute()
  await tx
    .updateTable('entitlements')
    .set((eb) => ({
      paid_until: eb
        .selectFrom('store_purchases')
        .leftJoin('account_marks', 'account_marks.user_id', 'store_purchases.account_id')
        .whereRef('account_id', '=', 'entitlements.user_id')
        .where((where) => where.or([where('environment', '=', 'production'), where('buys_in_sandbox', '=', true)]))
        .select((select) => select.fn.max('entitled_until').as('until'))
    }))
    .where('user_id', 'in', accountIds)
    .execute()
}
