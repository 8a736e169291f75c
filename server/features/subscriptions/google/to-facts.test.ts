import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlayLineItem, PlaySubscription } from '#server/gateways/google-play/play-answers.ts'
import type { GooglePurchase } from '../facts.ts'
import { tokenDigest } from './purchase-token.ts'
import { purchaseFact, voidFact } from './to-facts.ts'

const askedAt = Temporal.Instant.from('2026-03-10T12:00:00.123Z')
const token = 'a-purchase-token'

function factFrom(purchase: Partial<PlaySubscription>, products = { pro: 'pro' }) {
  const whole = { subscriptionState: 'SUBSCRIPTION_STATE_ACTIVE', lineItems: [item({})], ...purchase }
  return purchaseFact(whole, { token, askedAt, products })
}

function contentFrom(...asked: Parameters<typeof factFrom>): GooglePurchase {
  const { content } = factFrom(...asked)
  return content.kind === 'google_purchase' ? content : assert.fail()
}

function item(more: Partial<PlayLineItem>): PlayLineItem {
  return { productId: 'pro', expiryTime: '2026-04-09T12:00:00Z', ...more }
}

test('the clock of a fact is the moment before Google was asked, and testers’ purchases are of the sandbox', () => {
  const { clockMs, environment } = factFrom({})
  assert.deepEqual([clockMs, environment], [askedAt.epochMilliseconds, 'production'])
  assert.equal(factFrom({ testPurchase: {} }).environment, 'sandbox')
})

test('tokens become digests, all of them', () => {
  const expired = { expiredPurchaseToken: 'expired', expiredExternalAccountIdentifiers: {} }
  const content = contentFrom({ linkedPurchaseToken: 'linked', outOfAppPurchaseContext: expired })
  assert.deepEqual(
    [content.tokenDigest, content.replacesDigest, content.expiredDigest],
    [token, 'linked', 'expired'].map(tokenDigest)
  )
  assert.deepEqual(contentFrom({ linkedPurchaseToken: '' }).replacesDigest, undefined)
})

test('of what was bought together the product that is ours counts, wherever it stands', () => {
  const items = [
    item({ productId: 'extra', expiryTime: '2040-01-01T00:00:00Z' }),
    item({ productId: 'pro', latestSuccessfulOrderId: 'GPA.1' })
  ]
  const content = contentFrom({ lineItems: items })
  assert.deepEqual([content.productId, content.orderId], ['pro', 'GPA.1'])
  assert.equal(content.expiresAtMs, Temporal.Instant.from('2026-04-09T12:00:00Z').epochMilliseconds)
  assert.equal(contentFrom({ lineItems: items.toReversed() }).productId, 'pro')
  assert.equal(contentFrom({ lineItems: items }, { pro: 'pro', extra: 'pro' } as never).productId, 'extra')
})

test('of two that are ours, as before a change at the renewal, the one that is paid counts', () => {
  const coming: PlayLineItem = { productId: 'yearly' }
  const now = item({ deferredItemReplacement: { productId: 'yearly' } })
  for (const lineItems of [
    [coming, now],
    [now, coming]
  ]) {
    const content = contentFrom({ lineItems }, { pro: 'pro', yearly: 'pro' } as never)
    assert.deepEqual([content.productId, content.nextProductId], ['pro', 'yearly'])
  }
})

test('a product that is not ours is named, so that somebody can be told', () => {
  assert.equal(contentFrom({ lineItems: [item({ productId: 'toString' })] }).productId, 'toString')
  assert.deepEqual(
    [contentFrom({ lineItems: [] }).productId, contentFrom({ lineItems: [] }).expiresAtMs],
    ['', undefined]
  )
})

test('a state that we do not know stays what it is', () => {
  assert.equal(contentFrom({ subscriptionState: 'SUBSCRIPTION_STATE_FROZEN' }).state, 'FROZEN')
  assert.equal(contentFrom({ subscriptionState: 'FROZEN' }).state, 'FROZEN')
})

test('what an app has set as an account counts if it can be one of ours', () => {
  const accountTokenOf = (id: string) =>
    contentFrom({ externalAccountIdentifiers: { obfuscatedExternalAccountId: id } }).accountToken
  const ours = 'ab'.repeat(32)
  assert.deepEqual([accountTokenOf(ours), accountTokenOf(ours.toUpperCase())], [ours, ours])
  for (const id of ['', '0'.repeat(64), `${ours}0`, 'anna@example', 'g'.repeat(64)])
    assert.equal(accountTokenOf(id), undefined, id)
})

test('whether it renews, what is paid for now, and whether a rise waits for a yes, is as Google has it', () => {
  const plan = (autoRenewingPlan: NonNullable<PlayLineItem['autoRenewingPlan']>) =>
    contentFrom({ lineItems: [item({ autoRenewingPlan })] })
  const rise = (priceChangeState: string, priceChangeMode = 'PRICE_INCREASE') =>
    plan({ priceChangeDetails: { priceChangeMode, priceChangeState } }).priceConsent
  assert.deepEqual(
    [plan({ autoRenewEnabled: true }).willRenew, plan({}).willRenew, contentFrom({}).willRenew],
    [true, false, false]
  )
  assert.deepEqual(
    [
      rise('OUTSTANDING'),
      rise('CONFIRMED'),
      rise('APPLIED'),
      rise('CANCELED'),
      rise('OUTSTANDING', 'OPT_OUT_PRICE_INCREASE')
    ],
    ['pending', 'given', 'given', undefined, undefined]
  )
  const period = (phase: string) => contentFrom({ lineItems: [item({ offerPhase: { [phase]: {} } })] }).period
  assert.deepEqual(['freeTrial', 'introductoryPrice', 'basePrice', 'prorationPeriod'].map(period), [
    'trial',
    'intro',
    'normal',
    'normal'
  ])
})

test('who has cancelled it is said', () => {
  const by = (kind: string) => contentFrom({ canceledStateContext: { [kind]: {} } }).cancelledBy
  const kinds = ['user', 'system', 'developer'].map((who) => `${who}InitiatedCancellation`)
  assert.deepEqual([...kinds, 'replacementCancellation', 'somethingNew'].map(by), [
    'user',
    'system',
    'developer',
    'replacement',
    undefined
  ])
})

test('an entry of the voided list counts from when Google voided it, and says who did', () => {
  const entry = { digest: 'd', orderId: 'GPA.1', voidedTimeMillis: '1773144000000' }
  const voided = (source: number) => {
    const { content } = voidFact({ ...entry, voidedSource: source }, 'production')
    return content.kind === 'google_void' ? content.voidedBy : assert.fail()
  }
  assert.deepEqual([0, 1, 2, 3].map(voided), ['user', 'developer', 'google', undefined])
  assert.equal(voidFact(entry, 'sandbox').clockMs, 1_773_144_000_000)
})
