import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { passwordCost } from './password-cost.ts'
import { saveCost } from './password-cost-queries.ts'

test('what is configured counts; what is left out is the OWASP minimum', async (t) => {
  const { ground } = await testApp(t)

  assert.deepEqual(await passwordCost(ground, { memoryKib: 32_768, passes: 3 }), {
    memoryKib: 32_768,
    passes: 3,
    lanes: 1
  })
  assert.deepEqual(await passwordCost(ground, { passes: 4 }), { memoryKib: 19_456, passes: 4, lanes: 1 })
})

test('it is measured once: later starts and other processes compute as the first one did', async (t) => {
  const { ground, db } = await testApp(t)

  const starts = await race(4, () => passwordCost(ground, {}))

  const costs = starts.map((start) => (start.status === 'fulfilled' ? start.value : assert.fail(String(start.reason))))
  for (const cost of costs) assert.deepEqual(cost, costs[0])
  await saveCost(db, { memoryKib: 262_144, passes: 10, lanes: 1 })
  assert.deepEqual(await passwordCost(ground, {}), costs[0])
})
