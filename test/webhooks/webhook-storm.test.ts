import assert from 'node:assert/strict'
import { test } from 'node:test'
import { webhookStorm } from './webhook-storm.ts'

// X13, X14, X21
test('three stores tell twice and late what honeyDue, killed and without its database, takes in: as if nothing had happened', async (t) => {
  const storm = { webhooks: 40, purchases: 6, kills: 1, stops: 1, seed: 5 }
  const { stores, killsInFlight, entitled, differences } = await webhookStorm(t, storm)
  assert.deepEqual(differences, [])
  for (const counts of Object.values(stores)) {
    const { deliveries, acknowledged, messages, events, distinct } = counts
    assert.deepEqual([acknowledged, events, distinct], [deliveries, messages, messages])
    assert.deepEqual([counts.unprocessed, counts.processedTwice, counts.untold], [0, 0, 0])
  }
  const refused = Object.values(stores).reduce((sum, counts) => sum + counts.refused, 0)
  assert.ok(killsInFlight > 0 && refused > 0, 'what was sent met the kills and the missing database')
  assert.ok(entitled > 0 && entitled < 2 * storm.purchases)
})
