import { test } from 'node:test'
import { failures } from './cells.ts'

// ASVS 16.5.2, 16.5.3
for (const { down, holds } of failures) {
  test(`without ${down} what can work works, and the rest is refused without harm`, (t) => holds(t))
}
