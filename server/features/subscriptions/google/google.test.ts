import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { keyringOf } from '#server/platform/keyring.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { sealAnew } from '#server/platform/seal-anew.ts'
import { Secret } from '#server/platform/secret.ts'
import { testApp, testKeyring, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { openToken, tokenDigest } from './purchase-token.ts'
import {
  accountTokenOf,
  assertAll,
  endOf,
  googleApp,
  openAlerts,
  outcomes,
  paidUntil,
  purchaseOf,
  refusedShow,
  show,
  stateOf
} from './testing-google.ts'
import { sealedPurchaseTokens } from './token-queries.ts'

test('what Google says somebody has bought is theirs without their doing anything, and is acknowledged once', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const anna = await app.person('Anna')
  const token = google.store.buy({ account: await accountTokenOf(app, anna), addOns: ['something_else'] })
  assert.deepEqual(await app.deliver(), [204])

  assert.equal(await paidUntil(app, anna), endOf(app, token))
  assert.deepEqual([...google.acknowledged], [[token, undefined]])
  assert.deepEqual(await outcomes(app), [['subscription PURCHASED', 'received', 'processed']])
  await app.runJob('subscriptions.google-due')
  assert.deepEqual([google.asked.read, google.asked.acknowledge], [1, 1])

  google.store.renew(token)
  await app.deliver()
  assert.equal(await paidUntil(app, anna), endOf(app, token))
  google.store.cancel(token)
  await app.deliver()
  assert.deepEqual([await stateOf(app, token), await paidUntil(app, anna)], ['CANCELED', endOf(app, token)])
})

// ASVS 14.2.4
test('a purchase token is nowhere to be read but sealed, and is sealed anew with another key', async (t) => {
  const app = await googleApp(t)
  const token = app.google.store.buy()
  await app.deliver()
  app.google.store.void(token, { goesOn: true })
  app.google.topic.publish(`not JSON, but ${token}`)
  app.google.topic.publish(JSON.stringify({ packageName: 1, purchaseToken: token }))
  await app.deliver()
  await refusedShow(await app.person('Anna'), `${token}x`)

  const { rows } = await sql<{ line: string }>`
    select to_jsonb(facts) || to_jsonb(tokens) as line from purchase_facts facts, google_purchase_tokens tokens
    union all select to_jsonb(events) from webhooks.events`.execute(app.db)
  assert.ok(rows.length >= 4)
  assert.ok(!JSON.stringify([rows, app.log.lines]).includes(token))

  const ctx = makeContext(app.ground, { kind: 'job', name: 'test' }, { requestId: '', ip: undefined, userAgent: '' })
  const ring = keyringOf(
    new Secret(
      JSON.stringify({ active: 'b', keys: { a: 'a key for tests only, long enough for the rule', b: 'b'.repeat(40) } })
    )
  )
  const kept = () =>
    app.db.selectFrom('google_purchase_tokens').select('token_sealed as sealed').executeTakeFirstOrThrow()
  const digest = tokenDigest(token)
  const { sealed } = await kept()
  assert.equal(openToken(testKeyring, { digest, sealed }).reveal(), token)
  const done = await sealAnew(ctx, ring, sealedPurchaseTokens)
  assert.equal(done.sealed + done.lost, 1)
})

// ASVS 2.3.2, 8.2.2
test('X01: a purchase that is somebody’s is nobody else’s, however often it is shown', async (t) => {
  const app = await googleApp(t)
  const [anna, bert] = [await app.person('Anna'), await app.person('Bert')]
  const token = app.google.store.buy()
  const shown = await show(anna, token)
  assert.deepEqual([shown.isEntitled, shown.entitledUntil, shown.product], [true, endOf(app, token), 'pro_monthly'])
  assert.equal(await refusedShow(bert, token), 'purchase_belongs_to_another_account')
  assert.deepEqual(await show(anna, token), shown)
  await app.deliver()
  assert.deepEqual([await paidUntil(app, anna), await paidUntil(app, bert)], [endOf(app, token), undefined])
  assert.deepEqual([...app.google.acknowledged.keys()], [token])
})

