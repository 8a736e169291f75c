import type { OperationName, Parameters } from './stripe-parameters.ts'
import {
  MissingObject,
  shown,
  type CheckoutSession,
  type Customer,
  type Price,
  type StripeWorld
} from './stripe-world.ts'

/** What Stripe refuses with 400; the message is its code. */
export class Refusal extends Error {
  readonly parameter: string | undefined

  constructor(code: string, parameter?: string) {
    super(code)
    this.parameter = parameter
  }
}

type Operation = (id: string, given: Parameters) => object

/** Each operation: what it does and gives back. The parameters have been checked. */
export function stripeOperations(world: StripeWorld, hasPortal: () => boolean): Record<OperationName, Operation> {
  const customerOf = (id: string, parameter = 'id'): Customer => {
    const customer = world.customers.get(id)
    if (!customer || customer.deleted) throw new MissingObject(id, parameter)
    return customer
  }

  return {
    'POST /v1/customers'(_, given) {
      const { email, metadata = {} } = given as { email?: string; metadata?: Record<string, string> }
      const customer = {
        ...world.base('cus', 'customer'),
        email: email === undefined ? null : addressOf(email),
        metadata
      }
      world.customers.set(customer.id, customer)
      return customer
    },
    'POST /v1/customers/:id'(id, { email }) {
      const customer = customerOf(id)
      if (typeof email === 'string') customer.email = addressOf(email)
      return customer
    },
    'GET /v1/customers/:id': (id) => customerOf(id),
    'DELETE /v1/customers/:id'(id) {
      world.deleteCustomer(customerOf(id))
      return { id, object: 'customer', deleted: true }
    },
    'POST /v1/checkout/sessions'(_, given) {
      const order = given as unknown as Order // its schema has been checked
      customerOf(order.customer, 'customer')
      return shown(startSession(world, order))
    },
    'GET /v1/checkout/sessions/:id': (id) => shown(world.session(id)),
    'POST /v1/checkout/sessions/:id/expire'(id) {
      const session = world.session(id)
      if (session.status !== 'open') throw new Refusal('resource_invalid_state')
      world.expire(session)
      return shown(session)
    },
    'POST /v1/billing_portal/sessions'(_, { customer: asked, return_url = null }) {
      if (!hasPortal()) throw new Refusal('portal_not_configured')
      const { id: customer } = customerOf(typeof asked === 'string' ? asked : '', 'customer')
      const session = world.base('bps', 'billing_portal.session')
      const url = `https://billing.stripe.com/p/session/${session.id}`
      return { ...session, customer, return_url, url }
    },
    'GET /v1/subscriptions/:id': (id, given) => subscriptionOf(world, id, listOf(given['expand'])),
    'GET /v1/prices/:id': (id) => priceOf(id, world.priceOf(id)),
    'GET /v1/payment_intents/:id'(id, given) {
      const intent = world.paymentIntents.get(id)
      if (!intent) throw new MissingObject(id)
      const isExpanded = listOf(given['expand']).length > 0
      return isExpanded ? { ...intent, latest_charge: world.charges.get(intent.latest_charge ?? '') } : intent
    },
    'GET /v1/disputes': (_, given) =>
      page(world.disputes.filter(({ payment_intent }) => payment_intent === given['payment_intent'])),
    'GET /v1/invoice_payments': (_, given) => invoicePaymentsOf(world, given),
    'GET /v1/events': (_, given) => eventsOf(world, given)
  }
}

/** Stripe takes no address that it could not write to. */
function addressOf(email: string): string {
  if (!/^[!-?A-~]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(email)) throw new Refusal('email_invalid', 'email')
  return email
}

type Order = {
  customer: string
  client_reference_id?: string
  line_items: [{ price: string }]
  subscription_data?: { metadata?: Record<string, string> }
  success_url: string
  cancel_url?: string
  locale?: string
}

function startSession(world: StripeWorld, order: Order): CheckoutSession {
  const { price } = order.line_items[0]
  const known = world.prices.get(price)
  if (!known) throw new MissingObject(price, 'line_items[0][price]')
  if (known.isGone) throw new Refusal('', 'line_items[0][price]')
  const base = world.base('cs', 'checkout.session')
  const session: CheckoutSession = {
    ...base,
    status: 'open',
    url: `https://checkout.stripe.com/c/pay/${base.id}`,
    customer: order.customer,
    client_reference_id: order.client_reference_id ?? null,
    subscription: null,
    success_url: order.success_url,
    cancel_url: order.cancel_url ?? null,
    locale: order.locale ?? null,
    expires_at: world.seconds + 86_400,
    order: { price, metadata: order.subscription_data?.metadata ?? {} }
  }
  world.sessions.set(session.id, session)
  return session
}

function subscriptionOf(world: StripeWorld, id: string, expand: readonly string[]): object {
  const subscription = world.subscription(id)
  if (expand.length === 0) return subscription
  const invoice = world.invoice(subscription.latest_invoice)
  const payments = page(world.invoicePayments.filter((each) => each.invoice === invoice.id))
  const isWhole = expand.includes('latest_invoice.payments')
  return { ...subscription, latest_invoice: isWhole ? { ...invoice, payments } : invoice }
}

function priceOf(id: string, { months, amount, isGone = false }: Price): object {
  const isYears = months % 12 === 0
  const recurring = { interval: isYears ? 'year' : 'month', interval_count: isYears ? months / 12 : months }
  return { id, object: 'price', active: !isGone, currency: 'eur', unit_amount: amount, recurring }
}

type InvoicePaymentQuery = { payment?: { payment_intent: string }; expand?: string[] }

function invoicePaymentsOf(world: StripeWorld, { payment: asked, expand = [] }: InvoicePaymentQuery): object {
  const payments = world.invoicePayments.filter(
    ({ payment }) => asked === undefined || payment.payment_intent === asked.payment_intent
  )
  if (expand.length === 0) return page(payments)
  return page(payments.map((each) => ({ ...each, invoice: world.invoices.get(each.invoice) })))
}

type EventQuery = { types?: string[]; created?: { gte?: string }; limit?: string; starting_after?: string }

function eventsOf(
  world: StripeWorld,
  { types, created = {}, limit = '10', starting_after: after }: EventQuery
): object {
  const oldest = Math.max(Number(created.gte ?? 0), world.seconds - 30 * 86_400)
  const all = world.events
    .filter((event) => event.created >= oldest && (types?.includes(event.type) ?? true))
    .toReversed()
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && start === 0) throw new MissingObject(after)
  const end = start + Number(limit)
  return { ...page(all.slice(start, end)), has_more: all.length > end }
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function page(data: readonly object[]) {
  return { object: 'list', data, has_more: false, url: '' }
}
