import type { Input, Output } from '#contract/route.ts'
import type { verifyApplePurchase } from '#contract/purchases.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { NotFromTheStore } from '#server/gateways/app-store/not-from-the-store.ts'
import type { SignedPurchase } from '#server/gateways/app-store/read-signed.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { purchaseKeyOf } from '../facts.ts'
import type { Claimed } from '../ownership/claim-purchase.ts'
import { presentPurchase, type Presented } from '../ownership/present-purchase.ts'
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
  return believed(async () => {
    const { signedTransaction: transaction, signedRenewalInfo: renewal } = body
    const shown = store.purchase({ transaction, renewal }, 'client')
    return ownPurchaseOf(await present(ctx, services, shown))
  })
}

async function present(ctx: Ctx<User>, services: SubscriptionServices, shown: SignedPurchase): Promise<Claimed> {
  const { signers, transaction } = shown
  const [fact, ...more] = factsIn(shown)
  if (!fact) throw new AppError('purchase_not_a_subscription')
  const presented: Presented = {
    key: purchaseKeyOf(fact),
    facts: [fact, ...more],
    appTransactionId: transaction.appTransactionId,
    async check(tx) {
      await requireGoodSigners(tx, signers)
      await lookAtSigners(tx, ctx, signers)
    }
  }
  return presentPurchase(ctx, services, presented, async (tx, { purchase, isNew }) => {
    if (!isNew) return
    await enqueue(tx, 'subscriptions.refetch', { purchaseId: purchase.id })
    await enqueue(tx, 'subscriptions.apple-name-account', { purchaseId: purchase.id })
  })
}

async function believed<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof NotFromTheStore) throw new AppError('purchase_not_verified', { cause: error })
    throw error
  }
}
