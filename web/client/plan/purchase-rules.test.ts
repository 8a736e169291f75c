import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInForce, purchaseWords } from '#contract/purchase-states.ts'
import type { StorePurchase, Subscription } from '#contract/plans.ts'
import { manageAddress, offerTo } from './purchase-rules.ts'

test('what is over, or was never understood, is not in force', () => {
  assert.deepEqual(
    purchaseWords.filter((state) => isInForce({ state })),
    ['pending', 'active', 'canceled', 'grace', 'hold', 'paused']
  )
})

const free: Parameters<typeof offerTo>[0] = {
  plan: 'free',
  source: null,
  trial: { state: 'available', until: null },
  purchases: [],
  limits: [{ of: 'residences', free: 1, pro: null }],
  isSoldOnWeb: true
}

/** What is offered to whoever has bought this. */
function offered(about: Partial<Subscription>, bought?: Pick<StorePurchase, 'store' | 'state' | 'renews'>): string[] {
  const purchases = bought ? [bought as StorePurchase] : [] // no more is asked for
  const offer = offerTo({ ...free, ...about, purchases })
  return Object.entries(offer).flatMap(([way, isOpen]) => (isOpen ? [way] : []))
}

test('nobody is asked to pay twice, nor for what they have, nor where it gives them nothing', () => {
  const pro = { plan: 'pro', source: 'store' } as const
  assert.deepEqual(offered({}), ['trial', 'inApp', 'onWeb'])
  assert.deepEqual(offered({ isSoldOnWeb: false, trial: { state: 'used', until: null } }), ['inApp'])
  assert.deepEqual(offered({ plan: 'pro', source: 'trial' }), ['inApp', 'onWeb'])
  assert.deepEqual(offered({ plan: 'pro', source: 'free_of_charge' }), [])
  assert.deepEqual(offered({ limits: [{ of: 'residences', free: null, pro: null }] }), [])
  assert.deepEqual(offered(pro, { store: 'apple', state: 'active', renews: true }), [])
  assert.deepEqual(offered(pro, { store: 'apple', state: 'canceled', renews: false }), ['onWeb'])
  assert.deepEqual(offered(pro, { store: 'stripe', state: 'canceled', renews: false }), [])
  assert.deepEqual(offered({}, { store: 'google', state: 'hold', renews: true }), ['trial'])
  assert.deepEqual(offered({}, { store: 'google', state: 'expired', renews: false }), ['trial', 'inApp', 'onWeb'])
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
