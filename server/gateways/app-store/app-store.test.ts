import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { appStoreKeyOf, type AppStoreKey } from '#server/platform/app-store-config.ts'
import { testAppStore } from '#test/doubles/app-store/app-store.ts'
import { appStore } from './app-store.ts'

async function stage(t: TestContext) {
  let instant = Temporal.Instant.from('2026-03-10T12:00:00Z')
  const now = () => instant
  const double = await testAppStore(t, { now })
  const { bundleId, appAppleId, standIn } = double.settings
  const ours = appStoreKeyOf(double.keyFile)
  const keys: { now: AppStoreKey | undefined } = { now: ours }
  const taken: AppStoreKey[] = []
  const store = appStore({
    app: { bundleId, appAppleId },
    standIn,
    key: () => keys.now,
    taken: (key) => void taken.push(key),
    now
  })
  const advance = (by: Temporal.DurationLike) => void (instant = instant.add(by))
  return { double, store, keys, taken, now, advance }
}

const token = '7b2f2a51-3d1c-4c0a-9d3e-000000000001'

test('the statuses of a purchase are read and verified; in the other environment there is no such purchase', async (t) => {
  const { double, store, taken, keys } = await stage(t)
  const purchase = double.buy({ appAccountToken: token })
  purchase.renew()
  const { originalTransactionId: id } = purchase
  const [found, ...others] = await store.statuses(id, 'production')
  assert.deepEqual([found?.transaction.transactionReason, found?.renewal?.autoRenewStatus, others], ['RENEWAL', 1, []])
  assert.equal(found?.transaction.appAccountToken, token)
  assert.deepEqual(await store.statuses(id, 'sandbox'), [])
  assert.deepEqual(double.asked, [
    `Production GET /inApps/v1/subscriptions/${id}`,
    `Sandbox GET /inApps/v1/subscriptions/${id}`
  ])
  assert.deepEqual(taken, [keys.now])
})

test('a key that Apple does not take, and none at all, are for later', async (t) => {
  const { double, store, keys, taken } = await stage(t)
  const { originalTransactionId: id } = double.buy()
  const { double: other } = await stage(t)
  keys.now = appStoreKeyOf(other.keyFile)
  await assert.rejects(store.statuses(id, 'production'), { name: 'StoreUnavailable', message: /does not take the key/ })
  keys.now = undefined
  await assert.rejects(store.statuses(id, 'production'), { name: 'StoreUnavailable', message: /no key/ })
  assert.deepEqual(taken, [])
})

test('what shows who asks works for as long as the process runs', async (t) => {
  const { double, store, advance } = await stage(t)
  const { originalTransactionId: id } = double.buy()
  for (const minutes of [0, 19, 2, 29, 200]) {
    advance({ minutes })
    assert.equal((await store.statuses(id, 'production')).length, 1)
  }
})

test('Apple is left alone for as long as it asks', async (t) => {
  const { double, store, advance, now } = await stage(t)
  const { originalTransactionId: id } = double.buy()
  const until = now().add({ minutes: 10 })
  double.answerNext({ status: 429, errorCode: 4290000, retryAtMs: until.epochMilliseconds })
  await assert.rejects(store.statuses(id, 'production'), { name: 'StoreUnavailable', until })
  advance({ minutes: 9 })
  await assert.rejects(store.statuses(id, 'production'), { name: 'StoreUnavailable', until })
  assert.equal(double.asked.length, 1)
  advance({ minutes: 1 })
  assert.equal((await store.statuses(id, 'production')).length, 1)
})

test('an outage is for later, and afterwards it goes on by itself', async (t) => {
  const { double, store } = await stage(t)
  const { originalTransactionId: id } = double.buy()
  double.answerNext({ status: 500, errorCode: 5000001 }, { status: 404, errorCode: 4040006 }, { status: 503 })
  for (let asked = 0; asked < 3; asked += 1)
    await assert.rejects(store.statuses(id, 'production'), { name: 'StoreUnavailable' })
  await double.stop()
  await assert.rejects(store.statuses(id, 'production'), { name: 'StoreUnavailable' })
  await double.start()
  assert.equal((await store.statuses(id, 'production')).length, 1)
})

