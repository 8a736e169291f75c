import type { Fact, StripeSubscription } from '../facts.ts'
import type { Course, Phase } from './course.ts'
import { leewayMs, stripeGraceMs } from './policy.ts'

/** `facts` are those of one subscription. States: https://docs.stripe.com/api/subscriptions/object#subscription_object-status */
export function projectStripe(facts: readonly Fact[]): Course | undefined {
  const subscription = facts.flatMap(({ content }) => (content.kind === 'stripe_subscription' ? [content] : []))[0]
  if (!subscription) return undefined
  return {
    phases: phasesOf(subscription),
    product: subscription.productId,
    willRenew: subscription.willRenew,
    period: subscription.period,
    isFamilyShared: false
  }
}

function phasesOf(subscription: StripeSubscription): Phase[] {
  const { isRefunded, endedAtMs } = subscription // when the money went back Stripe does not say of a subscription
  if (isRefunded) return [{ state: 'REVOKED', expirationReason: 'refund', endedAtMs }]
  return phasesByStatus.get(subscription.status)?.(subscription) ?? [{ state: 'UNKNOWN' }]
}

const phasesByStatus = new Map<string, (subscription: StripeSubscription) => Phase[]>([
  // The first payment is still to come, and is waited for a day.
  ['incomplete', () => [{ state: 'PENDING' }]],
  ['incomplete_expired', () => [{ state: 'EXPIRED' }]],
  ['trialing', running],
  ['active', running],
  ['past_due', pastDue],
  // Every attempt has failed: invoices stay open, and what they are for is not to be had.
  ['unpaid', () => [{ state: 'HOLD' }]],
  // A trial has ended and there is no way to pay.
  ['paused', () => [{ state: 'PAUSED' }]],
  ['canceled', ({ endedAtMs }) => [{ state: 'EXPIRED', endedAtMs }]]
])

function running({ willRenew, expiresAtMs }: StripeSubscription): Phase[] {
  const expired: Phase = { state: 'EXPIRED', endedAtMs: expiresAtMs }
  if (!willRenew) return [{ state: 'CANCELED', untilMs: expiresAtMs }, expired]
  return [
    { state: 'ACTIVE', untilMs: expiresAtMs },
    { state: 'ACTIVE', untilMs: expiresAtMs + leewayMs, isProvisional: true, needsRefetch: true },
    { ...expired, needsRefetch: true }
  ]
}

/** The period that is named is the one that is not paid: its end entitles to nothing, its beginning is when the payment failed. */
function pastDue({ periodStartedAtMs, expiresAtMs }: StripeSubscription): Phase[] {
  const graceUntilMs = Math.min(periodStartedAtMs + stripeGraceMs, expiresAtMs)
  return [{ state: 'GRACE', untilMs: graceUntilMs }, { state: 'HOLD' }]
}
