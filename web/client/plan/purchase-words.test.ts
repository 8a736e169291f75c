import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { StorePurchase } from '#contract/plans.ts'
import { learn, speak } from '../../messages/i18n.ts'
import { purchaseNotes, purchaseWords, troubleWords } from './purchase-words.ts'
import { isFull, isNear, usageWords } from './usage-words.ts'

before(async () => {
  await speak('en', ['en-GB'])
  await learn('plans')
})

const purchase: StorePurchase = {
  id: '0198c0de-0000-7000-8000-000000000001',
  store: 'apple',
  state: 'active',
  isEntitled: true,
  until: '2026-04-10T12:00:00Z',
  renews: true,
  product: 'monthly',
  pendingProduct: null,
  priceConsentPending: false,
  resumesAt: null,
  isFamilyShared: false,
  isSandbox: false
}

test('every state is said in plain words', () => {
  const said = (given: Partial<StorePurchase>) => purchaseWords({ ...purchase, ...given })
  assert.equal(said({}), 'Renews on 10 Apr 2026')
  assert.equal(said({ renews: false }), 'Ends on 10 Apr 2026')
  assert.equal(said({ state: 'canceled' }), 'Ends on 10 Apr 2026')
  assert.match(said({ state: 'grace' }), /^Payment problem: Pro until 10 Apr 2026\./)
  assert.match(said({ state: 'grace', store: 'stripe' }), /Manage billing/)
  assert.match(said({ state: 'hold' }), /^On hold/)
  assert.equal(said({ state: 'paused' }), 'Paused')
  assert.equal(said({ state: 'paused', resumesAt: '2026-05-01T12:00:00Z' }), 'Paused until 1 May 2026')
  assert.equal(said({ state: 'pending' }), 'Waiting for the payment')
  assert.equal(said({ state: 'revoked' }), 'Given back')
  assert.equal(said({ state: 'superseded' }), 'Replaced by another purchase')
  assert.equal(said({ state: 'expired' }), 'Ended on 10 Apr 2026')
  assert.equal(said({ state: 'none', until: null }), 'Ended')
  assert.match(said({ state: 'unknown' }), /^We don’t understand yet/)
  assert.equal(said({ state: 'unmapped' }), said({ state: 'unknown' }))
})

test('what goes with a purchase stands beside it', () => {
  assert.deepEqual(purchaseNotes(purchase), [])
  const all = { pendingProduct: 'yearly', isFamilyShared: true, isSandbox: true }
  assert.deepEqual(purchaseNotes({ ...purchase, ...all }), [
    'Changes at the next renewal',
    'Shared with you by your family',
    'A tester’s purchase'
  ])
})

test('what is asked of whoever bought it is said, and nothing where nothing is', () => {
  const consent = { ...purchase, priceConsentPending: true }
  assert.equal(troubleWords(purchase), undefined)
  assert.equal(troubleWords(consent), 'The store waits for your yes to another price.')
  assert.equal(troubleWords({ ...consent, state: 'expired' }), undefined)
  assert.match(troubleWords({ ...consent, state: 'hold' }) ?? '', /^On hold/)
  assert.match(troubleWords({ ...purchase, state: 'grace' }) ?? '', /^Payment problem/)
})

test('what is used is said with its limit, and one hears of it when a fifth is left', () => {
  const usage = { of: 'documents', used: 7, limit: 10 } as const
  assert.equal(usageWords(usage), '7 of 10 papers')
  assert.equal(usageWords({ ...usage, limit: null }), '7 papers')
  assert.deepEqual(
    [
      isNear(usage),
      isNear({ ...usage, used: 8 }),
      isNear({ ...usage, used: 80, limit: null }),
      isNear({ ...usage, limit: 0 })
    ],
    [false, true, false, true]
  )
  assert.deepEqual(
    [isFull({ ...usage, used: 9 }), isFull({ ...usage, used: 10 }), isFull({ ...usage, limit: null })],
    [false, true, false]
  )
})
