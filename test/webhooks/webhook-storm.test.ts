import assert from 'node:assert/strict'
import { test } from 'node:test'
import { webhookStorm } from './webhook-storm.ts'

// X13, X14, X21
test('webhooks twice, in disorder, to a receiver that is killed and whose database is away: as if nothing had happened', async (t) => {
  const counts = await webhookStorm(t, { webhooks: 90, purchases: 12, kills: 2, seed: 5 })
  const { deliveries, acknowledged, notifications, events, distinct, unprocessed, processedTwice, differences } = counts
  assert.deepEqual({ unprocessed, processedTwice, differences }, { unprocessed: 0, processedTwice: 0, differences: [] })
  assert.equal(acknowledged, deliveries)
  assert.deepEqual([events, distinct], [notifications, notifications])
  assert.ok(counts.killsInFlight > 0 && counts.refused > 0, 'what was sent met the kills and the missing database')
  assert.ok(counts.entitled > 0 && counts.entitled < counts.purchases)
})
