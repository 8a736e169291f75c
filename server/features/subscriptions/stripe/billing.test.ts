import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/billing.ts'
import { getSubscription } from '#contract/plans.ts'
import { requestDeletion } from '#contract/privacy.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { monthly, yearly } from '#test/doubles/stripe.ts'
import { testApp, type Person } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { takeFacts } from '../intake/take-facts.ts'
import { appleRenewal, appleTransaction, testSubscriptions } from '../testing/facts.ts'
import { stripeStage, type StripeStage } from './testing-stripe.ts'

/** Somebody has bought in the App Store too. */
async function buyFromApple({ app }: StripeStage, { userId }: Person, { willRenew = true } = {}): Promise<void> {
  const user = app.db.selectFrom('users').select('purchase_token as token').where('id', '=', userId)
  const { token: accountToken } = await user.executeTakeFirstOrThrow()
  const ctx = makeContext(
    app.ground,
    { kind: 'job', name: 'test' },
    { requestId: 'test', ip: undefined, userAgent: '' }
  )
  const facts = [appleTransaction({ accountToken }), appleRenewal({ willRenew })]
  await ctx.write((tx) => takeFacts(tx, ctx, { subscriptions: testSubscriptions }, { facts, cause: 'asked_stripe' }))
}

const order = (price = monthly) => ({ body: { price } })

