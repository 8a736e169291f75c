import type { StripeCall } from './stripe-call.ts'
import { StripeUnavailable } from './stripe-errors.ts'
import { eventTypes, stripeEventOf, type StripeEvent } from './stripe-event.ts'
import { asObject, idOf, listOf, orMissing, type StripeObject } from './stripe-object.ts'
import { stripePages, type StripePages } from './stripe-pages.ts'
import { priceOf, type StripePrice } from './stripe-price.ts'
import { subscriptionOf, type StripeSubscription } from './stripe-subscription.ts'

/** What honeyDue needs of Stripe; each call throws StripeUnavailable, or StripeRefused where repeating it is of no use. */
export type Stripe = StripePages & {
  /** Undefined where there is none, or none that this key may see. */
  readSubscription(id: string): Promise<StripeSubscription | undefined>
  /** Undefined where it is not there, or nobody can pay it any more. */
  readPrice(id: string): Promise<StripePrice | undefined>
  /** Whether all of what was paid has gone back: refunded, or lost in a dispute. */
  isGivenBack(paymentIntentIds: readonly string[]): Promise<boolean>
  /** The subscription whose invoice was paid by it. */
  subscriptionOfPayment(paymentIntentId: string): Promise<string | undefined>
  /** What has happened since, of the last thirty days, newest first. */
  eventsSince(since: Temporal.Instant): AsyncIterable<ListedEvent>
}
export type ListedEvent = { readonly event: StripeEvent; readonly raw: StripeObject }
type Get = (path: string, parameters?: Parameters<StripeCall>[0]['parameters']) => Promise<StripeObject>

export function stripe(call: StripeCall): Stripe {
  const get: Get = (path, parameters = {}) => call({ method: 'GET', path, parameters })
  return {
    ...stripePages(call),

    async readSubscription(id) {
      const found = await orMissing(get(`/v1/subscriptions/${id}`, { expand: ['latest_invoice.payments'] }))
      return found && subscriptionOf(found)
    },

    async readPrice(id) {
      const found = await orMissing(get(`/v1/prices/${id}`))
      return found && priceOf(found)
    },

    async isGivenBack(paymentIntentIds) {
      for (const id of paymentIntentIds) if (!(await wasGivenBack(get, id))) return false
      return paymentIntentIds.length > 0
    },

    async subscriptionOfPayment(paymentIntentId) {
      const payment = { type: 'payment_intent', payment_intent: paymentIntentId }
      const [paid] = listOf(await get('/v1/invoice_payments', { payment, expand: ['data.invoice'] }))
      const parent = asObject(asObject(paid?.['invoice'])?.['parent'])
      return idOf(asObject(parent?.['subscription_details'])?.['subscription'], 'sub')
    },

    eventsSince: (since) => eventsSince(get, since)
  }
}

async function wasGivenBack(get: Get, paymentIntentId: string): Promise<boolean> {
  const { latest_charge: charge } = await get(`/v1/payment_intents/${paymentIntentId}`, { expand: ['latest_charge'] })
  const { refunded, disputed } = asObject(charge) ?? {}
  if (refunded === true || disputed !== true) return refunded === true
  const disputes = listOf(await get('/v1/disputes', { payment_intent: paymentIntentId, limit: 100 }))
  return disputes.some(({ status }) => status === 'lost')
}

async function* eventsSince(get: Get, since: Temporal.Instant): AsyncIterable<ListedEvent> {
  const asked = { types: [...eventTypes], created: { gte: Math.floor(since.epochMilliseconds / 1000) }, limit: 100 }
  let after: string | undefined
  for (;;) {
    const page = await get('/v1/events', { ...asked, starting_after: after })
    const events = listOf(page)
    for (const raw of events) {
      const event = stripeEventOf(raw)
      if (event) yield { event, raw }
    }
    const last = idOf(events.at(-1)?.['id'], 'evt')
    if (page['has_more'] !== true) return
    if (last === undefined || last === after) throw new StripeUnavailable('Stripe lists the same events again')
    after = last
  }
}
