import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { runningJob } from '#server/platform/running-job.ts'
import { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { monthly, testStripe, yearly } from '#test/doubles/stripe.ts'
import { race } from '#test/race.ts'
import { stripeCall } from './stripe-call.ts'
import { StripeRefused, StripeUnavailable } from './stripe-errors.ts'
import type { CheckoutOrder } from './stripe-pages.ts'
import { stripe, type Stripe } from './stripe.ts'

const account = '0198f0a0-0000-4000-8000-000000000001'

async function stage(t: TestContext) {
  let instant = Temporal.Instant.from('2026-03-10T12:00:00Z')
  const now = () => instant
  const double = await testStripe(t, { now })
  const key = new WatchedSecret({ name: 'STRIPE_KEY', value: double.key })
  const client = stripe(stripeCall({ standIn: double.url, key, pausesMs: [1, 10, 100] }))
  const customerId = await client.createCustomer({ email: 'anna@example.org', account, key: 'customer-1' })
  const order = (more: Partial<CheckoutOrder> = {}): CheckoutOrder => ({
    customerId,
    priceId: monthly,
    account,
    successUrl: 'https://home.example.org/settings/plan?checkout=done',
    cancelUrl: 'https://home.example.org/settings/plan?checkout=cancelled',
    locale: 'de',
    key: 'checkout-1',
    ...more
  })
  const paid = async () => double.world.pay((await client.startCheckout(order())).id)
  return {
    double,
    key,
    client,
    customerId,
    order,
    paid,
    advance: (by: Temporal.DurationLike) => void (instant = instant.add(by))
  }
}

const seen = async (client: Stripe, id: string) => {
  const subscription = await client.readSubscription(id)
  assert.ok(subscription)
  return { ...subscription, isGivenBack: await client.isGivenBack(subscription.paymentIntentIds) }
}

test('what is paid on a page becomes a subscription that names the account', async (t) => {
  const { double, client, customerId, order } = await stage(t)
  const session = await client.startCheckout(order())
  assert.equal(session.url, double.world.session(session.id).url)
  const { client_reference_id, locale } = double.world.session(session.id)
  assert.deepEqual([client_reference_id, locale], [account, 'de'])

  const id = double.world.pay(session.id)
  assert.deepEqual(await client.readCheckout(session.id), {
    id: session.id,
    status: 'complete',
    url: undefined,
    subscriptionId: id
  })
  const { paymentIntentIds, ...subscription } = await seen(client, id)
  const fromMs = Date.parse('2026-03-10T12:00:00Z')
  assert.deepEqual(subscription, {
    id,
    customerId,
    isLive: true,
    status: 'active',
    items: [{ priceId: monthly, fromMs, untilMs: Date.parse('2026-04-10T12:00:00Z') }],
    startedAtMs: fromMs,
    cancelsAtMs: undefined,
    cancelsAtPeriodEnd: false,
    endedAtMs: undefined,
    account,
    isGivenBack: false
  })
  assert.equal(await client.subscriptionOfPayment(paymentIntentIds[0] ?? ''), id)
  assert.equal(await client.readSubscription('sub_unknown'), undefined)
})

test('a subscription goes through all that can happen to it', async (t) => {
  const { double, client, paid } = await stage(t)
  const id = await paid()
  const { world } = double
  const states: [what: string, run: () => void, expected: object][] = [
    [
      'cancelled',
      () => world.cancelAtPeriodEnd(id),
      { status: 'active', cancelsAtPeriodEnd: true, cancelsAtMs: Date.parse('2026-04-10T12:00:00Z') }
    ],
    ['taken up again', () => world.resume(id), { cancelsAtPeriodEnd: false, cancelsAtMs: undefined }],
    [
      'cancelled as the newer way of billing says it',
      () => world.cancelAtPeriodEnd(id, true),
      { cancelsAtPeriodEnd: false, cancelsAtMs: Date.parse('2026-04-10T12:00:00Z') }
    ],
    ['and again', () => world.resume(id), { cancelsAtMs: undefined }],
    ['a part given back', () => world.refund(id, 0.5), { isGivenBack: false }],
    ['the rest too', () => world.refund(id, 0.5), { isGivenBack: true, status: 'active' }],
    [
      'another price, a difference paid',
      () => world.changePrice(id, yearly),
      { isGivenBack: false, paymentIntentIds: [] }
    ],
    ['renewed', () => world.renew(id), { isGivenBack: false }],
    ['disputed', () => world.dispute(id), { isGivenBack: false }],
    ['and lost', () => world.closeDispute(id, 'lost'), { isGivenBack: true }],
    ['not paid', () => world.failPayment(id), { status: 'past_due', isGivenBack: false, paymentIntentIds: [] }],
    ['paid after all', () => world.recover(id), { status: 'active' }],
    ['ended', () => world.end(id), { status: 'canceled', endedAtMs: Date.parse('2026-03-10T12:00:00Z') }]
  ]
  for (const [what, run, expected] of states) {
    run()
    const subscription = await seen(client, id)
    assert.deepEqual({ ...subscription, ...expected }, subscription, what)
  }
})

test('the same key has one effect, however often and at once it is shown; other words under it are refused', async (t) => {
  const { double, client, order } = await stage(t)
  const all = await race(5, () => client.startCheckout(order()))
  const urls = all.map((result) => (result.status === 'fulfilled' ? result.value.url : result.reason))
  assert.equal(new Set(urls).size, 1)
  assert.equal(double.done['POST /v1/checkout/sessions'], 1)
  await assert.rejects(client.startCheckout(order({ priceId: yearly })), {
    name: 'StripeRefused',
    code: 'idempotency_error'
  })
})

test('an answer that was lost on the way is asked for again and has had one effect', async (t) => {
  const { double, client, order } = await stage(t)
  double.fail('break the line after the effect', 503, 409)
  assert.equal((await client.startCheckout(order())).status, 'open')
  assert.equal(double.world.sessions.size, 1)
})

test('all tries of one call have one effect and one limit of time together, for which somebody waits only in a request', async (t) => {
  const { double, key, client, order } = await stage(t)
  const patienceMs = { request: 500, job: 60_000 }
  const hurried = stripe(stripeCall({ standIn: double.url, key, pausesMs: [1, 1_000], patienceMs }))
  double.fail('break the line after the effect', 'no answer after the effect')
  await assert.rejects(hurried.startCheckout(order()), StripeUnavailable)
  double.fail('break the line', 'break the line')
  await assert.rejects(hurried.startCheckout(order()), StripeUnavailable)
  double.fail('break the line', 'break the line')
  const { id } = await runningJob.run('1', () => hurried.startCheckout(order()))
  assert.equal((await client.startCheckout(order())).id, id)
  assert.equal(double.world.sessions.size, 1)
})

test('a failure that Stripe keeps under a key is not the last word: the next key is asked, and of many at once one makes it', async (t) => {
  const { double, client, order, customerId } = await stage(t)
  double.fail(500, 500, 500, 500)
  assert.equal((await client.startCheckout(order())).status, 'open')

  double.world.prices.set('price_new', { months: 1, amount: 99, isGone: true })
  const wish = order({ priceId: 'price_new', key: 'checkout-new' })
  await assert.rejects(client.startCheckout(wish), StripeRefused)
  double.world.prices.set('price_new', { months: 1, amount: 99 })
  const all = await race(5, () => client.startCheckout(wish))
  const ids = all.map((result) => (result.status === 'fulfilled' ? result.value.id : result.reason))
  assert.equal(new Set(ids).size, 1)
  assert.equal(double.world.sessions.size, 2)
  assert.equal([...double.world.sessions.values()].at(-1)?.customer, customerId)
})

test('a customer gets another address, but for one that is deleted; one that Stripe does not take is left out', async (t) => {
  const { double, client, customerId } = await stage(t)
  const addressOf = (id: string) => double.world.customers.get(id)?.email
  const change = (email: string) => client.changeEmail({ customerId, email, key: `email-${email}` })
  assert.equal(await change('anna.new@example.org'), 'changed')
  assert.equal(await change('anna@localhost'), 'not taken')
  assert.equal(addressOf(customerId), 'anna.new@example.org')
  await client.deleteCustomer(customerId)
  assert.equal(await change('anna@example.org'), 'gone')
  const other = await client.createCustomer({ email: 'anna@localhost', account, key: 'customer-2' })
  assert.equal(addressOf(other), null)
})

test('while Stripe is away it is for later; what Stripe refuses is not asked again', async (t) => {
  const { double, client, order, customerId } = await stage(t)
  double.fail(500, 'break the line', 503, 500)
  await assert.rejects(client.readSubscription('sub_1'), StripeUnavailable)
  await double.stop()
  await assert.rejects(
    client.openPortal({ customerId, returnUrl: 'https://home.example.org/', locale: 'en' }),
    StripeUnavailable
  )
  await double.start()
  await assert.rejects(client.startCheckout(order({ priceId: 'price_unknown', key: 'checkout-2' })), {
    name: 'StripeRefused',
    code: 'resource_missing'
  })
  double.hasPortal = false
  await assert.rejects(
    client.openPortal({ customerId, returnUrl: 'https://home.example.org/', locale: 'en' }),
    StripeRefused
  )
})

test('a page that nobody paid on is closed; one on which somebody has is told as it is', async (t) => {
  const { double, client, order } = await stage(t)
  const [left, used] = [await client.startCheckout(order()), await client.startCheckout(order({ key: 'checkout-2' }))]
  double.world.pay(used.id)
  assert.equal((await client.expireCheckout(left.id))?.status, 'expired')
  assert.equal((await client.expireCheckout(left.id))?.status, 'expired')
  assert.equal((await client.expireCheckout(used.id))?.status, 'complete')
})

test('with the customer goes what they paid for, once; and where they manage it is a page of Stripe’s', async (t) => {
  const { client, paid, customerId } = await stage(t)
  const id = await paid()
  const portal = { customerId, returnUrl: 'https://home.example.org/', locale: 'en' }
  assert.match((await client.openPortal(portal)) ?? '', /^https:\/\/billing\.stripe\.com\//)
  await client.deleteCustomer(customerId)
  await client.deleteCustomer(customerId)
  assert.equal(await client.openPortal(portal), undefined)
  assert.equal((await client.readSubscription(id))?.status, 'canceled')
})

test('a price says what is paid how often; one that nobody can pay any more is none', async (t) => {
  const { double, client } = await stage(t)
  const every = { interval: 'month', count: 1 }
  assert.deepEqual(await client.readPrice(monthly), { id: monthly, amount: 499, currency: 'EUR', every })
  assert.deepEqual((await client.readPrice(yearly))?.every, { interval: 'year', count: 1 })
  double.world.prices.set('price_gone', { months: 1, amount: 299, isGone: true })
  assert.equal(await client.readPrice('price_gone'), undefined)
  assert.equal(await client.readPrice('price_unknown'), undefined)
})

test('what has happened is listed over all pages, as far back as is asked', async (t) => {
  const { double, client, paid, advance } = await stage(t)
  const id = await paid()
  advance({ hours: 1 })
  const since = Temporal.Instant.from('2026-03-10T13:00:00Z')
  for (let times = 0; times < 120; times++) double.world[times % 2 ? 'resume' : 'cancelAtPeriodEnd'](id)
  const events = await Array.fromAsync(client.eventsSince(since))
  assert.equal(events.length, 120)
  assert.equal(new Set(events.map(({ event }) => event.id)).size, 120)
  assert.ok(events.every(({ event }) => event.subscriptionId === id && event.isLive))
  assert.equal(double.done['GET /v1/events'], 2)
})

test('refunds and disputes name the payment; an invoice of a former version its subscription', async (t) => {
  const { double, client, paid } = await stage(t)
  const id = await paid()
  double.world.refund(id)
  double.world.dispute(id)
  const start = Temporal.Instant.from('2026-03-10T00:00:00Z')
  const events = await Array.fromAsync(client.eventsSince(start))
  const ofPayments = events.filter(({ event }) => event.paymentIntentId !== undefined).map(({ event }) => event.type)
  assert.deepEqual(ofPayments.toSorted(), ['charge.dispute.created', 'charge.refunded', 'refund.created'])
})

// ASVS 13.3.4
test('a new key is used from the next call on; one that is refused gives way to the one before it', async (t) => {
  const { double, key, client } = await stage(t)
  const former = double.key
  double.keys.add('rk_live_thenext')
  await key.offer('rk_live_thenext')
  double.keys.delete(former)
  assert.equal(await client.readSubscription('sub_1'), undefined)
  double.keys.clear()
  double.keys.add(former)
  assert.equal(await client.readSubscription('sub_1'), undefined)
  assert.equal(key.lastError?.code, 'unauthorized')
})

test('the double refuses what Stripe refuses', async (t) => {
  const { double } = await stage(t)
  const ask = async (path: string, init: { headers?: Record<string, string>; body?: string } = {}) => {
    const headers = { authorization: `Bearer ${double.key}`, 'stripe-version': '2026-10-28.endive', ...init.headers }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const reply = await fetch(
      `${double.url}${path}`,
      init.body === undefined ? { headers } : { method: 'POST', headers: { ...form, ...headers }, body: init.body }
    )
    const { error } = (await reply.json()) as { error?: { code?: string; type?: string } }
    return [reply.status, error?.code ?? error?.type]
  }
  const table: [unknown[], Parameters<typeof ask>][] = [
    [
      [401, 'invalid_request_error'],
      ['/v1/events', { headers: { authorization: 'Bearer rk_live_other' } }]
    ],
    [
      [400, 'version_required'],
      ['/v1/events', { headers: { 'stripe-version': 'latest' } }]
    ],
    [
      [400, 'form_required'],
      ['/v1/customers', { body: '{}', headers: { 'content-type': 'application/json' } }]
    ],
    [
      [400, 'parameter_unknown'],
      ['/v1/customers/cus_1', { body: 'name=Anna' }]
    ],
    [
      [404, 'resource_missing'],
      ['/v1/customers/cus_1', { body: 'email=anna%40example.org' }]
    ],
    [
      [400, 'email_invalid'],
      ['/v1/customers', { body: 'email=anna' }]
    ],
    [
      [400, 'parameter_unknown'],
      ['/v1/customers', { body: 'mail=anna%40example.org' }]
    ],
    [
      [400, 'parameter_unknown'],
      ['/v1/customers', { body: 'metadata=x&nickname=y' }]
    ],
    [
      [400, 'parameter_missing'],
      ['/v1/checkout/sessions', { body: 'mode=subscription' }]
    ],
    [[404, 'url_invalid'], ['/v1/charges']],
    [[404, 'resource_missing'], ['/v1/subscriptions/sub_1']],
    [[400, 'parameter_invalid'], ['/v1/events?limit=101']],
    [
      [200, undefined],
      ['/v1/customers', { body: 'email=anna%40example.org&metadata%5Baccount%5D=a' }]
    ]
  ]
  for (const [expected, asked] of table) assert.deepEqual(await ask(...asked), expected, JSON.stringify(asked))
})
