import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyApplePurchase } from '#contract/purchases.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { subscriptionsOf } from '#server/platform/subscriptions-config.ts'
import { signedNotifications } from '#test/doubles/app-store/signed-notifications.ts'
import type { StorePurchase } from '#test/doubles/app-store/purchase.ts'
import { replicaOf, type Person } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { recordEvent } from '../intake/event-log.ts'
import { replayEvents } from '../intake/replay.ts'
import { alerts, counts, paidDays, storeStage } from '../testing/apple-stage.ts'
import { claimRace } from '../testing/claim-race.ts'
import { letIn } from '../testing/let-in.ts'
import { replayNotification } from './receive-notification.ts'
import { eventOf } from './take-notification.ts'

const show = (person: Person, purchase: StorePurchase) => person.send(verifyApplePurchase, { body: shown(purchase) })

function shown(purchase: StorePurchase) {
  return { signedTransaction: purchase.signedTransaction(), signedRenewalInfo: purchase.signedRenewal() }
}

test('X04: what the App Store says is somebody’s is theirs without their doing anything, to the moment it ends', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  stage.store.buy({ appAccountToken: await stage.tokenOf(anna) }).bought()
  assert.deepEqual(await stage.deliver(), [200])
  assert.equal(await paidDays(stage, anna), 30)
  const { rows } = await stage.app.database.pool.query('select type, subtype, provider from webhooks.events')
  assert.deepEqual(rows, [{ type: 'SUBSCRIBED', subtype: 'INITIAL_BUY', provider: 'app_store' }])
  await stage.app.runJobs()
})

test('A24: who buys anew under another account has it from then on, and whoever had it before has not', async (t) => {
  const stage = await storeStage(t)
  const [anna, berta] = [await stage.app.person('Anna'), await stage.app.person('Berta')]
  const purchase = stage.store.buy({ appAccountToken: await stage.tokenOf(anna) })
  purchase.bought()
  stage.app.clock.advance({ hours: 24 * 31 })
  purchase.expire()
  stage.app.clock.advance({ hours: 24 * 9 })
  purchase.resubscribe({ appAccountToken: await stage.tokenOf(berta) })
  await stage.deliver((due) => due.toReversed())
  assert.deepEqual([await paidDays(stage, anna), await paidDays(stage, berta)], [undefined, 70])
  assert.equal((await show(anna, purchase)).statusCode, 409)
  assert.equal((await show(berta, purchase)).statusCode, 200)
  await stage.app.runJobs()
})

test('X05: a purchase that names nobody waits for who shows it; the store is told whose it is, once', async (t) => {
  const stage = await storeStage(t)
  const [anna, berta] = [await stage.app.person('Anna'), await stage.app.person('Berta')]
  const purchase = stage.store.buy()
  purchase.bought()
  await stage.deliver()
  assert.equal(await paidDays(stage, anna), undefined)
  const reply = await anna.call(verifyApplePurchase, { body: shown(purchase) })
  assert.deepEqual([reply.isEntitled, reply.product, reply.isSandbox], [true, 'pro.monthly', false])
  await anna.call(verifyApplePurchase, { body: shown(purchase) })
  await stage.app.runJobs()
  const puts = stage.store.asked.filter((call) => call.includes(' PUT '))
  assert.deepEqual(puts, [`Production PUT /inApps/v1/transactions/${purchase.originalTransactionId}/appAccountToken`])
  assert.equal(purchase.latest['appAccountToken'], await stage.tokenOf(anna))

  // X01
  const refused = await show(berta, purchase)
  assert.equal(refused.statusCode, 409)
  assert.doesNotMatch(refused.body, new RegExp(anna.userId))
  assert.deepEqual([await paidDays(stage, anna), await paidDays(stage, berta)], [30, undefined])
  await stage.app.runJobs()
})

