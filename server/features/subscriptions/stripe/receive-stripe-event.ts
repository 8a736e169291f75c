import type { Input } from '#contract/route.ts'
import type { receiveStripeEvent as route } from '#contract/store-webhooks.ts'
import { stripeEventOf, type StripeEvent } from '#server/gateways/stripe/stripe-event.ts'
import { asObject } from '#server/gateways/stripe/stripe-object.ts'
import { isSignedByStripe } from '#server/gateways/stripe/webhook-signature.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { digestOfRefused } from '../intake/event-log.ts'
import type { SubscriptionServices } from '../services.ts'
import { noteEvent } from './stripe-events.ts'

/** Nothing of the bytes is read before they are known to be Stripe's; what is not leaves nothing behind. */
export async function receiveStripeEvent(
  ctx: Ctx<Anonymous>,
  { stripe }: SubscriptionServices,
  { bytes, signature: header }: Input<typeof route>
): Promise<Record<string, never>> {
  if (!stripe) throw new AppError('store_not_set_up', { retryAfter: 3600 })
  const message = Buffer.from(bytes)
  const secrets = stripe.webhookSecrets()
  if (!isSignedByStripe({ bytes: message, header, secrets, now: ctx.now() })) {
    ctx.log.warn({ digest: digestOfRefused(message) }, 'an event is not signed by Stripe')
    throw new AppError('store_signature_not_accepted')
  }
  stripe.sawSignature()

  const event = eventIn(message)
  if (event) await noteEvent(ctx, stripe, event)
  else ctx.log.warn({}, 'Stripe sent something that is no event: its endpoint must be of the payload style "snapshot"')
  return {}
}

function eventIn(bytes: Buffer): StripeEvent | undefined {
  try {
    const object = asObject(JSON.parse(bytes.toString('utf8')))
    return object && stripeEventOf(object)
  } catch {
    return undefined
  }
}
