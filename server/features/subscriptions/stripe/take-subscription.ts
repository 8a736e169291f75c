import type { PurchaseCause } from '#contract/purchase-causes.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import type { Fact } from '../facts.ts'
import { takeFacts } from '../intake/take-facts.ts'
import { productsOf, type SubscriptionServices } from '../services.ts'
import { enqueueClosing } from './close-checkout.ts'
import { pageOf, paidBesides } from './payer-queries.ts'
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

/**
 * Takes it in. Whoever pays for another one too has done so on two devices at once, and gets it once: whoever runs the
 * installation is told to end one of them and give the money back. On a page that is still open, in another tab perhaps, nobody
 * shall pay again. `tx` has the system's rights.
 */
export async function takeSubscription(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  services: SubscriptionServices,
  { fact, cause }: { fact: Fact; cause: PurchaseCause }
): Promise<void> {
  for (const { purchase, projection, accountId } of await takeFacts(tx, ctx, services, { facts: [fact], cause })) {
    if (accountId === null || !projection.autoRenews || !projection.isEntitled) continue
    const page = isFirstPeriod(fact) ? await pageOf(tx, accountId) : null
    if (page !== null) await enqueueClosing(tx, page)
    if (await paidBesides(tx, { purchaseId: purchase.id, userId: accountId, environment: fact.environment }))
      await raiseAlert(tx, { kind: 'paid_twice', about: accountId, purchaseId: purchase.id }, ctx.now())
  }
}

function isFirstPeriod({ content }: Fact): boolean {
  return content.kind === 'stripe_subscription' && content.periodStartedAtMs === content.startedAtMs
}
