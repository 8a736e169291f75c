import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { enqueue } from '#server/platform/jobs.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { monthly, type Delivery } from '#test/doubles/stripe.ts'
import { replicaOf, testApp, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { replayEvents } from '../intake/replay.ts'
import { replayEvent } from './stripe-events.ts'
import { stripeStage, type StripeStage } from './testing-stripe.ts'

async function logged(app: TestApp): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select environment || ' ' || type || ': ' || coalesce((
      select string_agg(outcome, ' ' order by at) from webhooks.outcomes where event = events.id), '') as line
    from webhooks.events order by id`.execute(app.db)
  return rows.map(({ line }) => line)
}

async function waiting(app: TestApp): Promise<number> {
  return (await app.db.selectFrom('outbox').select('id').execute()).length
}

const newest = ({ double }: StripeStage) => double.world.events.at(-1) ?? assert.fail()

async function runJob(app: TestApp, job: string): Promise<void> {
  await app.db.transaction().execute((tx) => enqueue(tx, job, {}))
  await app.runJobs()
}

// ASVS 2.2.1
test('what Stripe has not signed, or not for us, or not now, is refused, and nothing of it is kept', async (t) => {
  const stage = await stripeStage(t)
  const { app, double } = stage
  await stage.pay()
  const event = newest(stage)
  const now = app.clock.now()
  const { payload, headers } = double.signed(event)
  const forged: Record<string, Delivery> = {
    'no signature': { payload, headers: { 'content-type': 'application/json' } },
    'another secret': double.signed(event, { secrets: ['whsec_of_somebody_else'] }),
    old: double.signed(event, { at: now.subtract({ seconds: 301 }) }),
    'of the future': double.signed(event, { at: now.add({ seconds: 301 }) }),
    'other bytes': { payload: payload.replace('"livemode": true', '"livemode": false'), headers },
    'another spelling of the same': { payload: JSON.stringify(event), headers },
    nothing: { payload: '', headers },
    'no JSON': { payload: '{"id": "evt_1"', headers }
  }
  for (const [what, delivery] of Object.entries(forged)) {
    const response = await app.inject({ method: 'POST', url: '/api/webhooks/stripe', ...delivery })
    assert.deepEqual(
      [what, response.statusCode, response.json<{ code: string }>().code],
      [what, 401, 'store_signature_not_accepted']
    )
  }
  assert.deepEqual([await logged(app), await waiting(app), await stage.states()], [[], 0, []])
  const told = app.log.lines.filter(({ message }) => message === 'an event is not signed by Stripe')
  assert.equal(told.length, Object.keys(forged).length)
  for (const { fields } of told) assert.match(JSON.stringify(fields), /"digest":"[0-9a-f]{32}"/)
})

test('bytes beyond the limit are refused unread, and so is what is not JSON', async (t) => {
  const stage = await stripeStage(t)
  const large = stage.double.signed({ object: 'event', padding: 'x'.repeat(64 * 1024) })
  assert.equal(await stage.receive(large), 413)
  const { payload, headers } = stage.double.signed({ object: 'event' })
  assert.equal(await stage.receive({ payload, headers: { ...headers, 'content-type': 'text/plain' } }), 415)
  assert.deepEqual(await logged(stage.app), [])
})

test('where Stripe is not set up it is told to come again', async (t) => {
  const { double } = await stripeStage(t)
  const app = await testApp(t)
  const { payload, headers } = double.signed({ object: 'event' })
  const response = await app.inject({ method: 'POST', url: '/api/webhooks/stripe', payload, headers })
  assert.deepEqual([response.statusCode, response.json<{ code: string }>().code], [503, 'store_not_set_up'])
})

// ASVS 13.3.4
test('while one secret replaces the other, either may sign', async (t) => {
  const stage = await stripeStage(t, { secrets: ['whsec_former_0123456789', 'whsec_next_0123456789ab'] })
  await stage.pay()
  for (const secrets of [['whsec_next_0123456789ab'], ['whsec_former_0123456789'], stage.double.secrets])
    assert.equal(await stage.receive(stage.double.signed(newest(stage), { secrets })), 200)
})

test('signed by Stripe and no event that we know: taken, and of no effect', async (t) => {
  const stage = await stripeStage(t)
  const thin = { id: 'evt_1', object: 'v2.core.event', type: 'v1.customer.subscription.updated', livemode: true }
  assert.equal(await stage.receive(stage.double.signed(thin)), 200)
  const other = {
    ...stage.double.world.base('evt', 'event'),
    type: 'payout.paid',
    data: { object: { object: 'payout' } }
  }
  assert.equal(await stage.receive(stage.double.signed(other)), 200)
  assert.deepEqual(await logged(stage.app), ['production payout.paid: ignored'])
  assert.ok(stage.app.log.lines.some(({ level, message }) => level === 'warn' && message?.includes('snapshot')))
})

// ASVS 15.4.2
test('the same event twenty times at once is written down once and has one effect', async (t) => {
  const stage = await stripeStage(t)
  await stage.pay()
  const delivery = stage.double.signed(newest(stage))
  const answers = await race(20, () => stage.receive(delivery))
  assert.ok(answers.every((answer) => answer.status === 'fulfilled' && answer.value === 200))
  await stage.app.runJobs()
  assert.equal(await stage.receive(delivery), 200)
  assert.equal(await waiting(stage.app), 0, 'what is done is not done again')
  assert.equal(stage.double.done['GET /v1/subscriptions/:id'], 1, 'nor asked for again')
  const [line = '', ...others] = await logged(stage.app)
  assert.deepEqual([line.split(' ').at(-1), others], ['processed', []])
  const history = await stage.app.db.selectFrom('purchase_history').select('state').execute()
  assert.deepEqual(history, [{ state: 'ACTIVE' }])
})

test('an event that two are seeing to at once is processed once', async (t) => {
  const stage = await stripeStage(t)
  const { app, double } = stage
  await stage.pay()
  const delivery = double.signed(newest(stage))
  assert.equal(await stage.receive(delivery), 200)
  await app.db
    .insertInto('outbox')
    .columns(['name', 'payload'])
    .expression((eb) => eb.selectFrom('outbox').select(['name', 'payload']))
    .execute()
  const other = await replicaOf(app, t, { subscriptions: stage.subscriptions, stripe: stage.stripe })
  double.meanwhile(() => other.runJobs())
  await app.runJobs()
  const [line = ''] = await logged(app)
  assert.deepEqual(line.match(/processed/g), ['processed'])
  assert.equal(double.done['GET /v1/subscriptions/:id'], 2, 'both have asked')
})

type Step = readonly [what: string, run: (stage: StripeStage, id: string) => void, state: string]
const life: readonly Step[] = [
  ['cancelled', ({ double }, id) => double.world.cancelAtPeriodEnd(id), 'CANCELED'],
  ['taken up again', ({ double }, id) => double.world.resume(id), 'ACTIVE'],
  ['cancelled by date', ({ double }, id) => double.world.cancelAtPeriodEnd(id, true), 'CANCELED'],
  ['taken up again', ({ double }, id) => double.world.resume(id), 'ACTIVE'],
  ['half given back', ({ double }, id) => double.world.refund(id, 0.5), 'ACTIVE'],
  ['given back', ({ double }, id) => double.world.refund(id), 'REVOKED'],
  ['renewed', next(({ double }, id) => double.world.renew(id)), 'ACTIVE'],
  ['disputed', ({ double }, id) => double.world.dispute(id), 'ACTIVE'],
  ['lost', ({ double }, id) => double.world.closeDispute(id, 'lost'), 'REVOKED'],
  ['not paid', next(({ double }, id) => double.world.failPayment(id)), 'GRACE'],
  ['paid after all', ({ double }, id) => double.world.recover(id), 'ACTIVE'],
  ['not paid', next(({ double }, id) => double.world.failPayment(id)), 'GRACE'],
  ['given up', ({ double }, id) => double.world.end(id), 'EXPIRED']
]

/** A month later. */
function next(run: Step[1]): Step[1] {
  return (stage, id) => {
    stage.app.clock.advance({ hours: 31 * 24 })
    run(stage, id)
  }
}

test('all that can happen to a subscription is seen, step by step', async (t) => {
  const stage = await stripeStage(t)
  const id = await stage.pay()
  await stage.tell()
  for (const [what, run, state] of life) {
    run(stage, id)
    await stage.tell()
    assert.deepEqual(await stage.states(), [state], what)
  }
})

test('a subscription that is tried first is entitled, and says so', async (t) => {
  const stage = await stripeStage(t)
  stage.double.world.prices.set(monthly, { months: 1, amount: 499, trialDays: 7 })
  await stage.pay()
  await stage.tell()
  const rows = await stage.app.db.selectFrom('store_purchases').select(['state', 'period']).execute()
  assert.deepEqual(rows, [{ state: 'ACTIVE', period: 'trial' }])
  assert.equal(await stage.paidUntil(), '2026-03-17T14:00:00Z')
})

test('in whatever order events come, and how often, it is as Stripe has it in the end', async (t) => {
  const stage = await stripeStage(t)
  const id = await stage.pay()
  for (const [, run] of life.slice(0, 8)) run(stage, id)
  const deliveries = stage.double.world.events.map((event) => stage.double.signed(event))
  const [order = []] = fc.sample(
    fc.shuffledSubarray([...deliveries, ...deliveries], { minLength: deliveries.length }),
    {
      numRuns: 1,
      seed: 6
    }
  )
  for (const delivery of order) assert.equal(await stage.receive(delivery), 200)
  stage.app.clock.advance({ seconds: 1 })
  await stage.app.runJobs()
  assert.deepEqual(await stage.states(), ['ACTIVE'])
  assert.ok((await logged(stage.app)).every((line) => / (processed|ignored)$/.test(line)))
})

test('an event of a test on a live installation is written down apart, and entitles nobody', async (t) => {
  const stage = await stripeStage(t)
  await stage.pay()
  const event = { ...newest(stage), livemode: false }
  assert.equal(await stage.receive(stage.double.signed(event)), 200)
  assert.deepEqual(await logged(stage.app), ['sandbox checkout.session.completed: ignored'])
  assert.deepEqual([await waiting(stage.app), await stage.states()], [0, []])
})

test('on an installation with a test key only testers have what was tried', async (t) => {
  const stage = await stripeStage(t, { isLive: false })
  await stage.pay()
  await stage.tell()
  assert.deepEqual([await stage.states(), await stage.paidUntil()], [['ACTIVE'], null])
  await stage.app.db.insertInto('account_marks').values({ user_id: stage.anna.userId, buys_in_sandbox: true }).execute()
  stage.double.world.renew([...stage.double.world.subscriptions.keys()][0] ?? '')
  await stage.tell()
  assert.notEqual(await stage.paidUntil(), null)
})

test('what names no account of ours, or something else altogether, is nobody’s', async (t) => {
  const stage = await stripeStage(t)
  const { world } = stage.double
  const names = ['', 'admin', '0198f0a0-0000-4000-8000-000000000001', stage.anna.userId]
  for (const account of names) world.subscribe('cus_1', { price: monthly, metadata: { account } })
  await stage.tell()
  const rows = await stage.app.db.selectFrom('store_purchases').select(['state', 'account_id as account']).execute()
  assert.deepEqual(
    rows,
    names.map(() => ({ state: 'ACTIVE', account: null }))
  )
  assert.equal(await stage.paidUntil(), null)
})

test('a price that is not ours entitles to nothing, and whoever runs the installation is told', async (t) => {
  const stage = await stripeStage(t)
  stage.double.world.prices.set('price_other', { months: 1, amount: 99 })
  stage.double.world.subscribe('cus_1', { price: 'price_other', metadata: {} })
  await stage.tell()
  assert.deepEqual([await stage.states(), await stage.alerts()], [['UNMAPPED'], ['unmapped_product']])
})

test('while Stripe cannot be asked the event waits, and is seen to afterwards', async (t) => {
  const stage = await stripeStage(t)
  await stage.pay()
  stage.app.log.expectErrors()
  stage.double.fail(500, 500)
  const answers = await stage.tell()
  assert.deepEqual(answers, [200, 200, 200], 'Stripe need not send it again')
  assert.equal((await logged(stage.app)).filter((line) => line.endsWith('received')).length, 1)
  await stage.retry()
  assert.ok((await logged(stage.app)).every((line) => line.endsWith('processed')))
})

test('an event whose job was lost is taken up again from what the log holds', async (t) => {
  const stage = await stripeStage(t)
  const { app, double } = stage
  await stage.pay()
  assert.equal(await stage.receive(double.signed(newest(stage))), 200)
  await app.db.deleteFrom('outbox').execute()
  await replayed(stage)
  await app.runJobs()
  assert.deepEqual(await stage.states(), ['ACTIVE'])
  assert.ok((await logged(app)).every((line) => line.endsWith('received replayed received processed')))
})

test('however often an event is replayed while Stripe is away, one job waits for it', async (t) => {
  const stage = await stripeStage(t)
  const { app, double } = stage
  await stage.pay()
  app.log.expectErrors()
  await double.stop()
  await stage.tell()
  const delivery = double.signed(newest(stage))
  for (let hour = 0; hour < 3; hour++) {
    await replayed(stage)
    await replayed(stage)
    assert.equal(await stage.receive(delivery), 200)
    await app.runJobs()
  }
  const { rows } = await app.database.pool.query('select from graphile_worker.jobs')
  assert.equal(rows.length, double.world.events.length)

  await app.database.pool.query('update graphile_worker._private_jobs set attempts = max_attempts')
  await replayed(stage)
  assert.equal(await waiting(app), double.world.events.length, 'one that is given up is not waited for')
  await double.start()
  await stage.retry()
  await app.database.pool.query('delete from graphile_worker._private_jobs')
  assert.ok((await logged(app)).every((line) => line.endsWith('processed')))
})

/** As the hourly job does it, without waiting for an event to be a minute old. */
async function replayed({ app, stripe }: StripeStage): Promise<void> {
  const origin = { requestId: 'test', ip: undefined, userAgent: '' }
  const ctx = makeContext(app.ground, { kind: 'job', name: 'test' }, origin)
  await replayEvents(ctx, { stripe: (tx, _ctx, event) => replayEvent(tx, stripe, event) }, 0)
}

test('what no webhook has told of is found within the hour, and what is known is not done again', async (t) => {
  const stage = await stripeStage(t)
  const { app, double } = stage
  const id = await stage.pay()
  await stage.tell()
  const asked = () => double.done['GET /v1/subscriptions/:id'] ?? 0
  const before = asked()
  await runJob(app, 'subscriptions.catch-up-stripe')
  assert.equal(asked(), before, 'all of it was known')

  for (let times = 0; times < 60; times++) double.world[times % 2 ? 'resume' : 'cancelAtPeriodEnd'](id)
  double.world.end(id)
  app.clock.advance({ hours: 1 })
  await runJob(app, 'subscriptions.catch-up-stripe')
  assert.deepEqual(await stage.states(), ['EXPIRED'])
  assert.equal((await logged(app)).length, 3 + 61)
  const known = asked()
  app.clock.advance({ hours: 1 })
  await runJob(app, 'subscriptions.catch-up-stripe')
  assert.equal(asked(), known)
})

test('an event that is listed later than it happened is found too', async (t) => {
  const stage = await stripeStage(t)
  const { app, double } = stage
  await stage.pay()
  const late = double.world.events.splice(0)
  app.clock.advance({ minutes: 50 })
  await runJob(app, 'subscriptions.catch-up-stripe')
  double.world.events.push(...late)
  app.clock.advance({ hours: 1 })
  await runJob(app, 'subscriptions.catch-up-stripe')
  assert.deepEqual(await stage.states(), ['ACTIVE'])
})

test('a list that cannot be read for a day is told; afterwards it goes on where it was', async (t) => {
  const stage = await stripeStage(t)
  const { app, double } = stage
  await runJob(app, 'subscriptions.catch-up-stripe')
  await stage.pay()
  app.log.expectErrors()
  await double.stop()
  app.clock.advance({ hours: 2 })
  await runJob(app, 'subscriptions.catch-up-stripe')
  assert.deepEqual(await stage.alerts(), [])
  app.clock.advance({ hours: 23 })
  await stage.retry()
  assert.deepEqual(await stage.alerts(), ['catch_up_stopped'])
  await double.start()
  await stage.retry()
  assert.deepEqual(await stage.states(), ['ACTIVE'])
})

test('a purchase of which nothing was heard when it should have gone on is asked for', async (t) => {
  const stage = await stripeStage(t)
  const id = await stage.pay()
  await stage.tell()
  stage.double.world.renew(id)
  stage.app.clock.advance({ hours: 31 * 24 + 1 })
  await runJob(stage.app, 'subscriptions.project-due')
  assert.equal(await stage.paidUntil(), '2026-05-10T14:00:00Z')
})