test('X02, X28: whoever else shows it first, and whatever they send, it is whose the store says', async (t) => {
  const stage = await storeStage(t)
  const [anna, berta] = [await stage.app.person('Anna'), await stage.app.person('Berta')]
  const purchase = stage.store.buy({ appAccountToken: await stage.tokenOf(anna) })
  assert.equal((await show(berta, purchase)).statusCode, 409)
  assert.equal(await paidDays(stage, anna), 30)
  const withAnother: { signedTransaction: string } = Object.assign(shown(purchase), { accountId: berta.userId })
  assert.equal((await berta.problem(verifyApplePurchase, { body: withAnother })).code, 'invalid_input')
  assert.equal((await show(anna, purchase)).statusCode, 200)
  await stage.app.runJobs()
})

test('X06: a token that no app of ours has set names nobody', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  for (const appAccountToken of ['00000000-0000-0000-0000-000000000000', 'anna', '']) {
    const purchase = stage.store.buy({ appAccountToken })
    assert.equal((await show(anna, purchase)).statusCode, appAccountToken === '' ? 422 : 200, appAccountToken)
  }
  await stage.app.runJobs()
})

test('X07, X29: a purchase that is over gives nothing, and is refused the same whoever had it', async (t) => {
  const stage = await storeStage(t)
  const [anna, berta, clara] = [
    await stage.app.person('Anna'),
    await stage.app.person('Berta'),
    await stage.app.person('Clara')
  ]
  const [ofAnna, ofClara] = await Promise.all(
    [anna, clara].map(async (who) => stage.store.buy({ appAccountToken: await stage.tokenOf(who) }))
  )
  ofAnna?.bought()
  ofClara?.bought()
  await stage.deliver()
  stage.app.clock.advance({ hours: 24 * 40 })
  const [first, second] = [await show(berta, ofAnna ?? assert.fail()), await show(berta, ofClara ?? assert.fail())]
  const said = ({ body }: { body: string }) => body.replace(/"(instance|requestId)":"[^"]*"/g, '')
  assert.deepEqual([first.statusCode, second.statusCode, said(first)], [409, 409, said(second)])
  const ofStranger = await show(berta, stage.store.buy({ appAccountToken: crypto.randomUUID() }))
  assert.deepEqual([ofStranger.statusCode, said(ofStranger)], [409, said(first)])
  assert.equal(await paidDays(stage, berta), undefined)
  await stage.app.runJobs()
})

test('X13: the same notification a hundred times at once is one event and one change', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  const { signedPayload } = stage.store.buy({ appAccountToken: await stage.tokenOf(anna) }).bought()
  const results = await race(100, () => stage.post(JSON.stringify({ signedPayload })))
  assert.deepEqual(new Set(results.map((each) => each.status === 'fulfilled' && each.value)), new Set([200]))
  assert.deepEqual(await counts(stage), { events: 1, purchases: 1, changes: 1 })
  await stage.app.runJobs()
})

test('X03: of two accounts that show one purchase many times at once, one has it, every time', async (t) => {
  const stage = await storeStage(t)
  // a hundred in every round take ten times as long and show the same: `npm run test:webhooks` does that
  const { claims, taken, refused, withOneWinner, owners } = await claimRace(stage, [100, ...Array<number>(19).fill(6)])
  assert.deepEqual({ withOneWinner, owners }, { withOneWinner: 20, owners: [20, 20] })
  assert.deepEqual([taken, refused], [claims / 2, claims / 2])
  await stage.app.runJobs()
})

test('X16, X17, X18, X22: what is not from the store is told no more than that, and nothing of it is kept', async (t) => {
  const stage = await storeStage(t)
  const { agreed, stricter } = signedNotifications(stage.store.authority, stage.startMs)
  const forged = [...agreed, ...stricter].filter(([, , doubt]) => doubt !== 'taken')
  stage.app.log.expectErrors()
  await letIn(stage.app, 0) // nobody is asked anything before it is known who speaks
  for (const [what, make, doubt] of forged) {
    const signedPayload = await make()
    const { statusCode, body } = await stage.app.inject({ method: 'POST', url: stage.url, payload: { signedPayload } })
    if (doubt === 'too long') assert.equal(statusCode, 413)
    else assert.deepEqual([statusCode, JSON.parse(body).code], [401, 'store_signature_not_accepted'], what)
    assert.doesNotMatch(JSON.stringify(stage.app.log.lines), new RegExp(signedPayload.slice(-40)))
  }
  assert.equal(await stage.post('{'.repeat(70_000)), 413, 'what is too large is not even parsed')
  await letIn(stage.app, -1)
  assert.deepEqual(await counts(stage), { events: 0, purchases: 0, changes: 0 })
})

