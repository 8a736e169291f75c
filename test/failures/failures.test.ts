import { test } from 'node:test'
import { outcomesOf } from './outages.ts'
import { dependencies } from './table.ts'

// ASVS 16.3.4, 16.5.2, 16.5.3
for (const dependency of dependencies) {
  test(`without ${dependency} what can work works, and the rest is refused without harm`, async (t) => {
    for (const { problem } of await outcomesOf(dependency, t)) if (problem !== undefined) throw problem
  })
}
