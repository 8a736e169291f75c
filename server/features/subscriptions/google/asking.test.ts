import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { race } from '#test/race.ts'
import {
  accountTokenOf,
  assertAll,
  endOf,
  googleApp,
  outcomes,
  paidUntil,
  purchaseOf,
  refusedShow,
  show,
  stateOf
} from './testing-google.ts'

test('X14: what was written down and not done, because the process ended, is done by the replay', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  const token = app.google.store.buy({ account: await accountTokenOf(app, anna) })
  await app.google.topic.deliver(app.post)
  await app.db.deleteFrom('outbox').execute()
  await app.db.updateTable('google_purchase_tokens').set({ next_at: null }).execute()
  await sql`alter table webhooks.events disable trigger all`.execute(app.db)
  await sql`update webhooks.events set received_at = received_at - interval '2 minutes'`.execute(app.db)
  await app.runJob('subscriptions.replay')
  assert.equal(await paidUntil(app, anna), endOf(app, token))
})

test('a reading that ended in the middle is taken up again when its time is over', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  app.google.store.buy({ account: await accountTokenOf(app, anna) })
  await app.google.topic.deliver(app.post)
  await app.db
    .updateTable('google_purchase_tokens')
    .set({ held_until: app.clock.now().add({ minutes: 2 }).toString() })
    .execute()
  await app.runJobs()
  assert.equal(app.google.asked.read, 0)
  app.clock.advance({ minutes: 2 })
  await app.runJob('subscriptions.google-due')
  assert.equal(app.google.asked.read, 1)
})

test('X23: that money went back is only a hint: Google’s list says whether and for what', async (t) => {
  const app = await googleApp(t)
  const { store, topic, settings, asked } = app.google
  const anna = await app.person('Anna')
  const token = store.buy({ account: await accountTokenOf(app, anna) })
  await app.deliver()
  const { packageName } = settings
  const hint = { purchaseToken: token, orderId: store.of(token).order, productType: 1, refundType: 1 }
  topic.publish({ packageName, voidedPurchaseNotification: hint })
  await app.deliver()
  assert.deepEqual([await stateOf(app, token), await paidUntil(app, anna)], ['ACTIVE', endOf(app, token)])

  for (let times = 0; times < 3; times += 1) topic.publish({ packageName, voidedPurchaseNotification: hint })
  store.void(token, { goesOn: true, source: 1 })
  await app.deliver()
  assert.deepEqual([asked.voided, asked.read], [2, 3], 'once for all that was told')
  assert.deepEqual([await stateOf(app, token), await paidUntil(app, anna)], ['REVOKED', undefined])
})

test('the list of what was voided is read on from where it was read to, and every part of it counts', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const tokens = [1, 2, 3].map(() => google.store.buy())
  await app.deliver()
  google.paging.size = 1
  for (const token of tokens) google.store.void(token, { goesOn: true })
  google.topic.waiting.splice(0)
  await app.runJob('subscriptions.google-voided')
  for (const token of tokens) assert.equal(await stateOf(app, token), 'REVOKED')
  assert.equal(google.asked.voided, 3)
  app.clock.advance({ hours: 72 })
  await app.runJob('subscriptions.google-voided')
  await app.runJob('subscriptions.google-voided')
  assert.equal(google.asked.voided, 7, 'once more from a day before, and then from there on')

  const unheard = google.store.buy()
  google.store.void(unheard, { goesOn: true })
  google.topic.waiting.splice(0)
  await app.runJob('subscriptions.google-voided')
  assert.equal(await stateOf(app, unheard), 'REVOKED', 'what we have never heard of is asked about')
})

test('X32: a thousand messages about ten purchases are ten questions', async (t) => {
  const app = await googleApp(t)
  const { topic, store, asked } = app.google
  const tokens = Array.from({ length: 10 }, () => store.buy())
  for (let count = tokens.length; count < 1000; count += 1) store.told(tokens[count % 10] ?? '', 'RENEWED')
  const authorization = `Bearer ${await topic.sign()}`
  const waiting = topic.waiting.splice(0).map(topic.envelope)
  const senders = await race(10, async (index) => {
    const answered: number[] = []
    for (const body of waiting.filter((_, place) => place % 10 === index))
      answered.push(await app.post(body, authorization))
    return answered
  })
  assertAll(
    senders.flatMap((sender) => (sender.status === 'fulfilled' ? sender.value : [0])),
    204
  )
  await app.runJobs()
  assert.equal(asked.read, 10)
  const { rows } = await sql`
    select from webhooks.events where not exists (
      select from webhooks.outcomes where event = events.id and outcome = 'processed')`.execute(app.db)
  assert.equal(rows.length, 0)
})

