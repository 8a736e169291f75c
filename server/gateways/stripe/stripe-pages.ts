import type { StripeCall } from './stripe-call.ts'
import { StripeRefused, StripeUnavailable } from './stripe-errors.ts'
import type { StripeParameters } from './stripe-form.ts'
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
  /** Without the address where Stripe does not take it: then it asks for one on its page. */
  createCustomer(asked: { email: string; account: string; key: string }): Promise<string>
  /** Where receipts go from now on; `gone`: somebody has deleted the customer. */
  changeEmail(asked: { customerId: string; email: string; key: string }): Promise<'changed' | 'not taken' | 'gone'>
  /** Its subscriptions end with it, at once, and so does what Stripe shows of the person. */
  deleteCustomer(id: string): Promise<void>
  startCheckout(order: CheckoutOrder): Promise<Checkout>
  /** Undefined where there is none, or none that this key may see. */
  readCheckout(id: string): Promise<Checkout | undefined>
  /** Nobody can pay there any more, unless somebody just has: as it is afterwards. */
  expireCheckout(id: string): Promise<Checkout | undefined>
  /** Where somebody changes the card and cancels; undefined where the customer has been deleted. */
  openPortal(asked: { customerId: string; returnUrl: string; locale: string }): Promise<string | undefined>
}

export function stripePages(call: StripeCall): StripePages {
  const readCheckout = async (id: string) => {
    const found = await orMissing(call({ method: 'GET', path: `/v1/checkout/sessions/${id}` }))
    return found && checkoutOf(found)
  }

  const create = (parameters: StripeParameters, key: string) =>
    call({ method: 'POST', path: '/v1/customers', parameters, key })

  return {
    async createCustomer({ email, account, key }) {
      const metadata = { account }
      const { id } = await create({ email, metadata }, key).catch((error: unknown) => {
        if (isAboutEmail(error)) return create({ metadata }, `${key}-nowhere`)
        throw error
      })
      return required(idOf(id, 'cus'))
    },

    async changeEmail({ customerId, email, key }) {
      const path = `/v1/customers/${customerId}`
      try {
        return (await orMissing(call({ method: 'POST', path, parameters: { email }, key }))) ? 'changed' : 'gone'
      } catch (error) {
        if (isAboutEmail(error)) return 'not taken'
        throw error
      }
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
      const opened = await orMissing(call({ method: 'POST', path: '/v1/billing_portal/sessions', parameters }))
      return opened && required(textOf(opened['url']))
    }
  }
}

function isAboutEmail(error: unknown): boolean {
  return error instanceof StripeRefused && error.parameter === 'email'
}

function checkoutOf({ id, status, url, subscription }: StripeObject): Checkout {
  if (status !== 'open' && status !== 'complete' && status !== 'expired')
    throw new StripeUnavailable('Stripe answers with a checkout of another shape')
  return { id: required(idOf(id, 'cs')), status, url: textOf(url), subscriptionId: idOf(subscription, 'sub') }
}
