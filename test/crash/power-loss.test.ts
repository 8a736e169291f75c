import assert from 'node:assert/strict'
import { test } from 'node:test'
import { powerLoss } from './power-loss.ts'

// ASVS 2.3.3
test('after power cuts every acknowledged completion is there, none twice, and every job has run', async () => {
  const counts = await powerLoss({ kills: 4, seed: 7 })
  const { acknowledged, recorded, missing, doubled, jobsLeft, wrongCounts, turnsPassed, turnsTold } = counts
  assert.deepEqual({ missing, doubled, jobsLeft, wrongCounts }, { missing: 0, doubled: 0, jobsLeft: 0, wrongCounts: 0 })
  assert.equal(recorded, acknowledged)
  assert.ok(acknowledged > 4 && counts.killsInFlight > 0, 'the cuts came in the middle of work')
  assert.ok(turnsPassed > 0)
  assert.equal(turnsTold, turnsPassed)
})
