import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { purchaseStates } from '#contract/purchase-states.ts'
import { entitles } from './course.ts'
import { mergeFacts } from './merge-facts.ts'
import { project } from './projection.ts'
import { appleScenarios } from './testing/apple-scenarios.ts'
import { cancelledUntil, google, googleScenarios } from './testing/google-scenarios.ts'
import { failureOf, products } from './testing/scenario.ts'
import { stripeScenarios } from './testing/stripe-scenarios.ts'

// Each in every order of delivery, with and without duplicates.
for (const scenario of [...appleScenarios, ...googleScenarios, ...stripeScenarios]) {
  test(`${scenario.id} ${scenario.says}`, () => {
    assert.equal(failureOf(scenario, { mergeFacts, project }), undefined)
  })
}

// X26
for (const [night, until] of [
  ['clocks go forward', '2026-03-29T01:00:00Z'],
  ['clocks go back', '2026-10-25T01:00:00Z'],
  ['nothing happens', '2026-06-10T22:00:00Z']
] as const) {
  test(`entitled at the last millisecond and not at the next one, in a night in which ${night}`, () => {
    const untilMs = Temporal.Instant.from(until).epochMilliseconds
    const projectedAt = (nowMs: number) => project(google('a'), [cancelledUntil(untilMs)], { nowMs, products })
    assert.equal(projectedAt(untilMs - 1).isEntitled, true)
    assert.equal(projectedAt(untilMs - 1).entitledUntilMs, untilMs)
    assert.equal(projectedAt(untilMs).isEntitled, false)
    assert.equal(projectedAt(untilMs + 1).isEntitled, false)
  })
}

test('the page for operators says of each state whether it entitles', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../../docs/subscriptions.md'), 'utf8')
  const rows = [...page.matchAll(/^\| ([A-Z]+) \| (yes|no)\b/gm)].map(([, state, does]) => [state, does === 'yes'])
  assert.deepEqual(
    rows,
    purchaseStates.map((state) => [state, entitles(state)])
  )
})