test('what is told while Google is being asked is asked about once more', async (t) => {
  const app = await googleApp(t)
  const { store, topic, asked } = app.google
  const anna = await app.person('Anna')
  const token = store.buy({ account: await accountTokenOf(app, anna) })
  app.google.whenRead = async () => {
    app.google.whenRead = async () => {}
    store.cancel(token)
    app.clock.advance({ seconds: 1 })
    await topic.deliver(app.post)
  }
  await app.deliver()
  assert.deepEqual([await stateOf(app, token), asked.read], ['CANCELED', 2])
})

test('G17: a slow answer of before does not replace a fresh one', async (t) => {
  const app = await googleApp(t)
  const { store } = app.google
  const anna = await app.person('Anna')
  const token = store.buy({ account: await accountTokenOf(app, anna) })
  app.google.whenRead = async () => {
    app.google.whenRead = async () => {}
    store.revoke(token)
    app.clock.advance({ seconds: 1 })
    await show(anna, token)
  }
  await app.deliver()
  assert.deepEqual([await stateOf(app, token), await paidUntil(app, anna)], ['EXPIRED', undefined])
})

test('a slow answer of before does not keep from being acknowledged what goes on again', async (t) => {
  const app = await googleApp(t)
  const { store } = app.google
  const anna = await app.person('Anna')
  const token = store.buy({ account: await accountTokenOf(app, anna) })
  store.hold(token)
  app.google.whenRead = async () => {
    app.google.whenRead = async () => {}
    store.recover(token)
    app.clock.advance({ seconds: 1 })
    await show(anna, token)
  }
  await app.deliver()
  assert.deepEqual([await stateOf(app, token), app.google.acknowledged.has(token)], ['ACTIVE', true])
})

test('what becomes somebody’s by what is heard of the purchase before it is acknowledged at once', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const anna = await app.person('Anna')
  const token = google.store.buy({ account: await accountTokenOf(app, anna) })
  const bought = google.store.of(token)
  google.store.purchases.delete(token)
  await app.deliver()
  google.store.purchases.set(token, bought)
  const upgraded = google.store.upgrade(token, 'pro_yearly')
  await app.deliver()
  assert.equal((await purchaseOf(app, upgraded))?.accountId, null, 'Google knew no former one when it was asked')
  google.store.told(token, 'RENEWED')
  await app.deliver()
  assert.equal((await purchaseOf(app, upgraded))?.accountId, anna.userId)
  assert.ok(google.acknowledged.has(upgraded))
})

test('what was told of and could not be asked about yet is asked about before anybody gets what follows on it', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const [anna, bert] = [await app.person('Anna'), await app.person('Bert')]
  const token = google.store.buy({ account: await accountTokenOf(app, anna) })
  google.faults.read = 503
  await app.deliver()
  delete google.faults.read
  const upgraded = google.store.upgrade(token, 'pro_yearly')
  assert.equal(await refusedShow(bert, upgraded), 'purchase_belongs_to_another_account')
  assert.equal((await purchaseOf(app, upgraded))?.accountId, anna.userId)
})

test('while Google cannot be asked nothing is guessed; it is asked later, ever more rarely, until it answers', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const anna = await app.person('Anna')
  google.faults.read = 503
  const token = google.store.buy({ account: await accountTokenOf(app, anna) })
  assert.deepEqual(await app.deliver(), [204])
  assert.deepEqual([await purchaseOf(app, token), await paidUntil(app, anna)], [undefined, undefined])
  assert.equal(await refusedShow(anna, token), 'store_unavailable')
  const asked: number[] = []
  for (const minutes of [1, 1, 1, 1, 1, 1, 1, 60]) {
    app.clock.advance({ minutes })
    await app.runJob('subscriptions.google-due')
    asked.push(google.asked.read - 2)
  }
  assert.deepEqual(asked, [1, 1, 2, 2, 2, 2, 3, 4])
  delete google.faults.read
  app.clock.advance({ hours: 1 })
  await app.runJob('subscriptions.google-due')
  assert.deepEqual(await outcomes(app), [['subscription PURCHASED', 'received', 'processed']])
  assert.ok(await paidUntil(app, anna))
  await app.runJob('subscriptions.google-due')
  assert.equal(google.asked.read, 7)
})