test('X02: where Google names the buyer nobody else can claim it first', async (t) => {
  const app = await googleApp(t)
  const [anna, bert] = [await app.person('Anna'), await app.person('Bert')]
  const token = app.google.store.buy({ account: await accountTokenOf(app, anna) })
  assert.equal(await refusedShow(bert, token), 'purchase_belongs_to_another_account')
  assert.equal(await paidUntil(app, anna), endOf(app, token))
})

test('X06: what an app has set that is no account token of ours is nobody’s, and may be claimed', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  for (const account of ['0'.repeat(64), 'anna', 'g'.repeat(64)])
    assert.equal((await show(anna, app.google.store.buy({ account }))).isEntitled, true)
})

test('X09: an upgrade belongs to whose the plan before was, whoever shows it first', async (t) => {
  const app = await googleApp(t)
  const { store } = app.google
  const [anna, bert] = [await app.person('Anna'), await app.person('Bert')]
  const monthly = store.buy({ account: await accountTokenOf(app, anna) })
  await app.deliver()
  const yearly = store.upgrade(monthly, 'pro_yearly', { days: 365 })
  assert.equal(await refusedShow(bert, yearly), 'purchase_belongs_to_another_account')
  await app.deliver()
  assert.deepEqual([await stateOf(app, monthly), await stateOf(app, yearly)], ['SUPERSEDED', 'ACTIVE'])
  assert.deepEqual([await paidUntil(app, anna), await paidUntil(app, bert)], [endOf(app, yearly), undefined])
})

test('X09: the plan before may never have been told of: Google is asked about it before anybody gets the new one', async (t) => {
  const app = await googleApp(t)
  const { store } = app.google
  const [anna, bert] = [await app.person('Anna'), await app.person('Bert')]
  const monthly = store.buy({ account: await accountTokenOf(app, anna) })
  const yearly = store.upgrade(store.upgrade(monthly, 'pro_yearly'), 'pro_monthly', { days: 31 })
  assert.equal(await refusedShow(bert, yearly), 'purchase_belongs_to_another_account')
  assert.equal(await paidUntil(app, anna), endOf(app, yearly))
})

test('G12, RTDN 20: a change of plans that waits for money replaces nothing, and called off it leaves the former one', async (t) => {
  const app = await googleApp(t)
  const { store } = app.google
  const anna = await app.person('Anna')
  const monthly = store.buy({ account: await accountTokenOf(app, anna) })
  await app.deliver()
  const yearly = store.upgrade(monthly, 'pro_yearly', { isPending: true })
  await app.deliver()
  assert.deepEqual([await stateOf(app, monthly), await stateOf(app, yearly)], ['ACTIVE', 'PENDING'])
  assert.ok(!app.google.acknowledged.has(yearly))
  store.dropPending(yearly)
  store.change(monthly, { renews: false, state: 'CANCELED' })
  await app.deliver()
  assert.deepEqual([await stateOf(app, monthly), await stateOf(app, yearly)], ['CANCELED', 'EXPIRED'])
  assert.equal(await paidUntil(app, anna), endOf(app, monthly))
})

test('X10: what was taken up again in the Play app is whose it was, and then Google is told so', async (t) => {
  const app = await googleApp(t)
  const { store, acknowledged } = app.google
  const anna = await app.person('Anna')
  const account = await accountTokenOf(app, anna)
  const first = store.buy({ account })
  await app.deliver()
  app.clock.advance({ hours: 40 * 24 })
  store.expire(first)
  await app.deliver()
  assert.equal(await paidUntil(app, anna), undefined)

  const again = store.resubscribe(first)
  const asked: boolean[] = []
  app.google.whenRead = async () => void asked.push(store.of(again).acknowledged)
  await app.deliver()
  assert.deepEqual(asked, [false], 'read while Google still says whose it was')
  assert.equal((await purchaseOf(app, again))?.accountId, anna.userId)
  assert.equal(acknowledged.get(again), account)
  store.renew(again)
  await app.deliver()
  assert.equal(await paidUntil(app, anna), endOf(app, again))
})

