import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pushIn, type PlayPush } from './play-push.ts'

const ours = { packageName: 'org.example.honeydue', subscription: 'projects/honeydue/subscriptions/play-push' }

function told(said: object): PlayPush {
  const data = Buffer.from(JSON.stringify({ packageName: ours.packageName, ...said })).toString('base64')
  const envelope = { subscription: ours.subscription, message: { messageId: '1', data } }
  return pushIn(Buffer.from(JSON.stringify(envelope)), ours)
}

const about = (said: object) => {
  const push = told(said)
  return push.kind === 'notification' ? push.about : assert.fail(push.kind)
}

test('each kind of change is named as Google names it, and any other by its number', () => {
  const named = Array.from({ length: 23 }, (_, number) => {
    const change = about({ subscriptionNotification: { notificationType: number + 1, purchaseToken: 'token' } })
    return 'change' in change ? change.change : undefined
  })
  assert.deepEqual(named, [
    'RECOVERED',
    'RENEWED',
    'CANCELED',
    'PURCHASED',
    'ON_HOLD',
    'IN_GRACE_PERIOD',
    'RESTARTED',
    'PRICE_CHANGE_CONFIRMED',
    'DEFERRED',
    'PAUSED',
    'PAUSE_SCHEDULE_CHANGED',
    'REVOKED',
    'EXPIRED',
    '14',
    '15',
    '16',
    'ITEMS_CHANGED',
    'CANCELLATION_SCHEDULED',
    'PRICE_CHANGE_UPDATED',
    'PENDING_PURCHASE_CANCELED',
    '21',
    'PRICE_STEP_UP_CONSENT_UPDATED',
    '23'
  ])
})

test('what was voided counts if it is a subscription; what is bought once is named, not what is called off', () => {
  const voided = (productType: number) => about({ voidedPurchaseNotification: { purchaseToken: 'token', productType } })
  assert.deepEqual(['token' in voided(1), 'token' in voided(2)], [true, false])
  const once = (notificationType: number) =>
    about({ oneTimeProductNotification: { notificationType, sku: 'lifetime' } })
  assert.deepEqual(
    [once(1), once(2)],
    [
      { type: 'one_time_product', bought: 'lifetime' },
      { type: 'one_time_product', bought: undefined }
    ]
  )
})

test('when it happened may be a number or a text, and what is none is not known', () => {
  const at = (eventTimeMillis: unknown) => {
    const push = told({ eventTimeMillis, testNotification: {} })
    return push.kind === 'notification' ? push.at?.epochMilliseconds : push.kind
  }
  assert.deepEqual([1_772_000_000_000, '1772000000000', undefined, 'soon'].map(at), [
    1_772_000_000_000,
    1_772_000_000_000,
    undefined,
    'unparsable'
  ])
})

test('nothing that could be used is in what is kept of a push', () => {
  const secret = `a-secret-${'x'.repeat(140)}`
  const kept = [
    told({ subscriptionNotification: { notificationType: 4, purchaseToken: secret } }),
    told({ pendingRefundReviewNotification: { pendingRefundToken: secret, orderId: 'GPA.1' } }),
    told({ subscriptionNotification: { notificationType: '4', purchaseToken: secret } })
  ]
  assert.deepEqual(
    kept.map((push) => 'redacted' in push && push.redacted.includes('a-secret')),
    [false, false, false]
  )
})