test('what a client shows is verified as well, and must be a subscription', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  const other = (await storeStage(t)).store.buy()
  assert.equal((await anna.problem(verifyApplePurchase, { body: shown(other) })).code, 'purchase_not_verified')
  const purchase = stage.store.buy()
  const mixed = { ...shown(purchase), signedRenewalInfo: stage.store.buy().signedRenewal() }
  assert.equal((await anna.problem(verifyApplePurchase, { body: mixed })).code, 'purchase_not_verified')
  purchase.latest['type'] = 'Consumable'
  assert.equal((await anna.problem(verifyApplePurchase, { body: shown(purchase) })).code, 'purchase_not_a_subscription')
  await stage.app.runJobs()
})

test('X24: what is bought in the sandbox is kept, and counts for those only who may test', async (t) => {
  const stage = await storeStage(t)
  const [anna, tester] = [await stage.app.person('Anna'), await stage.app.person('Tester')]
  await stage.app.db.insertInto('account_marks').values({ user_id: tester.userId, buys_in_sandbox: true }).execute()
  for (const who of [anna, tester])
    stage.store.buy({ environment: 'Sandbox', appAccountToken: await stage.tokenOf(who) }).bought()
  assert.deepEqual(await stage.deliver(), [200, 200])
  assert.deepEqual([await paidDays(stage, anna), await paidDays(stage, tester)], [undefined, 30])
  await stage.app.runJobs()
})

test('X25: a product that is not named gives nothing and is told; once it is named it gives what was bought', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  stage.store.buy({ productId: 'pro.weekly', appAccountToken: await stage.tokenOf(anna) }).bought()
  assert.deepEqual(await stage.deliver(), [200])
  assert.equal(await paidDays(stage, anna), undefined)
  assert.deepEqual(
    (await alerts(stage)).map(({ kind }) => kind),
    ['unmapped_product']
  )
  const { settings } = stage.store
  const products = { ...settings.products, 'pro.weekly': 'pro' } as const
  const later = await replicaOf(stage.app, t, {
    subscriptions: subscriptionsOf({ apple: { ...settings, products } }),
    appStore: stage.gateway
  })
  await stage.enqueue('subscriptions.replay')
  await later.runJobs()
  assert.equal(await paidDays(stage, anna), 30)
})

test('X33: whoever buys in another’s name gives them something, and takes back no more than that', async (t) => {
  const stage = await storeStage(t)
  const [victim, attacker] = [await stage.app.person('Victim'), await stage.app.person('Attacker')]
  const token = await stage.tokenOf(victim)
  stage.store.buy({ appAccountToken: token }).bought()
  stage.app.clock.advance({ hours: 24 })
  const gift = stage.store.buy({ appAccountToken: token, days: 60 })
  gift.bought()
  await stage.deliver()
  assert.equal(await paidDays(stage, victim), 61)
  gift.refund()
  await stage.deliver()
  assert.equal(await paidDays(stage, victim), 30)
  assert.equal((await show(attacker, gift)).statusCode, 409)
  assert.equal(await paidDays(stage, attacker), undefined)
  await stage.app.runJobs()
  assert.equal(await paidDays(stage, victim), 30)
})

