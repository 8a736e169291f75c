import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#server/demo/seeded-random.ts'
import { differenceOf, median, wilcoxon } from '../scoreboard/paired.ts'

/** Noise of a few milliseconds around `shift`, the same each time. */
function noisy(shift: number): number[] {
  const random = seededRandom(7)
  return Array.from({ length: 300 }, () => shift + (random() + random() + random() - 1.5) * 3)
}

test('a shift is found with the interval around it, and noise alone is not taken for one', () => {
  const none = differenceOf(noisy(0))
  const some = differenceOf(noisy(1))

  assert.ok(none.low < 0 && none.high > 0 && none.p > 0.01, JSON.stringify(none))
  assert.ok(some.low > 0.5 && some.high < 1.5 && some.p < 1e-9, JSON.stringify(some))
})

test('the median and the signed-rank test agree with figures worked out by hand', () => {
  assert.equal(median([3, 1, 2]), 2)
  assert.equal(median([4, 1, 2, 3]), 2.5)
  assert.equal(wilcoxon([0, 0]), 1)
  // Ranks 1 to 10, of which 3 is negative: W+ = 52, z = (52 − 27.5) / √96.25 = 2.497
  assert.ok(Math.abs(wilcoxon([1, 2, -3, 4, 5, 6, 7, 8, 9, 10]) - 0.01252) < 1e-4)
})
