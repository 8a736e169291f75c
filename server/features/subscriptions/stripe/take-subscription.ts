import type { PurchaseCause } from '#contract/purchase-causes.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Fact } from '../facts.ts'
import { takeFacts } from '../intake/take-facts.ts'
import { productsOf, type SubscriptionServices } from '../services.ts'
import { stripeFact } from './stripe-fact.ts'

/** Asks what a subscription is now; undefined where Stripe knows of none. */
export async function askForSubscription(
  ctx: Pick<Ctx, 'now'>,
  { api }: StripeAccess,
  services: SubscriptionServices,
  id: string
): Promise<Fact | undefined> {
  const askedAt = ctx.now()
  const subscription = await api.readSubscription(id)
  if (!subscription) return undefined
  const isGivenBack = await api.isGivenBack(subscription.paymentIntentIds)
  return stripeFact({ subscription, isGivenBack, askedAt }, productsOf(services.subscriptions).stripe)
}

/** Takes it in. `tx` has the system's rights. */
export async function takeSubscription(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  services: SubscriptionServices,
  { fact, cause }: { fact: Fact; cause: PurchaseCause }
): Promise<void> {
  await takeFacts(tx, ctx, services, { facts: [fact], cause })
}