test('what was told is listed page by page, each verified', async (t) => {
  const { double, store, now } = await stage(t)
  const purchase = double.buy()
  for (let told = 0; told < 25; told += 1) purchase.tell('DID_CHANGE_RENEWAL_STATUS')
  double.buy({ environment: 'Sandbox' }).bought()
  const span = { environment: 'production', from: now().subtract({ hours: 1 }), to: now().add({ hours: 1 }) } as const
  const first = await store.notifications(span)
  const second = await store.notifications({ ...span, next: first.next })
  assert.deepEqual([first.notifications.length, second.notifications.length, second.next], [20, 5, undefined])
  const [{ id } = {}] = second.notifications
  assert.equal(id, double.deliveries.all[20]?.event.id)
  await assert.rejects(store.notifications({ ...span, from: now().subtract({ hours: 24 * 181 }) }), { code: 4000012 })
})

test('a purchase is given its account once and for all that follows', async (t) => {
  const { double, store } = await stage(t)
  const purchase = double.buy()
  purchase.renew()
  const { originalTransactionId: id } = purchase
  await store.setAccountToken(id, token, 'production')
  assert.equal((await store.statuses(id, 'production'))[0]?.renewal?.appAccountToken, token)
  const refusals: [string, string, number][] = [
    [id, 'no uuid', 4000183],
    [double.buy({ isFamilyShared: true }).originalTransactionId, token, 4000185],
    [String(purchase.latest['transactionId']), token, 4000187],
    ['2999999999999999', token, 4040010]
  ]
  for (const [of, said, code] of refusals)
    await assert.rejects(store.setAccountToken(of, said, 'production'), { name: 'StoreRefused', code })
})

test('an order is found by the number of the receipt', async (t) => {
  const { double, store } = await stage(t)
  const { orderId, originalTransactionId } = double.buy()
  const [found] = await store.order(orderId)
  assert.equal(found?.transaction.originalTransactionId, originalTransactionId)
  assert.deepEqual(await store.order('M000'), [])
})

test('an answer that somebody else signed is not believed', async (t) => {
  const { double } = await stage(t)
  const { originalTransactionId: id } = double.buy()
  const other = await testAppStore(t, { now: () => Temporal.Instant.from('2026-03-10T12:00:00Z') })
  const { bundleId, appAppleId, standIn } = other.settings
  const key = appStoreKeyOf(other.keyFile)
  const store = appStore({
    app: { bundleId, appAppleId: appAppleId + 1 },
    standIn,
    key: () => key,
    now: () => Temporal.Instant.from('2026-03-10T12:00:00Z')
  })
  other.buy().bought()
  const span = {
    environment: 'production',
    from: Temporal.Instant.from('2026-03-10T11:00:00Z'),
    to: Temporal.Instant.from('2026-03-10T13:00:00Z')
  } as const
  assert.deepEqual(await store.notifications(span), { notifications: [], doubtful: 1, next: undefined })
  assert.deepEqual(await store.statuses(String(Number(id) + 7), 'production'), [])
})

test('an answer about the other environment than was asked for is not believed', async (t) => {
  const { double, keys, now } = await stage(t)
  const { bundleId, appAppleId, standIn } = double.settings
  const url = `${standIn.url}/sandbox`
  const store = appStore({ app: { bundleId, appAppleId }, standIn: { ...standIn, url }, key: () => keys.now, now })
  const { originalTransactionId: id } = double.buy({ environment: 'Sandbox' })
  await assert.rejects(store.statuses(id, 'production'), { doubt: 'environment' })
})

test('to see whether it works the store is asked for what nobody bought', async (t) => {
  const { double, store, keys } = await stage(t)
  assert.equal(await store.check(), undefined)
  keys.now = undefined
  assert.equal(await store.check(), 'there is no key for the App Store')
  await double.stop()
})