test('X30: what never arrived is taken from the list that the store keeps, and only that', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  const purchase = stage.store.buy({ appAccountToken: await stage.tokenOf(anna) })
  for (let told = 0; told < 60; told += 1) purchase.tell('DID_CHANGE_RENEWAL_STATUS')
  await stage.deliver((due) => due.filter((_, index) => index % 2 === 0))
  assert.equal((await counts(stage))?.['events'], 30)
  stage.app.clock.advance({ minutes: 5 })
  await stage.enqueue('subscriptions.apple-catch-up')
  await stage.app.runJobs()
  assert.equal((await counts(stage))?.['events'], 60)
  const { rows } = await stage.app.database.pool.query(
    `select count(*)::integer as outcomes from webhooks.outcomes where outcome = 'processed'`
  )
  assert.deepEqual(rows, [{ outcomes: 60 }])

  const asked: number[] = []
  for (let day = 0; day < 2; day += 1) {
    stage.app.clock.advance({ hours: 24 })
    await stage.enqueue('subscriptions.apple-catch-up')
    await stage.app.runJobs()
    asked.push(stage.store.asked.length)
  }
  assert.equal(Number(asked[1]) - Number(asked[0]), 2, 'a page of each environment, from where it was read to')

  purchase.cancel()
  const [late = assert.fail()] = stage.store.deliveries.all.splice(-1)
  const catchUp = async () => {
    stage.app.clock.advance({ hours: 1 })
    await stage.enqueue('subscriptions.apple-catch-up')
    await stage.app.runJobs()
    return (await counts(stage))?.['events']
  }
  assert.equal(await catchUp(), 60)
  stage.store.deliveries.all.push(late)
  assert.equal(await catchUp(), 61, 'what has come into the list after it was read')
  const { jws } = await stage.store.authority.flawed({ withoutLeafPurpose: true })
  stage.store.deliveries.add({ ...late.event, signedPayload: jws({}) })
  assert.equal(await catchUp(), 61)
  assert.deepEqual(
    stage.app.log.lines
      .filter(({ message }) => message?.includes('lists what is not its own'))
      .map((line) => line.fields),
    [{ environment: 'production', doubtful: 1 }]
  )
})

test('X31: a list that never ends is left, and told to a human', async (t) => {
  const stage = await storeStage(t)
  stage.store.isStuck = true
  await stage.enqueue('subscriptions.apple-catch-up')
  await stage.app.runJobs()
  assert.deepEqual(
    (await alerts(stage)).map(({ kind, about }) => `${kind} ${about}`),
    ['catch_up_stopped apple production', 'catch_up_stopped apple sandbox']
  )
  const points = await stage.app.db.selectFrom('store_checkpoints').selectAll().execute()
  assert.deepEqual(points, [], 'it is read again from where it was')
})

test('an event that was written down and not processed is taken up by the replay', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  const purchase = stage.store.buy({ appAccountToken: await stage.tokenOf(anna) })
  const { signedPayload } = purchase.bought()
  const ctx = makeContext(
    stage.app.ground,
    { kind: 'job', name: 'test' },
    { requestId: 'test', ip: undefined, userAgent: '' }
  )
  await ctx.write((tx) => recordEvent(tx, ctx, eventOf(stage.gateway.notification(signedPayload))))
  assert.equal(await paidDays(stage, anna), undefined)
  const services = { subscriptions: subscriptionsOf({ apple: stage.store.settings }), appStore: stage.gateway }
  await replayEvents(ctx, { app_store: (tx, job, { raw }) => replayNotification(tx, job, services, raw) }, 0)
  assert.equal(await paidDays(stage, anna), 30)
})

