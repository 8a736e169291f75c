import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renewalPayload, transactionPayload } from '#test/doubles/app-store/payloads.ts'
import type { SignedPurchase } from '#server/gateways/app-store/read-signed.ts'
import { needsAsking, needsHuman } from './notification-types.ts'
import { factsIn } from './to-facts.ts'

const at = Date.UTC(2026, 2, 10, 12)
const day = 86_400_000

function factsOf(transaction: object, renewal?: object) {
  const said = {
    environment: 'sandbox',
    transaction: transactionPayload(at, { ...transaction }),
    renewal: renewal && renewalPayload(at + 1, { ...renewal }),
    signers: []
  } as unknown as SignedPurchase // as the reader makes it of such payloads
  return factsIn(said)
}

test('a transaction and its renewal are two facts, each of the moment it was signed', () => {
  const token = '7B2F2A51-3D1C-4C0A-9D3E-000000000001'
  const [transaction, renewal, ...others] = factsOf(
    {
      appAccountToken: token,
      revocationDate: at + 5.5,
      revocationType: 'REFUND_PRORATED',
      revocationPercentage: 40_000,
      isUpgraded: true,
      inAppOwnershipType: 'FAMILY_SHARED'
    },
    { autoRenewStatus: 0, isInBillingRetryPeriod: true, gracePeriodExpiresDate: at + day, priceIncreaseStatus: 0 }
  )
  assert.deepEqual([transaction?.clockMs, renewal?.clockMs, others], [at, at + 1, []])
  assert.partialDeepStrictEqual(transaction?.content, {
    kind: 'apple_transaction',
    purchasedAtMs: at,
    expiresAtMs: at + 30 * day,
    revokedAtMs: at + 5,
    revocationType: 'REFUND_PRORATED',
    revocationPercentage: 40_000,
    isUpgraded: true,
    isFamilyShared: true,
    isRenewal: false,
    period: 'normal',
    accountToken: token.toLowerCase()
  })
  assert.partialDeepStrictEqual(renewal?.content, {
    kind: 'apple_renewal',
    willRenew: false,
    isRetrying: true,
    graceUntilMs: at + day,
    priceConsent: 'pending'
  })
})

test('a period that costs nothing is a trial, one at another price an introduction', () => {
  const period = (said: object) => {
    const [fact] = factsOf(said)
    return fact?.content.kind === 'apple_transaction' ? fact.content.period : undefined
  }
  assert.equal(period({ offerType: 1, offerDiscountType: 'FREE_TRIAL' }), 'trial')
  assert.equal(period({ offerType: 1, offerDiscountType: 'PAY_UP_FRONT' }), 'intro')
  assert.equal(period({ offerType: 1 }), 'intro')
  assert.equal(period({ offerType: 3 }), 'normal')
})

test('what is bought once is no fact of a subscription', () => {
  assert.deepEqual(factsOf({ type: 'Consumable' }), [])
  assert.deepEqual(factsOf({ expiresDate: undefined }), [])
})

test('types decide about nothing but who is asked and who is told', () => {
  const of = (type: string, subtype?: string) => [needsAsking({ type, subtype }), needsHuman({ type, subtype })]
  assert.deepEqual(of('REFUND'), [true, false])
  assert.deepEqual(of('DID_CHANGE_RENEWAL_PREF', 'UPGRADE'), [true, false])
  assert.deepEqual(of('CONSUMPTION_REQUEST'), [false, false])
  assert.deepEqual(of('DID_RENEW', 'A_SUBTYPE_TO_COME'), [true, true])
  assert.deepEqual(of('RENEWAL_EXTENSION', 'FAILURE'), [false, true])
  assert.deepEqual(of('RESCIND_CONSENT'), [true, true])
})