test('X10: also where only the account of the expired purchase is said', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  const account = await accountTokenOf(app, anna)
  const again = app.google.store.buy({ expired: { token: 'g'.repeat(60), account } })
  await app.deliver()
  assert.equal(await paidUntil(app, anna), endOf(app, again))
  assert.equal(app.google.acknowledged.get(again), account)
})

test('X11: an acknowledgement that Google does not take costs nobody anything; it is tried again, and people are told', async (t) => {
  const app = await googleApp(t)
  app.log.expectErrors()
  const watch = async () => {
    await app.runJob('subscriptions.google-due')
    await app.runJob('subscriptions.watch')
    return openAlerts(app)
  }
  const { google } = app
  const anna = await app.person('Anna')
  google.faults.acknowledge = 500
  const token = google.store.buy({ account: await accountTokenOf(app, anna) })
  const until = endOf(app, token)
  await app.deliver()
  assert.equal(await paidUntil(app, anna), until)
  await app.runJob('subscriptions.google-due')
  assert.equal(google.asked.acknowledge, 1, 'not before its time')
  app.clock.advance({ hours: 23 })
  assert.deepEqual([await watch(), google.asked.acknowledge], [[], 2])
  app.clock.advance({ hours: 1 })
  assert.deepEqual(await watch(), ['acknowledgement_due'])
  await app.db
    .updateTable('subscription_alerts')
    .set({ resolved_at: at(app), resolved_by: anna.userId })
    .execute()
  app.clock.advance({ hours: 1 })
  assert.deepEqual(await watch(), [], 'what a human has closed does not come up again at once')
  app.clock.advance({ hours: 23 })
  assert.deepEqual(await watch(), ['acknowledgement_critical'])
  assert.equal(await paidUntil(app, anna), until)

  delete google.faults.acknowledge
  app.clock.advance({ hours: 1 })
  assert.deepEqual([await watch(), google.acknowledged.has(token)], [[], true])
})

const at = ({ clock }: TestApp) => clock.now().toString()

test('an acknowledgement that Google refuses, because it has it already or it is over, is not tried for ever', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const [anna, bert] = [await app.person('Anna'), await app.person('Bert')]
  google.faults.acknowledge = 503
  const token = google.store.buy({ account: await accountTokenOf(app, anna) })
  const other = google.store.buy({ account: await accountTokenOf(app, bert) })
  await app.deliver()
  delete google.faults.acknowledge
  google.store.change(token, { acknowledged: true })
  google.store.change(other, { state: 'EXPIRED' })
  app.clock.advance({ hours: 1 })
  await app.runJob('subscriptions.google-due')
  const tried = google.asked.acknowledge
  app.clock.advance({ hours: 48 })
  await app.runJob('subscriptions.google-due')
  assert.deepEqual([google.asked.acknowledge, await openAlerts(app)], [tried, []])
})

test('X12: what is nobody’s is not acknowledged; a human hears of it, and Google gives the money back', async (t) => {
  const app = await googleApp(t)
  app.log.expectErrors()
  const { google } = app
  const token = google.store.buy()
  await app.deliver()
  app.clock.advance({ hours: 24 })
  await app.runJob('subscriptions.google-due')
  await app.runJob('subscriptions.watch')
  assert.deepEqual([google.asked.acknowledge, await openAlerts(app)], [0, ['unattributed']])
  assert.ok(app.log.lines.some(({ message }) => message?.includes('purchases need a human')))
  app.clock.advance({ hours: 48 })
  google.store.refundUnacknowledged()
  await app.deliver()
  assert.equal(await stateOf(app, token), 'EXPIRED')
})

test('what becomes somebody’s by a human’s hand is acknowledged too', async (t) => {
  const app = await googleApp(t)
  const { google } = app
  const anna = await app.person('Anna')
  const token = google.store.buy()
  await app.deliver()
  const { id } = (await purchaseOf(app, token)) ?? assert.fail()
  await app.db.updateTable('store_purchases').set({ account_id: anna.userId }).where('id', '=', id).execute()
  await app.runJob('subscriptions.google-due')
  assert.ok(google.acknowledged.has(token))
})

