import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tokenDigest } from './purchase-token.ts'
import { accountTokenOf, endOf, googleApp, paidUntil, stateOf, type GoogleApp } from './testing-google.ts'

test('a purchase that should have been renewed and nobody has told us is asked about every hour', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const anna = await app.person('Anna')
  const token = google.store.buy({ account: await accountTokenOf(app, anna) })
  await app.deliver()
  app.clock.advance({ hours: 30 * 24 + 1 })
  await app.runJob('subscriptions.project-due')
  assert.deepEqual([await stateOf(app, token), google.asked.read], ['EXPIRED', 2])
  await app.runJob('subscriptions.google-overdue')
  assert.equal(google.asked.read, 3)
  google.store.renew(token)
  google.topic.waiting.splice(0)
  await app.runJob('subscriptions.google-overdue')
  assert.equal(await stateOf(app, token), 'ACTIVE')
  await app.runJob('subscriptions.google-overdue')
  assert.equal(google.asked.read, 4, 'and not while it goes on')
})

const day = { hours: 24 }

/** What has become of a purchase that Google has told us of, and what becomes of it then, of which no message reaches us. */
const unheard: readonly [
  what: string,
  was: string,
  before: (app: GoogleApp, token: string) => void,
  then: (app: GoogleApp, token: string) => void
][] = [
  [
    'cancelled, taken up again and renewed',
    'CANCELED',
    ({ google }, token) => google.store.cancel(token),
    ({ google, clock }, token) => {
      google.store.restart(token)
      clock.advance({ hours: 30 * 24 })
      google.store.renew(token)
    }
  ],
  [
    'on hold, and paid',
    'HOLD',
    ({ google, clock }, token) => {
      clock.advance({ hours: 30 * 24 })
      google.store.hold(token)
    },
    ({ google }, token) => google.store.recover(token)
  ],
  [
    'paused, and resumed before its time',
    'PAUSED',
    ({ google, clock }, token) => google.store.pause(token, clock.now().add({ hours: 90 * 24 })),
    ({ google }, token) => google.store.recover(token)
  ],
  ['pending, and paid', 'PENDING', () => {}, ({ google }, token) => google.store.pay(token)]
]

for (const [what, was, before, then] of unheard)
  test(`a purchase goes on although no message of it came: ${what}`, async (t) => {
    const app = await googleApp(t)
    const anna = await app.person('Anna')
    const account = await accountTokenOf(app, anna)
    const token = app.google.store.buy({ account, isPending: was === 'PENDING' })
    await app.deliver()
    before(app, token)
    await app.deliver()
    assert.equal(await stateOf(app, token), was)
    then(app, token)
    app.google.topic.waiting.splice(0)
    app.clock.advance(day)
    await app.runJob('subscriptions.google-overdue')
    assert.deepEqual([await stateOf(app, token), await paidUntil(app, anna)], ['ACTIVE', endOf(app, token)])
    assert.ok(app.google.acknowledged.has(token))
  })

test('about what waits Google is asked once a day, and about what is cancelled a few times after its end', async (t) => {
  const app = await googleApp(t)
  const { store } = app.google
  const [held, paused, gone, cancelled] = [store.buy(), store.buy(), store.buy(), store.buy()]
  app.clock.advance({ hours: 29 * 24 })
  store.buy({ isPending: true })
  store.hold(held)
  store.pause(paused, app.clock.now().add({ hours: 90 * 24 }))
  store.hold(gone)
  store.cancel(cancelled)
  await app.deliver()
  store.purchases.delete(gone)
  assert.equal(await askedHourly(app, 23), 0)
  assert.equal(await askedHourly(app, 2 * 24), 10, 'about each of five twice')
  assert.equal(await askedHourly(app, 24), 4, 'about each of those that wait')
})

/** How often Google is asked in so many hours. */
async function askedHourly(app: GoogleApp, hours: number): Promise<number> {
  const before = app.google.asked.read
  for (let hour = 0; hour < hours; hour += 1) {
    app.clock.advance({ hours: 1 })
    await app.runJob('subscriptions.google-overdue')
  }
  return app.google.asked.read - before
}

test('what another purchase has replaced is not asked about, though Google goes on to call it active', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const token = google.store.buy()
  await app.deliver()
  google.store.upgrade(token, 'pro_yearly', { days: 365 })
  await app.deliver()
  app.clock.advance({ hours: 31 * 24 })
  const before = google.asked.read
  await app.runJob('subscriptions.google-overdue')
  assert.equal(google.asked.read, before)
})

test('a token is kept for as long as Google knows the purchase, and no longer', async (t) => {
  const app = await googleApp(t)
  const { store } = app.google
  const [ended, going] = [store.buy(), store.buy({ days: 365 })]
  await app.deliver()
  const kept = async () => {
    await app.runJob('subscriptions.sweep')
    const rows = await app.db.selectFrom('google_purchase_tokens').select('digest').execute()
    return rows.map(({ digest }) => digest.toString('hex')).toSorted()
  }
  app.clock.advance({ hours: 24 * 90 })
  assert.deepEqual(await kept(), [ended, going].map(tokenDigest).toSorted())
  app.clock.advance({ hours: 24 * 2 })
  assert.deepEqual(await kept(), [tokenDigest(going)])
})

test('the token of what waits is kept while Google goes on to know it, however long ago its paid period has ended', async (t) => {
  const app = await googleApp(t)
  const { store } = app.google
  const [paused, pending] = [store.buy(), store.buy({ isPending: true })]
  await app.deliver()
  store.pause(paused, app.clock.now().add({ hours: 24 * 365 }))
  await app.deliver()
  const kept = async () => {
    await app.runJob('subscriptions.sweep')
    const rows = await app.db.selectFrom('google_purchase_tokens').select('digest').execute()
    return rows.map(({ digest }) => digest.toString('hex')).toSorted()
  }
  for (let month = 0; month < 5; month += 1) {
    app.clock.advance({ hours: 24 * 30 })
    await app.runJob('subscriptions.google-overdue')
    assert.deepEqual(await kept(), [paused, pending].map(tokenDigest).toSorted())
  }
  store.purchases.clear()
  app.clock.advance({ hours: 24 * 62 })
  await app.runJob('subscriptions.google-overdue')
  assert.deepEqual(await kept(), [])
})
