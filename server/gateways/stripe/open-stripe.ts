import type { Config, Secrets } from '#server/platform/config.ts'
import type { Secret } from '#server/platform/secret.ts'
import { isLiveKey } from '#server/platform/stripe-config.ts'
import { stripeCall } from './stripe-call.ts'
import { stripe, type Stripe } from './stripe.ts'

/** Stripe as this installation uses it. */
export type StripeAccess = {
  readonly api: Stripe
  /** Whether what it sees is what people really pay. */
  readonly isLive: () => boolean
  /** What its webhooks may be signed with. */
  readonly webhookSecrets: () => readonly Secret[]
  /** A webhook was signed with one of these. */
  readonly sawSignature: () => void
}

/** Undefined where nobody pays with it. `pausesMs`: shorter ones for a test. */
export function openStripe(
  { subscriptions }: Pick<Config, 'subscriptions'>,
  { stripe: secrets }: Pick<Secrets, 'stripe'>,
  pausesMs?: readonly number[]
): StripeAccess | undefined {
  const { key } = secrets
  if (!subscriptions.stripe || !key) return undefined
  return {
    api: stripe(stripeCall({ standIn: subscriptions.stripe.standIn, key, pausesMs })),
    isLive: () => isLiveKey(key.active),
    webhookSecrets: () => secrets.webhookSecrets,
    sawSignature: () => secrets.usedWebhookSecret()
  }
}