test('who pays on a page has the plan once Stripe tells of it, and manages it on a page of Stripe’s', async (t) => {
  const stage = await stripeStage(t)
  const { anna, double, app } = stage
  assert.deepEqual(await anna.call(api.getBilling), {
    prices: [
      { id: monthly, price: { minor: 499, currency: 'EUR' }, every: { unit: 'month', count: 1 } },
      { id: yearly, price: { minor: 4900, currency: 'EUR' }, every: { unit: 'year', count: 1 } }
    ],
    isCustomer: false
  })
  assert.equal((await anna.problem(api.openBillingPortal)).code, 'billing_not_begun')
  assert.equal((await anna.call(getSubscription)).isSoldOnWeb, true)

  await anna.call(api.startCheckout, order())
  assert.equal(
    (await anna.call(api.getBilling)).isCustomer,
    false,
    'who has only looked at the page has nothing to manage'
  )
  const id = await stage.pay()
  assert.equal(await stage.paidUntil(), null, 'what Stripe has not told of is not there')
  assert.deepEqual(await stage.tell(), [200, 200, 200])
  assert.equal(await stage.paidUntil(), '2026-04-10T14:00:00Z', 'to the end of the month, and the leeway')
  assert.equal((await anna.call(api.getBilling)).isCustomer, true)
  assert.match((await anna.call(api.openBillingPortal)).url, /^https:\/\/billing\.stripe\.com\//)
  assert.equal((await anna.problem(api.startCheckout, order())).code, 'subscription_paid_already')

  const [customer] = double.world.customers.values()
  const { purchase_token } = await app.db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', anna.userId)
    .executeTakeFirstOrThrow()
  assert.deepEqual(
    [customer?.metadata, double.world.subscription(id).metadata],
    [{ account: purchase_token }, { account: purchase_token }]
  )
  assert.equal(
    JSON.stringify([...double.world.sessions.values()]).includes(anna.userId),
    false,
    'Stripe learns no id of ours'
  )
})

test('where nobody pays on the web there is nothing to see; a price that is not ours is none', async (t) => {
  const ben = await (await testApp(t)).person('Ben')
  for (const problem of [
    await ben.problem(api.getBilling),
    await ben.problem(api.startCheckout, order()),
    await ben.problem(api.openBillingPortal)
  ])
    assert.deepEqual([problem.status, problem.code], [404, 'billing_not_offered'])

  const { anna, double } = await stripeStage(t)
  for (const price of ['price_of_others', 'constructor'])
    assert.equal((await anna.problem(api.startCheckout, order(price))).code, 'price_not_offered')
  double.world.prices.set(yearly, { months: 12, amount: 4900, isGone: true })
  assert.equal((await anna.problem(api.startCheckout, order(yearly))).code, 'price_not_offered')
  assert.deepEqual(
    (await anna.call(api.getBilling)).prices.map(({ id }) => id),
    [monthly]
  )
})

// ASVS 15.4.2
test('of many who ask at once there is one customer and one page on which they can pay', async (t) => {
  const { anna, double } = await stripeStage(t)
  const pages = await race(20, () => anna.call(api.startCheckout, order()))
  const urls = pages.map((page) => (page.status === 'fulfilled' ? page.value.url : String(page.reason)))
  assert.equal(new Set(urls).size, 1, urls.join('\n'))
  assert.equal(double.world.customers.size, 1)
  assert.equal(double.world.sessions.size, 1)
  assert.deepEqual(await anna.call(api.startCheckout, order()), { url: urls[0] }, 'and later it is the same one')
})

// ASVS 15.4.2
test('another price closes the page of the first, also when both are wanted at once', async (t) => {
  const { anna, app, double } = await stripeStage(t)
  const open = () => [...double.world.sessions.values()].filter(({ status }) => status === 'open')
  await anna.call(api.startCheckout, order())
  await anna.call(api.startCheckout, order(yearly))
  assert.deepEqual(
    open().map((session) => session.order.price),
    [yearly]
  )

  for (let round = 0; round < 5; round++) {
    await race(6, (index) => anna.send(api.startCheckout, order(index % 2 ? monthly : yearly)))
    await app.runJobs()
    assert.ok(open().length <= 1, `${open().length} pages`)
  }
})

test('a page that nobody has paid on is over after a day, and the next one is another', async (t) => {
  const { anna, app, double } = await stripeStage(t)
  const first = await anna.call(api.startCheckout, order())
  app.clock.advance({ hours: 25 })
  assert.notDeepEqual(await anna.call(api.startCheckout, order()), first)
  assert.equal(double.world.customers.size, 1)
})

test('who pays another store is refused, and may pay here when that one is not renewed', async (t) => {
  const stage = await stripeStage(t)
  const ben = await stage.app.person('Ben')
  await buyFromApple(stage, stage.anna)
  assert.equal((await stage.anna.problem(api.startCheckout, order())).code, 'subscription_paid_elsewhere')
  assert.equal(stage.double.world.customers.size, 0, 'and nothing was made')
  assert.equal((await ben.send(api.startCheckout, order())).statusCode, 200, 'others are not concerned')
})

test('a purchase that ends by itself stands in nobody’s way', async (t) => {
  const stage = await stripeStage(t)
  await buyFromApple(stage, stage.anna, { willRenew: false })
  await stage.pay()
  await stage.tell()
  assert.deepEqual([await stage.states(), await stage.alerts()], [['CANCELED', 'ACTIVE'], []])
})

// ASVS 2.3.3
test('who begins to pay another store while the page is made does not get it, and nobody can pay there', async (t) => {
  const stage = await stripeStage(t)
  const { anna, double } = stage
  double.meanwhile(() => buyFromApple(stage, anna))
  assert.equal((await anna.problem(api.startCheckout, order())).code, 'subscription_paid_elsewhere')
  stage.app.log.expectErrors()
  double.fail(503, 503)
  await stage.app.runJobs()
  await stage.retry()
  const statuses = () => [...double.world.sessions.values()].map(({ status }) => status)
  assert.deepEqual(statuses(), ['expired'], 'though Stripe was away at first')

  await stage.app.db.updateTable('store_purchases').set({ auto_renews: false }).execute()
  await anna.call(api.startCheckout, order())
  assert.deepEqual(statuses(), ['expired', 'open'], 'not the one that is closed')
  assert.equal(double.world.customers.size, 1)
})

// ASVS 15.4.2
test('two tabs in which somebody pays and asks for another price at once end in one subscription', async (t) => {
  for (let round = 0; round < 5; round++) {
    const stage = await stripeStage(t)
    const { anna, app, double } = stage
    await race(4, (index) => anna.send(api.startCheckout, order(index % 2 ? monthly : yearly)))
    const first = [...double.world.sessions.values()].find(({ status }) => status === 'open') ?? assert.fail()
    await race(6, async (index) =>
      index === 3 ? double.world.pay(first.id) : anna.send(api.startCheckout, order(index % 2 ? monthly : yearly))
    )
    await app.runJobs()
    await stage.tell()
    await anna.send(api.startCheckout, order())
    await app.runJobs()
    const open = [...double.world.sessions.values()].filter(({ status }) => status === 'open')
    assert.equal(open.length + double.world.subscriptions.size, 1)
  }
})

test('who has subscribed twice on the web has the plan once, and whoever runs the installation is told', async (t) => {
  const stage = await stripeStage(t)
  const { world } = stage.double
  const { metadata, customer } = world.subscription(await stage.pay())
  await stage.tell()
  world.subscribe(customer, { price: monthly, metadata })
  await stage.tell()
  assert.deepEqual([await stage.states(), await stage.alerts()], [['ACTIVE', 'ACTIVE'], ['paid_twice']])
})

test('who has paid two stores all the same has the plan once, and whoever runs the installation is told', async (t) => {
  const stage = await stripeStage(t)
  const id = await stage.pay()
  await buyFromApple(stage, stage.anna)
  await stage.tell()
  assert.deepEqual([await stage.states(), await stage.alerts()], [['ACTIVE', 'ACTIVE'], ['paid_twice']])
  assert.equal(await stage.paidUntil(), '2026-04-10T14:00:00Z')

  stage.double.world.end(id)
  await stage.tell()
  assert.deepEqual(await stage.states(), ['ACTIVE', 'EXPIRED'])
  assert.notEqual(await stage.paidUntil(), null, 'the other one is still theirs')
})

test('who pays on the web and then in the App Store too is noticed just so, though Stripe tells nothing any more', async (t) => {
  const stage = await stripeStage(t)
  await stage.pay()
  await stage.tell()
  await buyFromApple(stage, stage.anna)
  assert.deepEqual([await stage.states(), await stage.alerts()], [['ACTIVE', 'ACTIVE'], ['paid_twice']])
})

test('what waits for its first payment is not paid twice yet', async (t) => {
  const stage = await stripeStage(t)
  const { world } = stage.double
  const id = await stage.pay()
  world.subscription(id).status = 'incomplete'
  await buyFromApple(stage, stage.anna)
  await stage.tell()
  assert.deepEqual([await stage.states(), await stage.alerts()], [['ACTIVE', 'PENDING'], []])
  world.subscription(id).status = 'active'
  world.emit('customer.subscription.updated', world.subscription(id))
  await stage.tell()
  assert.deepEqual(await stage.alerts(), ['paid_twice'])
})

test('nobody can pay on a page that is open when an app store is paid', async (t) => {
  const stage = await stripeStage(t)
  const { anna, app, double } = stage
  const statuses = () => [...double.world.sessions.values()].map(({ status }) => status)
  await anna.call(api.startCheckout, order())
  await buyFromApple(stage, anna)
  await app.runJobs()
  assert.deepEqual(statuses(), ['expired'])

  await app.db.updateTable('store_purchases').set({ auto_renews: false }).execute()
  await anna.call(api.startCheckout, order())
  await app.db.updateTable('store_purchases').set({ auto_renews: true }).execute()
  assert.equal((await anna.problem(api.startCheckout, order())).code, 'subscription_paid_elsewhere')
  await app.runJobs()
  assert.deepEqual(statuses(), ['expired', 'expired'], 'and whoever asks for one more has the former one closed too')
})

test('what was paid a moment ago is seen before somebody can pay again, though no webhook has come', async (t) => {
  const stage = await stripeStage(t)
  await stage.pay()
  assert.equal((await stage.anna.problem(api.startCheckout, order())).code, 'subscription_paid_already')
  assert.equal(await stage.paidUntil(), '2026-04-10T14:00:00Z')
  assert.equal(stage.double.world.sessions.size, 1)
})

test('who has ended it begins anew; who has cancelled it takes it up again instead', async (t) => {
  const stage = await stripeStage(t)
  const id = await stage.pay()
  stage.double.world.cancelAtPeriodEnd(id)
  await stage.tell()
  assert.equal((await stage.anna.problem(api.startCheckout, order())).code, 'subscription_paid_already')
  stage.double.world.end(id)
  await stage.tell()
  await stage.pay(yearly)
  await stage.tell()
  assert.deepEqual(await stage.states(), ['EXPIRED', 'ACTIVE'])
  assert.equal(stage.double.world.customers.size, 1)
})

test('a customer that somebody has deleted at Stripe is made anew', async (t) => {
  const { anna, double } = await stripeStage(t)
  await anna.call(api.startCheckout, order())
  const [customer = assert.fail()] = double.world.customers.values()
  double.world.deleteCustomer(customer)
  assert.equal((await anna.problem(api.openBillingPortal)).code, 'billing_not_begun')
  await anna.call(api.startCheckout, order())
  assert.match((await anna.call(api.openBillingPortal)).url, /^https:/)
  assert.equal(double.world.customers.size, 2)
})

test('whose customer somebody has deleted at Stripe has nothing to manage, and can pay again', async (t) => {
  const stage = await stripeStage(t)
  const { anna, double } = stage
  await stage.pay()
  await stage.tell()
  const [customer = assert.fail()] = double.world.customers.values()
  double.world.deleteCustomer(customer)
  await stage.tell()
  assert.equal((await anna.call(api.getBilling)).isCustomer, true)
  assert.equal((await anna.problem(api.openBillingPortal)).code, 'billing_not_begun')
  assert.equal((await anna.call(api.getBilling)).isCustomer, false)
  await stage.pay()
  await stage.tell()
  assert.deepEqual(await stage.states(), ['EXPIRED', 'ACTIVE'])
})

/** As `accounts` does it once the new address is proved. */
async function moveTo({ app, anna }: StripeStage, email: string): Promise<void> {
  await app.db.transaction().execute(async (tx) => {
    await tx.updateTable('users').set({ email }).where('id', '=', anna.userId).execute()
    await enqueue(tx, 'subscriptions.tell-stripe-address', { userId: anna.userId })
  })
}

test('Stripe writes to the address that one has now, though it was away when that changed', async (t) => {
  const stage = await stripeStage(t)
  const { anna, app, double } = stage
  await moveTo(stage, 'first@example.org')
  await app.runJobs()
  assert.equal(double.world.customers.size, 0, 'who never paid is nobody to Stripe')
  await anna.call(api.startCheckout, order())
  const [customer = assert.fail()] = double.world.customers.values()
  assert.equal(customer.email, 'first@example.org')

  app.log.expectErrors()
  await double.stop()
  await moveTo(stage, 'second@example.org')
  await app.runJobs()
  await double.start()
  await stage.retry()
  assert.equal(customer.email, 'second@example.org')

  double.fail('break the line after the effect')
  double.meanwhile(() => moveTo(stage, 'fourth@example.org'))
  await moveTo(stage, 'third@example.org')
  await app.runJobs()
  assert.equal(customer.email, 'fourth@example.org')
})

test('who gets another address while the customer is made has that one told', async (t) => {
  const stage = await stripeStage(t)
  const { anna, app, double } = stage
  double.meanwhile(() => moveTo(stage, 'moved@example.org').then(() => app.runJobs()))
  await anna.call(api.startCheckout, order())
  await app.runJobs()
  assert.deepEqual(
    [...double.world.customers.values()].map(({ email }) => email),
    ['moved@example.org']
  )
})

test('an address for a customer that is gone at Stripe is told to nobody, and not again', async (t) => {
  const stage = await stripeStage(t)
  await stage.anna.call(api.startCheckout, order())
  const [customer = assert.fail()] = stage.double.world.customers.values()
  stage.double.world.deleteCustomer(customer)
  for (const email of ['first@example.org', 'second@example.org']) await moveTo(stage, email)
  await stage.app.runJobs()
  assert.equal(stage.double.done['POST /v1/customers/:id'], 1)
  await stage.pay()
  await stage.tell()
  assert.deepEqual(await stage.states(), ['ACTIVE'])
})

test('an address that Stripe does not take stands in nobody’s way', async (t) => {
  const stage = await stripeStage(t)
  await moveTo(stage, 'anna@localhost')
  await stage.pay()
  await stage.tell()
  assert.deepEqual(await stage.states(), ['ACTIVE'])
})

test('while Stripe is away nothing is changed, and it is told when to try again', async (t) => {
  const { anna, app, double } = await stripeStage(t)
  await double.stop()
  for (const response of [await anna.send(api.startCheckout, order()), await anna.send(api.getBilling)]) {
    assert.deepEqual([response.statusCode, response.json<{ code: string }>().code], [503, 'store_unavailable'])
    assert.equal(response.headers['retry-after'], '30')
  }
  assert.deepEqual(await app.db.selectFrom('stripe_customers').selectAll().execute(), [])
  await double.start()
  await anna.call(api.startCheckout, order())
})

test('an answer that was lost is given again under its key', async (t) => {
  const { anna, double } = await stripeStage(t)
  const asked = { ...order(), headers: { 'idempotency-key': 'the-same-key' } }
  const first = await anna.call(api.startCheckout, asked)
  assert.deepEqual(await anna.call(api.startCheckout, asked), first)
  assert.equal(double.world.sessions.size, 1)
})

test('with the account goes what it pays on the web; until Stripe has heard of it somebody is told', async (t) => {
  const stage = await stripeStage(t)
  const { anna, app, double } = stage
  const id = await stage.pay()
  await stage.tell()
  await anna.call(requestDeletion)
  app.clock.advance({ hours: 8 * 24 })
  await double.stop()
  app.log.expectErrors()
  await app.db.transaction().execute((tx) => enqueue(tx, 'privacy.erase-accounts', {}))
  await app.runJobs()
  assert.deepEqual(await app.db.selectFrom('users').select('id').where('id', '=', anna.userId).execute(), [])
  assert.deepEqual(await stage.alerts(), ['cancellation_failed'])

  await double.start()
  await stage.retry()
  assert.equal(double.world.subscription(id).status, 'canceled')
  assert.ok([...double.world.customers.values()].every(({ deleted }) => deleted))
  const open = app.db.selectFrom('subscription_alerts').select('kind').where('resolved_at', 'is', null)
  assert.deepEqual(await open.execute(), [], 'Stripe has heard of it')
  await stage.tell()
  assert.deepEqual(await stage.states(), ['EXPIRED'])
})

/** As when the days are over that one had to think it over. */
async function erase({ app }: StripeStage): Promise<void> {
  await app.db.transaction().execute((tx) => enqueue(tx, 'privacy.erase-accounts', {}))
  await app.runJobs()
}

test('who is erased while the customer is made is nobody any more, and nothing of them stays at Stripe', async (t) => {
  const stage = await stripeStage(t)
  const { anna, app, double } = stage
  await anna.call(requestDeletion)
  app.clock.advance({ hours: 8 * 24 })
  double.meanwhile(() => erase(stage))
  const { status, code } = await anna.problem(api.startCheckout, order())
  assert.deepEqual([status, code], [401, 'not_signed_in'])
  await app.runJobs()
  assert.deepEqual(
    [...double.world.customers.values()].map(({ deleted }) => deleted),
    [true]
  )
})

test('who is erased while the page is made is nobody any more, and nobody can pay there', async (t) => {
  const stage = await stripeStage(t)
  const { anna, app, double } = stage
  double.meanwhile(async () => {}) // the customer
  double.meanwhile(() => app.db.deleteFrom('users').where('id', '=', anna.userId).execute())
  const { status, code } = await anna.problem(api.startCheckout, order())
  assert.deepEqual([status, code], [401, 'not_signed_in'])
  await app.runJobs()
  assert.deepEqual(
    [...double.world.sessions.values()].map(({ status: page }) => page),
    ['expired']
  )
})

test('it is written down who has opened a page to pay on, and to manage it', async (t) => {
  const stage = await stripeStage(t)
  await stage.pay()
  await stage.tell()
  await stage.anna.call(api.openBillingPortal)
  const lines = stage.app.db.selectFrom('audit_events').select(['event', 'actor_id as by', 'subject_id as about'])
  const { userId } = stage.anna
  assert.deepEqual(await lines.where('event', 'like', 'billing.%').orderBy('id').execute(), [
    { event: 'billing.checkout_started', by: userId, about: userId },
    { event: 'billing.portal_opened', by: userId, about: userId }
  ])
})

test('prices are kept for an hour, and not for ever', async (t) => {
  const { anna, app, double } = await stripeStage(t)
  const cheapest = async () => (await anna.call(api.getBilling)).prices[0]?.price.minor
  assert.equal(await cheapest(), 499)
  double.world.prices.set(monthly, { months: 1, amount: 599 })
  app.clock.advance({ minutes: 59 })
  assert.equal(await cheapest(), 499, 'Stripe is not asked each time')
  app.clock.advance({ minutes: 2 })
  assert.equal(await cheapest(), 599)
})

test('what Stripe refuses is told as such, and is not to be tried again', async (t) => {
  const { anna, app, double } = await stripeStage(t)
  const refused = async (send: Promise<{ statusCode: number; headers: object; json<T>(): T }>) => {
    const response = await send
    const { code } = response.json<{ code: string }>()
    return [response.statusCode, code, 'retry-after' in response.headers]
  }
  const expected = [502, 'billing_out_of_order', false]
  await anna.call(api.startCheckout, order())
  app.log.expectErrors()
  double.hasPortal = false
  assert.deepEqual(await refused(anna.send(api.openBillingPortal)), expected)
  assert.ok(app.log.lines.some(({ fields }) => JSON.stringify(fields).includes('portal_not_configured')))
  double.keys.clear()
  assert.deepEqual(await refused(anna.send(api.startCheckout, order())), expected)
  assert.deepEqual(await refused(anna.send(api.getBilling)), expected)
})
