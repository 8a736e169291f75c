import { randomBytes } from 'node:crypto'
import { stripeVersion } from '#server/gateways/stripe/stripe-call.ts'

type Base = { readonly id: string; readonly object: string; readonly livemode: boolean; readonly created: number }
export type Customer = Base & { email: string | null; metadata: Record<string, string>; deleted?: true }
export type CheckoutSession = Base & {
  status: 'open' | 'complete' | 'expired'
  url: string | null
  customer: string
  client_reference_id: string | null
  subscription: string | null
  success_url: string
  cancel_url: string | null
  locale: string | null
  expires_at: number
  /** Not shown by Stripe unless it is asked for. */
  readonly order: { price: string; metadata: Record<string, string> }
}
export type Subscription = Base & {
  customer: string
  status: string
  start_date: number
  cancel_at_period_end: boolean
  cancel_at: number | null
  ended_at: number | null
  trial_end: number | null
  metadata: Record<string, string>
  items: { object: 'list'; data: Item[] }
  latest_invoice: string
}
type Item = { id: string; price: { id: string }; current_period_start: number; current_period_end: number }
export type Invoice = Base & {
  status: 'draft' | 'open' | 'paid' | 'uncollectible'
  billing_reason: string
  amount_paid: number
  parent: { type: 'subscription_details'; subscription_details: { subscription: string } }
  lines: { object: 'list'; data: object[] }
}
export type InvoicePayment = Base & {
  invoice: string
  status: string
  payment: { type: 'payment_intent'; payment_intent: string }
}
export type PaymentIntent = Base & { customer: string; latest_charge: string | null; status: string }
export type Charge = Base & {
  amount: number
  amount_refunded: number
  refunded: boolean
  disputed: boolean
  customer: string
  payment_intent: string
}
export type Dispute = Base & { charge: string; payment_intent: string; status: string }
export type Event = Base & {
  type: string
  api_version: string
  data: { object: object }
  pending_webhooks: number
  request: null
}

/** `isGone`: archived, so that nobody new can pay it. */
export type Price = {
  readonly months: number
  readonly amount: number
  readonly trialDays?: number
  readonly isGone?: boolean
}

type WorldOptions = {
  readonly prices: Record<string, Price>
  readonly isLive: boolean
  readonly now: () => Temporal.Instant
  /** What ids are made of. */
  readonly random?: ((bytes: number) => Buffer) | undefined
}

/** What Stripe has of one account of its own: what people did on its pages, and what time does. */
export class StripeWorld {
  readonly customers = new Map<string, Customer>()
  readonly sessions = new Map<string, CheckoutSession>()
  readonly subscriptions = new Map<string, Subscription>()
  readonly invoices = new Map<string, Invoice>()
  readonly invoicePayments: InvoicePayment[] = []
  readonly paymentIntents = new Map<string, PaymentIntent>()
  readonly charges = new Map<string, Charge>()
  readonly disputes: Dispute[] = []
  /** Oldest first. */
  readonly events: Event[] = []
  readonly prices: Map<string, Price>
  readonly isLive: boolean
  readonly #now: () => Temporal.Instant
  readonly #random: (bytes: number) => Buffer

  constructor(options: WorldOptions) {
    this.prices = new Map(Object.entries(options.prices))
    this.isLive = options.isLive
    this.#now = options.now
    this.#random = options.random ?? randomBytes
  }

