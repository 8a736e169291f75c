import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restorePurchases } from '#contract/purchases.ts'
import { googleApp } from './google/testing-google.ts'
import { storeStage } from './testing/apple-stage.ts'

test('what a device has bought is restored each for itself: mine, somebody else’s, and what nobody has signed', async (t) => {
  const { app, store } = await storeStage(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const [first, second] = [store.buy(), store.buy()]
  const signed = [first, second].map((purchase) => purchase.signedTransaction())
  const shown = { apple: [...signed, 'ey.no.signature'], google: ['a token of Google Play'.replaceAll(' ', '-')] }
  const headers = { 'idempotency-key': 'restore-once' }

  const { items } = await anna.call(restorePurchases, { body: shown, headers })
  assert.deepEqual(
    items.map(({ store: of, purchase, refusal }) => [of, purchase?.isEntitled ?? refusal]),
    [
      ['apple', true],
      ['apple', true],
      ['apple', 'purchase_not_verified'],
      ['google', 'store_not_set_up']
    ]
  )
  assert.deepEqual(await anna.call(restorePurchases, { body: shown, headers }), { items }, 'and once more the same')
  const others = await berta.call(restorePurchases, { body: { apple: signed } })
  assert.deepEqual(
    others.items.map(({ refusal }) => refusal),
    ['purchase_belongs_to_another_account', 'purchase_belongs_to_another_account']
  )
  await app.runJobs()
})

test('what was bought with Google Play is restored, and what cannot be asked for just now says so', async (t) => {
  const app = await googleApp(t)
  const anna = await app.person('Anna')
  const token = app.google.store.buy()
  const restore = async () => {
    const { items } = await anna.call(restorePurchases, { body: { google: [token] } })
    return items.map(({ purchase, refusal }) => purchase?.isEntitled ?? refusal)
  }
  app.google.faults.read = 503
  assert.deepEqual(await restore(), ['store_unavailable'])
  delete app.google.faults.read
  assert.deepEqual(await restore(), [true])
  await app.runJobs()
})
