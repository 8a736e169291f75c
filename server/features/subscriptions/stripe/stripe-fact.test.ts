import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripeFact } from './stripe-fact.ts'

const askedAt = Temporal.Instant.from('2026-03-10T12:00:00Z')
const subscription = {
  id: 'sub_1',
  customerId: 'cus_1',
  isLive: true,
  status: 'active',
  items: [{ priceId: 'price_monthly', fromMs: 1000, untilMs: 5000 }],
  startedAtMs: 1000,
  cancelsAtMs: undefined,
  cancelsAtPeriodEnd: false,
  endedAtMs: undefined,
  account: undefined,
  paymentIntentIds: []
}

function endOf(cancelsAtMs: number | undefined) {
  const { content } = stripeFact(
    { subscription: { ...subscription, cancelsAtMs }, isGivenBack: false, askedAt },
    { price_monthly: 'pro' }
  )
  return content.kind === 'stripe_subscription' && [content.expiresAtMs, content.willRenew]
}

test('what is cancelled within its period is over then, and not at the period’s end', () => {
  assert.deepEqual(endOf(3000), [3000, false])
})

test('what is cancelled at a later moment goes on until then, period after period', () => {
  assert.deepEqual(
    [endOf(undefined), endOf(9000)],
    [
      [5000, true],
      [5000, true]
    ]
  )
})