  get seconds(): number {
    return Math.floor(this.#now().epochMilliseconds / 1000)
  }

  /** The ground of every object. */
  base<O extends string>(prefix: string, object: O) {
    const mode = prefix === 'cs' ? (this.isLive ? 'live_' : 'test_') : ''
    return {
      id: `${prefix}_${mode}${this.#random(12).toString('hex')}`,
      object,
      livemode: this.isLive,
      created: this.seconds
    }
  }

  /** Somebody pays on the page: the subscription that comes of it. */
  pay(sessionId: string): string {
    const session = this.session(sessionId)
    if (session.status !== 'open') throw new Error(`nobody can pay on a page that is ${session.status}`)
    const subscription = this.subscribe(session.customer, session.order)
    session.status = 'complete'
    session.url = null
    session.subscription = subscription.id
    this.emit('checkout.session.completed', shown(session))
    return subscription.id
  }

  /** As if somebody had subscribed by some other way, a link in the dashboard, say. */
  subscribe(customer: string, { price, metadata }: CheckoutSession['order']): Subscription {
    const { trialDays } = this.priceOf(price)
    const until = trialDays === undefined ? this.#later(price, this.seconds) : this.seconds + trialDays * 86_400
    const item = {
      id: this.base('si', 'item').id,
      price: { id: price },
      current_period_start: this.seconds,
      current_period_end: until
    }
    const subscription: Subscription = {
      ...this.base('sub', 'subscription'),
      customer,
      status: trialDays === undefined ? 'active' : 'trialing',
      start_date: this.seconds,
      cancel_at_period_end: false,
      cancel_at: null,
      ended_at: null,
      trial_end: trialDays === undefined ? null : until,
      metadata,
      items: { object: 'list', data: [item] },
      latest_invoice: ''
    }
    this.subscriptions.set(subscription.id, subscription)
    const invoice = this.#bill(subscription, 'subscription_create')
    if (trialDays === undefined) this.#settle(invoice, subscription)
    else invoice.status = 'paid' // nothing was due
    this.emit('customer.subscription.created', subscription)
    this.emit('invoice.paid', invoice)
    return subscription
  }

  /** The period is over, and the next one is paid; what is cancelled ends. */
  renew(id: string): void {
    const subscription = this.subscription(id)
    if (subscription.cancel_at !== null) return this.end(id)
    const invoice = this.#nextPeriod(subscription)
    this.#settle(invoice, subscription)
    subscription.status = 'active'
    this.emit('invoice.paid', invoice)
    this.emit('customer.subscription.updated', subscription)
  }

  /** The period is over, and the card does not pay for the next one, which begins all the same. */
  failPayment(id: string): void {
    const subscription = this.subscription(id)
    const invoice = this.#nextPeriod(subscription)
    const intent = { ...this.base('pi', 'payment_intent'), customer: subscription.customer, latest_charge: null }
    this.#payment(invoice, { ...intent, status: 'requires_payment_method' }, 'open')
    subscription.status = 'past_due'
    this.emit('invoice.payment_failed', invoice)
    this.emit('customer.subscription.updated', subscription)
  }

  /** The card pays after all. */
  recover(id: string): void {
    const subscription = this.subscription(id)
    const invoice = this.invoice(subscription.latest_invoice)
    this.#settle(invoice, subscription)
    subscription.status = 'active'
    this.emit('invoice.paid', invoice)
    this.emit('customer.subscription.updated', subscription)
  }

  /** At once: Stripe has given up, or somebody with the right to do so has ended it. */
  end(id: string): void {
    const subscription = this.subscription(id)
    subscription.status = 'canceled'
    subscription.ended_at = this.seconds
    this.emit('customer.subscription.deleted', subscription)
  }

  /** `isFlexible`: as Stripe's newer billing mode says it, by a date alone. */
  cancelAtPeriodEnd(id: string, isFlexible = false): void {
    const subscription = this.subscription(id)
    subscription.cancel_at_period_end = !isFlexible
    subscription.cancel_at = itemOf(subscription).current_period_end
    this.emit('customer.subscription.updated', subscription)
  }

  resume(id: string): void {
    Object.assign(this.subscription(id), { cancel_at_period_end: false, cancel_at: null })
    this.emit('customer.subscription.updated', this.subscription(id))
  }

  /** Another price from now on, with an invoice of the difference alone. */
  changePrice(id: string, price: string): void {
    const subscription = this.subscription(id)
    itemOf(subscription).price = { id: price }
    const invoice = this.#bill(subscription, 'subscription_update', true)
    this.#settle(invoice, subscription)
    this.emit('customer.subscription.updated', subscription)
    this.emit('invoice.paid', invoice)
  }

  /** What was paid last goes back, all of it unless said otherwise. */
  refund(id: string, part = 1): void {
    const charge = this.chargeOf(id)
    charge.amount_refunded = Math.min(charge.amount, charge.amount_refunded + Math.ceil(charge.amount * part))
    charge.refunded = charge.amount_refunded === charge.amount
    const refund = {
      ...this.base('re', 'refund'),
      charge: charge.id,
      payment_intent: charge.payment_intent,
      status: 'succeeded'
    }
    this.emit('charge.refunded', charge)
    this.emit('refund.created', refund)
  }

  /** The bank of whoever paid takes it back. */
  dispute(id: string): void {
    const charge = this.chargeOf(id)
    charge.disputed = true
    const { payment_intent } = charge
    const dispute = { ...this.base('dp', 'dispute'), charge: charge.id, payment_intent, status: 'needs_response' }
    this.disputes.push(dispute)
    this.emit('charge.dispute.created', dispute)
  }

  closeDispute(id: string, status: 'won' | 'lost'): void {
    const dispute = this.disputes.findLast(({ charge }) => charge === this.chargeOf(id).id)
    if (!dispute) throw new Error('there is no dispute')
    dispute.status = status
    this.emit('charge.dispute.closed', dispute)
  }

  /** Its subscriptions end with it. */
  deleteCustomer(customer: Customer): void {
    customer.deleted = true
    for (const each of this.subscriptions.values())
      if (each.customer === customer.id && each.ended_at === null) this.end(each.id)
    for (const session of this.sessions.values())
      if (session.customer === customer.id && session.status === 'open') this.expire(session)
  }

  expire(session: CheckoutSession): void {
    session.status = 'expired'
    session.url = null
    this.emit('checkout.session.expired', shown(session))
  }

  emit(type: string, object: object): void {
    const data = { object: structuredClone(object) }
    this.events.push({
      ...this.base('evt', 'event'),
      type,
      api_version: stripeVersion,
      data,
      pending_webhooks: 1,
      request: null
    })
  }

  session(id: string): CheckoutSession {
    const session = found(this.sessions, id)
    if (session.status === 'open' && session.expires_at <= this.seconds) this.expire(session)
    return session
  }

  subscription(id: string): Subscription {
    return found(this.subscriptions, id)
  }

  invoice(id: string): Invoice {
    return found(this.invoices, id)
  }

  priceOf(id: string): Price {
    return found(this.prices, id)
  }

  chargeOf(subscriptionId: string): Charge {
    const { latest_invoice } = this.subscription(subscriptionId)
    const payment = this.invoicePayments.findLast(({ invoice }) => invoice === latest_invoice)
    return found(this.charges, found(this.paymentIntents, payment?.payment.payment_intent ?? '').latest_charge ?? '')
  }

  #nextPeriod(subscription: Subscription): Invoice {
    const item = itemOf(subscription)
    item.current_period_start = item.current_period_end
    item.current_period_end = this.#later(item.price.id, item.current_period_start)
    return this.#bill(subscription, 'subscription_cycle')
  }

