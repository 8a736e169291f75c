import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notificationPayload, storeApp } from '#test/doubles/app-store/payloads.ts'
import { alerts, counts, paidDays, storeStage } from '../testing/apple-stage.ts'

test('a type that nobody knows is kept, taken in as far as it is signed, and told to a human', async (t) => {
  const stage = await storeStage(t)
  const anna = await stage.app.person('Anna')
  const purchase = stage.store.buy({ appAccountToken: await stage.tokenOf(anna) })
  purchase.tell('SOMETHING_NEW', 'ALSO_NEW')
  stage.store.test()
  assert.deepEqual(await stage.deliver(), [200, 200])
  assert.equal(await paidDays(stage, anna), 30)
  assert.deepEqual(await alerts(stage), [
    { kind: 'unknown_notification', about: 'apple production SOMETHING_NEW ALSO_NEW', times: 1 }
  ])
  await stage.app.runJobs()
  assert.ok(
    stage.store.asked.some((call) => call.includes('/subscriptions/')),
    'the store is asked what it is'
  )
  const { rows } = await stage.app.database.pool.query('select outcome from webhooks.outcomes order by event')
  assert.deepEqual(
    rows.map(({ outcome }) => outcome),
    ['processed', 'ignored']
  )
  const shownInTerminals = stage.app.log.lines.filter(({ level }) => level === 'warn')
  assert.deepEqual(
    shownInTerminals.filter(({ message }) => message === 'a test notification of the App Store has arrived'),
    [
      {
        level: 'warn',
        fields: { environment: 'production' },
        message: 'a test notification of the App Store has arrived'
      }
    ]
  )
})

test('whatever Apple tells changes what it says of the purchase and nothing else', async (t) => {
  const stage = await storeStage(t)
  const { app, store } = stage
  const anna = await app.person('Anna')
  const purchase = store.buy({ appAccountToken: await stage.tokenOf(anna) })
  const after = (days: number, act: () => void) => () => {
    app.clock.advance({ hours: days * 24 })
    act()
  }
  const set = (what: object) => Object.assign(purchase.renewal, what)
  const told: [act: () => void, state: string][] = [
    [() => purchase.bought(), 'ACTIVE'],
    [() => purchase.cancel(), 'CANCELED'],
    [() => purchase.reenable(), 'ACTIVE'],
    [() => set({ autoRenewStatus: 0 }) && purchase.tell('DID_CHANGE_RENEWAL_STATUS', ''), 'CANCELED'],
    [() => purchase.reenable(), 'ACTIVE'],
    [() => purchase.downgrade('pro.yearly'), 'ACTIVE, then pro.yearly'],
    [() => set({ autoRenewProductId: 'pro.monthly' }) && purchase.tell('DID_CHANGE_RENEWAL_PREF'), 'ACTIVE'],
    [() => purchase.tell('OFFER_REDEEMED'), 'ACTIVE'],
    [() => purchase.raisePrice(false), 'ACTIVE'],
    [() => purchase.raisePrice(true), 'ACTIVE'],
    [() => purchase.tell('CONSUMPTION_REQUEST'), 'ACTIVE'],
    [() => purchase.tell('REFUND_DECLINED'), 'ACTIVE'],
    [() => purchase.refund(), 'REVOKED'],
    [() => purchase.reverseRefund(), 'ACTIVE'],
    ...['METADATA_UPDATE', 'MIGRATION', 'PRICE_CHANGE'].map((type): [() => void, string] => [
      () => purchase.tell(type),
      'ACTIVE'
    ]),
    [() => purchase.extend(1), 'ACTIVE'],
    [after(31, () => purchase.renew()), 'ACTIVE'],
    [after(31, () => purchase.failToRenew(16)), 'GRACE'],
    [after(17, () => purchase.endGrace()), 'HOLD'],
    [() => purchase.renew(), 'ACTIVE'],
    [() => purchase.upgrade('pro.yearly'), 'ACTIVE'],
    [after(31, () => purchase.failToRenew()), 'HOLD'],
    [() => purchase.expire('BILLING_RETRY'), 'EXPIRED'],
    [() => purchase.expire('PRICE_INCREASE'), 'EXPIRED'],
    [() => purchase.expire('PRODUCT_NOT_FOR_SALE'), 'EXPIRED'],
    [() => purchase.tell('EXPIRED'), 'EXPIRED'],
    [() => purchase.resubscribe(), 'ACTIVE'],
    [() => purchase.revoke(), 'REVOKED']
  ]
  for (const [index, [act, state]] of told.entries()) {
    act()
    assert.deepEqual(await stage.deliver(), [200], `${index}`)
    const { state: is, pending_product_id: pending } = await app.db
      .selectFrom('store_purchases')
      .select(['state', 'pending_product_id'])
      .executeTakeFirstOrThrow()
    assert.equal(pending === null ? is : `${is}, then ${pending}`, state, `${index}`)
  }
  assert.deepEqual(await alerts(stage), [])
  await app.runJobs()
  const asked = store.asked.filter((call) => !call.startsWith('Production GET /inApps/v1/subscriptions/'))
  assert.deepEqual(asked, [], 'and nobody has agreed that Apple is told what they use')
})

test('what Apple tells of other things is kept, and a human is told of what only a human can see to', async (t) => {
  const stage = await storeStage(t)
  const { store, app } = stage
  const tell = async (notificationType: string, subtype: string | undefined, more: object) => {
    const named = { notificationType, subtype, notificationUUID: crypto.randomUUID(), data: undefined, ...more }
    const payload = notificationPayload(app.clock.now().epochMilliseconds, {}, named)
    return stage.post(JSON.stringify({ signedPayload: store.authority.signer.jws(payload) }))
  }
  const summary = { ...storeApp, environment: 'Production', requestIdentifier: '1', productId: 'pro.monthly' }
  const answers = [
    await tell('RENEWAL_EXTENSION', 'SUMMARY', { summary }),
    await tell('RENEWAL_EXTENSION', 'FAILURE', { summary }),
    await tell('EXTERNAL_PURCHASE_TOKEN', 'UNREPORTED', { externalPurchaseToken: storeApp }),
    await tell('RESCIND_CONSENT', undefined, { appData: { ...storeApp, environment: 'Production' } })
  ]
  const once = store.buy({ productId: 'pro.lifetime' })
  Object.assign(once.latest, { type: 'Non-Consumable', expiresDate: undefined })
  once.tell('ONE_TIME_CHARGE')
  const givenBack = store.buy({ productId: 'pro.forever' })
  Object.assign(givenBack.latest, { type: 'Non-Consumable', expiresDate: undefined })
  givenBack.refund() // whoever has the money back needs nobody
  store.test()
  assert.deepEqual([...answers, ...(await stage.deliver())], [200, 200, 200, 200, 200, 200, 200])
  assert.deepEqual(
    (await alerts(stage)).map(({ kind, about }) => `${kind}: ${about}`),
    [
      'unknown_notification: apple production RENEWAL_EXTENSION FAILURE',
      'unknown_notification: apple production RESCIND_CONSENT',
      'unmapped_product: apple pro.lifetime'
    ]
  )
  assert.deepEqual(await counts(stage), { events: 7, purchases: 0, changes: 0 })
  await app.runJobs()
})
