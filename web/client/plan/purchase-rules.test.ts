import assert from 'node:assert/strict'
import { test } from 'node:test'
import { purchaseWords } from '#contract/purchase-states.ts'
import { isInForce, manageAddress } from './purchase-rules.ts'

test('what is over, or was never understood, is not in force', () => {
  assert.deepEqual(
    purchaseWords.filter((state) => isInForce({ state })),
    ['pending', 'active', 'canceled', 'grace', 'hold', 'paused']
  )
})

test('each store has its own page for changing what was bought, Google Play one for each subscription of an app', () => {
  const links = { apple: null, google: 'https://play.google.com/store/apps/details?id=org.example.honeydue&hl=de' }
  const all = 'https://play.google.com/store/account/subscriptions'
  assert.equal(manageAddress({ store: 'apple', product: 'x' }, links), 'https://apps.apple.com/account/subscriptions')
  assert.equal(
    manageAddress({ store: 'google', product: 'pro_monthly' }, links),
    `${all}?sku=pro_monthly&package=org.example.honeydue`
  )
  for (const google of [null, 'https://example.org/app'])
    assert.equal(manageAddress({ store: 'google', product: 'pro_monthly' }, { apple: null, google }), all)
  assert.equal(manageAddress({ store: 'google', product: null }, links), all)
  assert.equal(manageAddress({ store: 'stripe', product: 'x' }, links), undefined)
})
