import { asObject, idOf, type StripeObject } from './stripe-object.ts'

/** What Stripe says has happened: a hint at what is to be asked for, and nothing else. */
export type StripeEvent = {
  readonly id: string
  readonly type: string
  readonly isLive: boolean
  readonly at: Temporal.Instant
  /** What it is about; nothing where it is about something that we do not look at. */
  readonly subscriptionId: string | undefined
  /** Of a payment, where no subscription is named: refunds and disputes. */
  readonly paymentIntentId: string | undefined
}

/** The events that an endpoint is sent and that are listed to catch up: at most 20. */
export const eventTypes = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'invoice.paid',
  'invoice.payment_failed',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed'
] as const

/** Undefined for what is no event of Stripe's first API. */
export function stripeEventOf(object: StripeObject): StripeEvent | undefined {
  const { id, type, livemode, created, data } = object
  const isEvent = object['object'] === 'event' && typeof livemode === 'boolean' && Number.isInteger(created)
  if (!isEvent || !isName(id, /^evt_\w{1,196}$/) || !isName(type, /^[a-z0-9_.]{1,100}$/)) return undefined
  const about = asObject(asObject(data)?.['object']) ?? {}
  return {
    id,
    type,
    isLive: livemode,
    at: Temporal.Instant.fromEpochMilliseconds(Number(created) * 1000),
    subscriptionId: subscriptionIn(about),
    paymentIntentId: isOfPayment(about) ? idOf(about['payment_intent'], 'pi') : undefined
  }
}

function isName(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value)
}

function subscriptionIn(about: StripeObject): string | undefined {
  switch (about['object']) {
    case 'subscription':
      return idOf(about['id'], 'sub')
    case 'checkout.session':
      return idOf(about['subscription'], 'sub')
    case 'invoice':
      // versions before 2025 have it on the invoice itself, and events keep the version of their day
      return idOf(
        asObject(asObject(about['parent'])?.['subscription_details'])?.['subscription'] ?? about['subscription'],
        'sub'
      )
    default:
      return undefined
  }
}

function isOfPayment({ object }: StripeObject): boolean {
  return object === 'charge' || object === 'refund' || object === 'dispute'
}
