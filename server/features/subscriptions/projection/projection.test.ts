import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeFacts } from './merge-facts.ts'
import { project } from './projection.ts'
import { appleScenarios } from './testing/apple-scenarios.ts'
import { googleScenarios } from './testing/google-scenarios.ts'
import { failureOf } from './testing/scenario.ts'
import { stripeScenarios } from './testing/stripe-scenarios.ts'

// Each in every order of delivery, with and without duplicates.
for (const scenario of [...appleScenarios, ...googleScenarios, ...stripeScenarios]) {
  test(`${scenario.id} ${scenario.says}`, () => {
    assert.equal(failureOf(scenario, { mergeFacts, project }), undefined)
  })
}
