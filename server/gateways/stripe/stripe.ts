import { idOf, stripeEventOf, eventTypes, type StripeEvent } from './stripe-event.ts'
import {
  asObject,
  StripeRefused,
  StripeUnavailable,
  textOf,
  type StripeCall,
  type StripeObject
} from './stripe-call.ts'
import { subscriptionOf, type StripeSubscription } from './stripe-subscription.ts'

/** A page of Stripe's on which somebody pays. */
export type Checkout = {
  readonly id: string
  readonly status: 'open' | 'complete' | 'expired'
  /** While it is open. */
  readonly url: string | undefined
}

export type CheckoutOrder = {
  readonly customerId: string
  readonly priceId: string
  /** Stands in the subscription that comes of it (`metadata.account`), and on the session. */
  readonly account: string
  readonly successUrl: string
  readonly cancelUrl: string
  readonly locale: string
  readonly key: string
}

/** What honeyDue needs of Stripe; each call throws StripeUnavailable, or StripeRefused where repeating it is of no use. */
export type Stripe = {
  createCustomer(asked: { email: string; account: string; key: string }): Promise<string>
  /** Its subscriptions end with it, at once, and so does what Stripe shows of the person. */
  deleteCustomer(id: string): Promise<void>
  startCheckout(order: CheckoutOrder): Promise<Checkout>
  readCheckout(id: string): Promise<Checkout>
  /** Nobody can pay there any more, unless somebody just has: as it is afterwards. */
  expireCheckout(id: string): Promise<Checkout>
  /** Where somebody changes the card and cancels. */
  openPortal(asked: { customerId: string; returnUrl: string; locale: string }): Promise<string>
  /** Undefined where there is none, or none that this key may see. */
  readSubscription(id: string): Promise<StripeSubscription | undefined>
  /** Whether all of what was paid has gone back: refunded, or lost in a dispute. */
  isGivenBack(paymentIntentIds: readonly string[]): Promise<boolean>
  /** The subscription whose invoice was paid by it. */
  subscriptionOfPayment(paymentIntentId: string): Promise<string | undefined>
  /** What has happened since, of the last thirty days, newest first. */
  eventsSince(since: Temporal.Instant): AsyncIterable<{ readonly event: StripeEvent; readonly raw: StripeObject }>
}

export function stripe(call: StripeCall): Stripe {
  const get = (path: string, parameters = {}) => call({ method: 'GET', path, parameters })
  const isLost = async (paymentIntentId: string): Promise<boolean> => {
    const disputes = listOf(await get('/v1/disputes', { payment_intent: paymentIntentId, limit: 100 }))
    return disputes.some(({ status }) => status === 'lost')
  }

  return {
    async createCustomer({ email, account, key }) {
      const parameters = { email, metadata: { account } }
      const { id } = await call({ method: 'POST', path: '/v1/customers', parameters, key })
      return required(idOf(id, 'cus'))
    },

    async deleteCustomer(id) {
      await orMissing(call({ method: 'DELETE', path: `/v1/customers/${id}` }))
    },

    async startCheckout({ customerId, priceId, account, successUrl, cancelUrl, locale, key }) {
      const parameters = {
        mode: 'subscription',
        customer: customerId,
        client_reference_id: account,
        line_items: [{ price: priceId, quantity: 1 }],
        subscription_data: { metadata: { account } },
        success_url: successUrl,
        cancel_url: cancelUrl,
        locale
      }
      return checkoutOf(await call({ method: 'POST', path: '/v1/checkout/sessions', parameters, key }))
    },

    readCheckout: async (id) => checkoutOf(await get(`/v1/checkout/sessions/${id}`)),

    async expireCheckout(id) {
      try {
        return checkoutOf(await call({ method: 'POST', path: `/v1/checkout/sessions/${id}/expire` }))
      } catch (error) {
        if (!(error instanceof StripeRefused)) throw error
        return checkoutOf(await get(`/v1/checkout/sessions/${id}`)) // it was not open any more
      }
    },

    async openPortal({ customerId, returnUrl, locale }) {
      const parameters = { customer: customerId, return_url: returnUrl, locale }
      const { url } = await call({ method: 'POST', path: '/v1/billing_portal/sessions', parameters })
      return required(textOf(url))
    },

    async readSubscription(id) {
      const found = await orMissing(get(`/v1/subscriptions/${id}`, { expand: ['latest_invoice.payments'] }))
      return found && subscriptionOf(found)
    },

    async isGivenBack(paymentIntentIds) {
      for (const id of paymentIntentIds) {
        const { latest_charge: charge } = await get(`/v1/payment_intents/${id}`, { expand: ['latest_charge'] })
        const { refunded, disputed } = asObject(charge) ?? {}
        if (refunded !== true && !(disputed === true && (await isLost(id)))) return false
      }
      return paymentIntentIds.length > 0
    },

    async subscriptionOfPayment(paymentIntentId) {
      const payment = { type: 'payment_intent', payment_intent: paymentIntentId }
      const [paid] = listOf(await get('/v1/invoice_payments', { payment, expand: ['data.invoice'] }))
      const parent = asObject(asObject(paid?.['invoice'])?.['parent'])
      return idOf(asObject(parent?.['subscription_details'])?.['subscription'], 'sub')
    },

    async *eventsSince(since) {
      const created = { gte: Math.floor(since.epochMilliseconds / 1000) }
      let after: string | undefined
      for (;;) {
        const page: StripeObject = await get('/v1/events', {
          types: [...eventTypes],
          created,
          limit: 100,
          starting_after: after
        })
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
  }
}

/** Undefined where Stripe knows no such thing (any more). */
async function orMissing(asked: Promise<StripeObject>): Promise<StripeObject | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof StripeRefused && error.code === 'resource_missing') return undefined
    throw error
  }
}

function checkoutOf({ id, status, url }: StripeObject): Checkout {
  if (status !== 'open' && status !== 'complete' && status !== 'expired')
    throw new StripeUnavailable('Stripe answers with a checkout of another shape')
  return { id: required(idOf(id, 'cs')), status, url: textOf(url) }
}

function listOf({ data }: StripeObject): StripeObject[] {
  if (!Array.isArray(data)) throw new StripeUnavailable('Stripe answers with something else than a list')
  return data.map(asObject).filter((each) => each !== undefined)
}

function required(value: string | undefined): string {
  if (value === undefined) throw new StripeUnavailable('Stripe answers with an object of another shape')
  return value
}
