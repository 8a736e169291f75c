import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict } from '#contract/route.ts'
import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import type { StripeEvent } from '#server/gateways/stripe/stripe-event.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { isWaiting } from '#server/platform/waiting-job-queries.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { isProcessed, type Recorded } from '../intake/event-log-queries.ts'
import { recordOutcome } from '../intake/event-log.ts'
import { processEvent, type Done } from '../intake/process-event.ts'
import type { SubscriptionServices } from '../services.ts'
import { environmentOf } from './stripe-fact.ts'
import { askForSubscription, takeSubscription } from './take-subscription.ts'

/** What of an event is kept, and all that is ever used of it: whom it is about stays with Stripe. */
const Hint = Strict({ subscriptionId: Type.Optional(Type.String()), paymentIntentId: Type.Optional(Type.String()) })
type Hint = Type.Static<typeof Hint>
export const EventHint = Strict({ eventId: Type.Integer(), ...Hint.properties })
type EventHint = Type.Static<typeof EventHint>

const seeJob = 'subscriptions.see-stripe-event'

/** Writes an event down, once, and has it seen to. */
export async function noteEvent(
  ctx: Pick<Ctx, 'write' | 'keyring' | 'now' | 'log'>,
  stripe: StripeAccess,
  event: StripeEvent
): Promise<void> {
  const { id: eventId, type, at: signedAt, isLive, subscriptionId, paymentIntentId } = event
  const hint: Hint = {
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(paymentIntentId !== undefined && { paymentIntentId })
  }
  const named = { provider: 'stripe', environment: environmentOf(isLive), eventId, type } as const
  await processEvent(
    ctx,
    { ...named, signedAt, purchaseKey: subscriptionId, raw: JSON.stringify(hint) },
    (tx, recorded) => (isLive === stripe.isLive() ? seeTo(tx, recorded, hint) : Promise.resolve('ignored'))
  )
}

/** Once more, from what the log holds. */
export async function replayEvent(
  tx: Tx,
  stripe: StripeAccess,
  { kept, raw }: { kept: { id: number; environment: string }; raw: string }
): Promise<Done> {
  const hint: unknown = JSON.parse(raw)
  const isOurs = kept.environment === environmentOf(stripe.isLive())
  return isOurs && Check(Hint, hint) ? seeTo(tx, { id: kept.id, isNew: false }, hint) : 'ignored'
}

/** However often it is told and replayed, one job waits for it. */
async function seeTo(tx: Tx, { id: eventId, isNew }: Recorded, hint: Hint): Promise<Done> {
  if (hint.subscriptionId === undefined && hint.paymentIntentId === undefined) return 'ignored'
  if (!isNew && (await isWaiting(tx, seeJob, { eventId }))) return 'received'
  await enqueue(tx, seeJob, { eventId, ...hint } satisfies EventHint)
  return 'received'
}

/** An event says that there is something to ask for, and nothing else: what it says may be old by now. */
export async function seeToEvent(
  ctx: Ctx<Job>,
  services: SubscriptionServices,
  { eventId, subscriptionId, paymentIntentId }: EventHint
): Promise<void> {
  const { stripe } = services
  if (!stripe || (await ctx.write((tx) => isProcessed(tx, eventId)))) return
  const id = subscriptionId ?? (await stripe.api.subscriptionOfPayment(paymentIntentId ?? ''))
  const fact = id === undefined ? undefined : await askForSubscription(ctx, stripe, services, id)
  await ctx.write(async (tx) => {
    if (fact) await takeSubscription(tx, ctx, services, { fact, cause: 'told_by_stripe' })
    // told twice, two may have asked: the purchase is locked now, whoever has it first was first
    if (await isProcessed(tx, eventId)) return
    await recordOutcome(tx, eventId, fact ? 'processed' : 'ignored', fact ? undefined : 'no_subscription')
  })
}
