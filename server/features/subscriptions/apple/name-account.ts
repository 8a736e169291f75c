import type { Ctx, Job } from '#server/platform/context.ts'
import { StoreRefused } from '#server/gateways/app-store/api-answers.ts'
import { accountTokensOf } from '../ownership/account-token.ts'
import type { SubscriptionServices } from '../services.ts'
import { ownedPurchase } from './apple-queries.ts'

/**
 * Tells the App Store whose a purchase is that was claimed, so that it says so from now on. Whose it is is looked up anew: the
 * job may be late. Apple refuses it for some purchases, as those of a family; that changes nothing.
 */
export async function nameAccount(
  ctx: Ctx<Job>,
  { appStore }: SubscriptionServices,
  { purchaseId }: { readonly purchaseId: string }
): Promise<void> {
  const owned = await ownedPurchase(ctx.db, purchaseId)
  if (!appStore || !owned) return
  try {
    await appStore.setAccountToken(owned.key, accountTokensOf(owned.purchaseToken).apple, owned.environment)
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error
    ctx.log.info({ code: error.code, purchaseId }, 'the App Store does not take an account for a purchase')
  }
}
