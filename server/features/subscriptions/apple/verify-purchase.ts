import type { Input, Output } from '#contract/route.ts'
import type { verifyApplePurchase } from '#contract/purchases.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { NotFromTheStore } from '#server/gateways/app-store/not-from-the-store.ts'
import type { SignedPurchase } from '#server/gateways/app-store/read-signed.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import { transact } from '#server/platform/transaction.ts'
import { purchaseKeyOf } from '../facts.ts'
import { presentPurchase } from '../ownership/present-purchase.ts'
import { ownPurchaseOf } from '../ownership/own-purchase.ts'
import type { SubscriptionServices } from '../services.ts'
import { appStoreOf } from './app-store-of.ts'
import { lookAtSigners, requireGoodSigners } from './signers.ts'
import { factsIn } from './to-facts.ts'

/**
 * What an app shows of a purchase, as StoreKit gives it out: it is the caller's, becomes theirs, or is somebody else's
 * (`purchase_belongs_to_another_account`). Whose the caller is, their session says and nothing else.
 */
export async function verifyPurchase(
  ctx: Ctx<User>,
  services: SubscriptionServices,
  { body }: Input<typeof verifyApplePurchase>
): Promise<Output<typeof verifyApplePurchase>> {
  const store = appStoreOf(services)
  const shown = await believed(async () => {
    const { signedTransaction: transaction, signedRenewalInfo: renewal } = body
    const purchase = store.purchase({ transaction, renewal }, 'client')
    await checkSigners(ctx, purchase)
    return purchase
  })
  const [fact, ...more] = factsIn(shown)
  if (!fact) throw new AppError('purchase_not_a_subscription')
  const { appTransactionId } = shown.transaction
  const presented = { key: purchaseKeyOf(fact), facts: [fact, ...more], appTransactionId }
  const claimed = await presentPurchase(ctx, services, presented, async (tx, { purchase, isNew }) => {
    if (!isNew) return
    await enqueue(tx, 'subscriptions.refetch', { purchaseId: purchase.id })
    await enqueue(tx, 'subscriptions.apple-name-account', { purchaseId: purchase.id })
  })
  return ownPurchaseOf(claimed)
}

function checkSigners(ctx: Ctx<User>, { signers }: SignedPurchase): Promise<void> {
  return transact(ctx.db, (tx) =>
    asSystem(tx, async () => {
      await requireGoodSigners(tx, signers)
      await lookAtSigners(tx, ctx, signers)
    })
  )
}

async function believed<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof NotFromTheStore) throw new AppError('purchase_not_verified', { cause: error })
    throw error
  }
}