test('a signer that Apple has taken back is believed no more, and a human is told', async (t) => {
  const stage = await storeStage(t)
  const { store, app } = stage
  const anna = await app.person('Anna')
  const purchase = store.buy({ appAccountToken: await stage.tokenOf(anna) })
  purchase.bought()
  await stage.deliver()
  await app.runJobs()
  const { leaf, intermediate } = store.authority.signer
  assert.deepEqual(store.ocsp.asked, [leaf.serialNumber, intermediate.serialNumber])

  store.ocsp.revoked.add(leaf.serialNumber)
  purchase.cancel()
  await stage.deliver()
  await app.runJobs()
  assert.equal(store.ocsp.asked.length, 2, 'not before half a day is over')
  app.clock.advance({ hours: 12 })
  purchase.reenable()
  assert.deepEqual(await stage.deliver(), [200])
  await app.runJobs()
  assert.deepEqual(
    (await alerts(stage)).map(({ kind, about }) => `${kind} ${about}`),
    [`certificate_revoked apple ${leaf.serialNumber}`]
  )
  purchase.cancel()
  assert.deepEqual(await stage.deliver(), [401])
  assert.equal((await anna.problem(verifyApplePurchase, { body: shown(purchase) })).code, 'purchase_not_verified')
  await stage.enqueue('subscriptions.apple-catch-up')
  await app.runJobs()
  assert.equal((await counts(stage))?.['events'], 3, 'nor from Apple’s own list')
})

test('while nothing can be heard of a signer the last verdict stays', async (t) => {
  const stage = await storeStage(t)
  const { store, app } = stage
  const purchase = store.buy()
  purchase.bought()
  await stage.deliver()
  await app.runJobs()
  store.ocsp.flaw = 'no answer'
  app.clock.advance({ hours: 13 })
  purchase.cancel()
  await stage.deliver()
  await app.runJobs()
  const verdicts = await app.db.selectFrom('signing_certificates').select('verdict').execute()
  assert.deepEqual(verdicts, [{ verdict: 'good' }, { verdict: 'good' }])
})

test('a refund, and what is heard a day late, have the store asked what is so now', async (t) => {
  const stage = await storeStage(t)
  const { store, app } = stage
  const anna = await app.person('Anna')
  const purchase = store.buy({ appAccountToken: await stage.tokenOf(anna) })
  purchase.bought()
  await stage.deliver()
  await app.runJobs()
  const asked = () => store.asked.filter((call) => call.includes(' GET /inApps/v1/subscriptions/')).length
  const before = asked()
  purchase.refund()
  await stage.deliver()
  await app.runJobs()
  assert.deepEqual([asked() - before, await paidDays(stage, anna)], [1, undefined])
  purchase.reverseRefund()
  app.clock.advance({ hours: 25 })
  await stage.deliver()
  await app.runJobs()
  assert.deepEqual([asked() - before, await paidDays(stage, anna)], [2, 30])
})

test('what the store does not let be named stays whose it is', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  const purchase = stage.store.buy({ isFamilyShared: true })
  assert.equal((await show(anna, purchase)).statusCode, 200)
  await stage.app.runJobs()
  assert.equal(await paidDays(stage, anna), 30)
  assert.equal(stage.store.asked.filter((call) => call.includes(' PUT ')).length, 1)
})

test('while the store is away it is not told whose a purchase is; it is as soon as it is back', async (t) => {
  const stage = await storeStage(t)
  const { app, store } = stage
  app.log.expectErrors()
  const anna = await app.person('Anna')
  const purchase = store.buy()
  assert.equal((await show(anna, purchase)).statusCode, 200)
  await store.stop()
  await app.runJobs()
  assert.equal(purchase.latest['appAccountToken'], undefined)
  await store.start()
  await app.database.pool.query('update graphile_worker._private_jobs set run_at = now()')
  await app.runJobs()
  assert.equal(purchase.latest['appAccountToken'], await stage.tokenOf(anna))
})

test('where nothing is sold in the App Store nobody is told anything', async (t) => {
  const stage = await storeStage(t)
  stage.app.log.expectErrors()
  const without = await replicaOf(stage.app, t)
  const purchase = stage.store.buy()
  const anna = await stage.app.person('Anna')
  const { statusCode } = await without.inject({
    method: 'POST',
    url: stage.url,
    payload: { signedPayload: purchase.bought().signedPayload }
  })
  assert.equal(statusCode, 503)
  assert.equal(
    (await without.caller(anna.token).problem(verifyApplePurchase, { body: shown(purchase) })).code,
    'store_not_set_up'
  )
})