test('X13: the same message a hundred times at once is one row, one question and one answer', async (t) => {
  const app = await googleApp(t)
  const { topic, store, asked } = app.google
  const anna = await app.person('Anna')
  store.buy({ account: await accountTokenOf(app, anna) })
  const [message = assert.fail()] = topic.waiting
  const authorization = `Bearer ${await topic.sign()}`
  const results = await race(100, () => app.post(topic.envelope(message), authorization))
  assertAll(
    results.map((result) => (result.status === 'fulfilled' ? result.value : 0)),
    204
  )
  await app.runJobs()
  assert.deepEqual([await outcomes(app).then((rows) => rows.length), asked.read], [1, 1])
  await app.deliver()
  assert.equal(asked.read, 1, 'and once more after it was processed')
})

// ASVS 9.1.1, 9.2.1
test('X19: what Pub/Sub has not signed for us is refused, and nothing of it is kept', async (t) => {
  const app = await googleApp(t)
  const { topic, store } = app.google
  store.buy()
  const [message = assert.fail()] = topic.waiting.splice(0)
  const body = topic.envelope(message)
  const tokens = [
    await topic.sign({ aud: 'https://else.example' }),
    await topic.sign({ email: 'play-push@elsewhere.iam.gserviceaccount.com' }),
    await topic.sign({ iss: 'https://evil.example' }),
    await topic.sign({ email_verified: false }),
    await topic.sign({ exp: Math.floor(app.clock.now().epochMilliseconds / 1000) - 61 })
  ]
  const refused = [undefined, '', 'Bearer', 'Basic YTpi', (await topic.sign()).slice(0, -8)]
  for (const authorization of [...tokens.map((token) => `Bearer ${token}`), ...refused])
    assert.equal(await app.post(body, authorization), 401, authorization ?? 'none')
  assert.equal(await app.post('{"not": json', undefined), 401, 'nothing is read before it is known from whom it is')
  assert.equal(await app.post('x'.repeat(70_000), `Bearer ${await topic.sign()}`), 413)
  assert.deepEqual(await outcomes(app), [])
  assert.equal(await purchaseOf(app, 'any'), undefined)
  const told = app.log.lines.filter((line) => line.message === 'a push to the webhook of Google Play is refused')
  assert.equal(told.length, tokens.length + refused.length + 1)
  for (const { level, fields } of told) {
    assert.equal(level, 'warn')
    assert.match(JSON.stringify(fields), /"digest":"[0-9a-f]{32}"/)
  }
})

test('X20: what is for another app or of another subscription is taken and has no effect', async (t) => {
  const app = await googleApp(t)
  const { topic, store, asked } = app.google
  const token = store.buy()
  const [message = assert.fail()] = topic.waiting.splice(0)
  topic.publish({
    version: '1.0',
    packageName: 'org.example.other',
    subscriptionNotification: { notificationType: 4, purchaseToken: token }
  })
  assert.deepEqual(await app.deliver(), [204])
  const foreign = { ...topic.envelope(message), subscription: 'projects/else/subscriptions/play-push' }
  assert.equal(await app.post(foreign, `Bearer ${await topic.sign()}`), 204)
  assert.deepEqual([await outcomes(app), asked.read], [[], 0])
})