  #bill(subscription: Subscription, reason: string, isProration = false): Invoice {
    const line = {
      object: 'line_item',
      parent: {
        type: 'subscription_item_details',
        subscription_item_details: { proration: isProration, subscription: subscription.id }
      }
    }
    const invoice: Invoice = {
      ...this.base('in', 'invoice'),
      status: 'open',
      billing_reason: reason,
      amount_paid: 0,
      parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id } },
      lines: { object: 'list', data: [line] }
    }
    this.invoices.set(invoice.id, invoice)
    subscription.latest_invoice = invoice.id
    return invoice
  }

  #settle(invoice: Invoice, subscription: Subscription): void {
    const { customer } = subscription
    const intent = { ...this.base('pi', 'payment_intent'), customer, latest_charge: '', status: 'succeeded' }
    const paid = {
      amount: this.priceOf(itemOf(subscription).price.id).amount,
      amount_refunded: 0,
      refunded: false,
      disputed: false
    }
    const charge = { ...this.base('ch', 'charge'), ...paid, customer, payment_intent: intent.id }
    intent.latest_charge = charge.id
    this.charges.set(charge.id, charge)
    this.#payment(invoice, intent, 'paid')
    Object.assign(invoice, { status: 'paid', amount_paid: charge.amount })
  }

  #payment(invoice: Invoice, intent: PaymentIntent, status: 'open' | 'paid'): void {
    this.paymentIntents.set(intent.id, intent)
    const payment = { type: 'payment_intent' as const, payment_intent: intent.id }
    this.invoicePayments.push({ ...this.base('inpay', 'invoice_payment'), invoice: invoice.id, status, payment })
  }

  #later(price: string, seconds: number): number {
    const from = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO('UTC')
    return from.add({ months: this.priceOf(price).months }).epochMilliseconds / 1000
  }
}

/** As Stripe answers it. */
export function shown({ order: _order, ...session }: CheckoutSession): object {
  return session
}

function itemOf({ items }: Subscription): Item {
  const [item] = items.data
  if (!item) throw new Error('a subscription has an item')
  return item
}

function found<T>(objects: ReadonlyMap<string, T>, id: string): T {
  const object = objects.get(id)
  if (object === undefined) throw new MissingObject(id)
  return object
}

export class MissingObject extends Error {
  /** What of the request named it. */
  readonly parameter: string

  constructor(id: string, parameter = 'id') {
    super(`No such object: '${id}'`)
    this.parameter = parameter
  }
}
