import type { ErrorCode } from '#contract/errors.ts'
import {
  isPurchaseRefusal,
  type OwnPurchase,
  type Restored,
  type restorePurchases as route
} from '#contract/purchases.ts'
import type { Input } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { transact } from '#server/platform/transaction.ts'
import { verifyPurchase } from './apple/verify-purchase.ts'
import { presentGooglePurchase } from './google/present-google-purchase.ts'
import type { SubscriptionServices } from './services.ts'

/** Each for itself: what is somebody else's, or not to be had just now, takes nothing from the rest. */
export async function restorePurchases(
  ctx: Ctx<User>,
  services: SubscriptionServices,
  { body: { apple = [], google = [] } }: Input<typeof route>
): Promise<{ items: Restored[] }> {
  // Showing a purchase again has no further effect: each has a transaction, and a repeated request does it all anew.
  const each: Ctx<User> = { ...ctx, write: (run) => transact(ctx.db, run) }
  const items: Restored[] = []
  for (const signedTransaction of apple)
    items.push(await outcome('apple', () => verifyPurchase(each, services, { body: { signedTransaction } })))
  for (const token of google) items.push(await outcome('google', () => presentGooglePurchase(each, services, token)))
  return { items }
}

async function outcome(store: Restored['store'], show: () => Promise<OwnPurchase>): Promise<Restored> {
  try {
    return { store, purchase: await show(), refusal: null }
  } catch (error) {
    const code: ErrorCode | undefined = error instanceof AppError ? error.code : undefined
    if (code === undefined || !isPurchaseRefusal(code)) throw error
    return { store, purchase: null, refusal: code }
  }
}