test('what nobody can read, and what is about something else, is written down and does not come again', async (t) => {
  const app = await googleApp(t)
  const { topic, asked } = app.google
  const { packageName } = app.google.settings
  const other = (more: object) => topic.publish({ version: '1.0', packageName, eventTimeMillis: 1, ...more })
  topic.publish('not JSON')
  topic.publish('{"packageName":"org.example.honeydue","subscriptionNotification":{"notificationType":"4"}}')
  other({ testNotification: { version: '1.0' } })
  other({ oneTimeProductNotification: { notificationType: 1, sku: 'lifetime', purchaseToken: 'y' } })
  other({ oneTimeProductNotification: { notificationType: 2, sku: 'another', purchaseToken: 'y' } })
  other({ pendingRefundReviewNotification: { pendingRefundToken: 'z', orderId: 'GPA.1' } })
  other({ somethingNew: {} })
  assertAll(await app.deliver(), 204)
  assert.equal(await app.post({ message: 'no envelope' }, `Bearer ${await topic.sign()}`), 204)
  assert.deepEqual(
    (await outcomes(app)).toSorted((left, right) => (left.join() < right.join() ? -1 : 1)),
    [
      ['one_time_product', 'ignored'],
      ['one_time_product', 'ignored'],
      ['pending_refund_review', 'processed'],
      ['test', 'processed'],
      ['unknown', 'ignored'],
      ['unparsable', 'ignored'],
      ['unparsable', 'ignored'],
      ['unparsable', 'ignored']
    ]
  )
  assert.deepEqual(
    [await openAlerts(app), asked.read],
    [['refund_review', 'unknown_notification', 'unknown_notification', 'unmapped_product'], 0]
  )
  const shownInTerminals = app.log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)
  assert.equal(shownInTerminals.filter((said) => said === 'a test notification of Google Play has arrived').length, 1)
})

test('a kind of change that nobody has heard of is asked about like any other', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  const token = app.google.store.buy({ account: await accountTokenOf(app, anna) })
  app.google.topic.waiting.splice(0)
  const { packageName } = app.google.settings
  app.google.topic.publish({ packageName, subscriptionNotification: { notificationType: 99, purchaseToken: token } })
  await app.deliver()
  assert.deepEqual(
    [await outcomes(app), await paidUntil(app, anna)],
    [[['subscription 99', 'received', 'processed']], endOf(app, token)]
  )
})

test('G16: a state that we do not know gives nothing, and a human hears of it', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  const token = app.google.store.buy({ account: await accountTokenOf(app, anna) })
  await app.deliver()
  app.google.store.change(token, { state: 'ACTIVE_SOMEHOW' }, 'RENEWED')
  await app.deliver()
  assert.deepEqual([await stateOf(app, token), await paidUntil(app, anna)], ['UNKNOWN', undefined])
  assert.deepEqual(await openAlerts(app), ['unknown_state'])
})

test('X25: a product that is not ours yet is kept, told of, and counts from when it is', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  const token = app.google.store.buy({ account: await accountTokenOf(app, anna), product: 'family_monthly' })
  await app.deliver()
  assert.deepEqual([await stateOf(app, token), await openAlerts(app)], ['UNMAPPED', ['unmapped_product']])
  assert.equal(await paidUntil(app, anna), undefined)
  const anew = await app.selling({ family_monthly: 'pro' })
  await app.db.insertInto('outbox').values({ name: 'subscriptions.replay', payload: '{}' }).execute()
  await anew.runJobs()
  assert.equal(await paidUntil(app, anna), endOf(app, token))
})

test('a licence tester’s purchase is none that counts, unless the account may', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  const token = app.google.store.buy({ account: await accountTokenOf(app, anna), isTest: true })
  await app.deliver()
  assert.deepEqual([(await purchaseOf(app, token))?.environment, await paidUntil(app, anna)], ['sandbox', undefined])
})

test('a token that Google knows nothing of is none, and nothing of it is kept', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  assert.equal(await refusedShow(anna, 'x'.repeat(40)), 'purchase_not_known')
  app.google.topic.publish({
    packageName: app.google.settings.packageName,
    subscriptionNotification: { notificationType: 4, purchaseToken: 'y'.repeat(40) }
  })
  await app.deliver()
  assert.deepEqual(await outcomes(app), [['subscription PURCHASED', 'received', 'processed']])
  assert.deepEqual(await app.db.selectFrom('store_purchases').select('id').execute(), [])
})

test('where nothing is sold through Google Play its webhook is closed, and nothing can be shown', async (t) => {
  const app = await testApp(t)
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: '/api/webhooks/google-play',
    headers: { 'content-type': 'application/json', authorization: 'Bearer x' },
    payload: '{}'
  })
  assert.equal(statusCode, 503, body)
  assert.equal(await refusedShow(await app.person('Anna'), 'x'.repeat(40)), 'store_not_set_up')
})
