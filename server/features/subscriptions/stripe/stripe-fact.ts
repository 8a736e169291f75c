import type { StripeSubscription } from '#server/gateways/stripe/stripe-subscription.ts'
import type { ProductMap } from '#server/platform/subscriptions-config.ts'
import type { Fact } from '../facts.ts'

export type SeenSubscription = {
  readonly subscription: StripeSubscription
  readonly isGivenBack: boolean
  /** Just before it was asked for. */
  readonly askedAt: Temporal.Instant
}

/** What Stripe says of a subscription, as a fact; of several things in it that one counts which is a product of ours. */
export function stripeFact({ subscription, isGivenBack, askedAt }: SeenSubscription, products: ProductMap): Fact {
  const { items, cancelsAtMs = Infinity } = subscription
  const item = items.find(({ priceId }) => Object.hasOwn(products, priceId)) ?? items[0]
  if (!item) throw new Error('a subscription without anything in it')
  return {
    environment: environmentOf(subscription.isLive),
    clockMs: askedAt.epochMilliseconds,
    content: {
      kind: 'stripe_subscription',
      subscriptionId: subscription.id,
      customerId: subscription.customerId,
      status: subscription.status,
      productId: item.priceId,
      startedAtMs: subscription.startedAtMs,
      periodStartedAtMs: item.fromMs,
      expiresAtMs: Math.min(item.untilMs, cancelsAtMs),
      willRenew: !subscription.cancelsAtPeriodEnd && cancelsAtMs > item.untilMs && subscription.endedAtMs === undefined,
      endedAtMs: subscription.endedAtMs,
      isRefunded: isGivenBack,
      period: subscription.status === 'trialing' ? 'trial' : 'normal',
      accountToken: tokenIn(subscription.account)
    }
  }
}

export function environmentOf(isLive: boolean): 'production' | 'sandbox' {
  return isLive ? 'production' : 'sandbox'
}

/** Whoever may write metadata may write anything: what is no token of ours names nobody. */
function tokenIn(account: string | undefined): string | undefined {
  return account !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(account) ? account : undefined
}
