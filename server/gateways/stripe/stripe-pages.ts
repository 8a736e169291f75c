import type { StripeCall } from './stripe-call.ts'
import { StripeRefused, StripeUnavailable } from './stripe-errors.ts'
import { idOf, orMissing, required, textOf, type StripeObject } from './stripe-object.ts'

/** A page of Stripe's on which somebody pays. */
export type Checkout = {
  readonly id: string
  readonly status: 'open' | 'complete' | 'expired'
  /** While it is open. */
  readonly url: string | undefined
  /** What came of it, once it is complete. */
  readonly subscriptionId: string | undefined
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

/** What people see of Stripe. */
export type StripePages = {
  createCustomer(asked: { email: string; account: string; key: string }): Promise<string>
  /** Its subscriptions end with it, at once, and so does what Stripe shows of the person. */
  deleteCustomer(id: string): Promise<void>
  startCheckout(order: CheckoutOrder): Promise<Checkout>
  /** Undefined where there is none, or none that this key may see. */
  readCheckout(id: string): Promise<Checkout | undefined>
  /** Nobody can pay there any more, unless somebody just has: as it is afterwards. */
  expireCheckout(id: string): Promise<Checkout | undefined>
  /** Where somebody changes the card and cancels. */
  openPortal(asked: { customerId: string; returnUrl: string; locale: string }): Promise<string>
}

export function stripePages(call: StripeCall): StripePages {
  const readCheckout = async (id: string) => {
    const found = await orMissing(call({ method: 'GET', path: `/v1/checkout/sessions/${id}` }))
    return found && checkoutOf(found)
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

    readCheckout,

    async expireCheckout(id) {
      try {
        return checkoutOf(await call({ method: 'POST', path: `/v1/checkout/sessions/${id}/expire` }))
      } catch (error) {
        if (!(error instanceof StripeRefused)) throw error
        return readCheckout(id) // it was not open any more
      }
    },

    async openPortal({ customerId, returnUrl, locale }) {
      const parameters = { customer: customerId, return_url: returnUrl, locale }
      const { url } = await call({ method: 'POST', path: '/v1/billing_portal/sessions', parameters })
      return required(textOf(url))
    }
  }
}

function checkoutOf({ id, status, url, subscription }: StripeObject): Checkout {
  if (status !== 'open' && status !== 'complete' && status !== 'expired')
    throw new StripeUnavailable('Stripe answers with a checkout of another shape')
  return { id: required(idOf(id, 'cs')), status, url: textOf(url), subscriptionId: idOf(subscription, 'sub') }
}
