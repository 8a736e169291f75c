import { seededRandom } from '#server/demo/seeded-random.ts'

/** By how much one of two things takes longer, in milliseconds: the median difference and its 95 % interval. */
export type Difference = { readonly median: number; readonly low: number; readonly high: number; readonly p: number }

export const warmUp = 20
const resamples = 2000

/**
 * Times two things in turn, `count` times each, which of them first by chance: what slows the machine down for a moment
 * slows both, so only the differences within a pair are looked at (Kario, eprint 2023/1441).
 */
export async function timePairs(
  count: number,
  one: (index: number) => Promise<void>,
  other: (index: number) => Promise<void>
): Promise<number[]> {
  const random = seededRandom(20_260_310)
  const differences: number[] = []
  for (let index = -warmUp; index < count; index += 1) {
    const oneFirst = random() < 0.5
    const first = await millisecondsOf(() => (oneFirst ? one : other)(index + warmUp))
    const second = await millisecondsOf(() => (oneFirst ? other : one)(index + warmUp))
    if (index >= 0) differences.push(oneFirst ? first - second : second - first)
  }
  return differences
}

async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** The median with its bootstrap interval, and how likely such differences are by chance alone. */
export function differenceOf(differences: readonly number[]): Difference {
  const random = seededRandom(20_260_311)
  const draw = () => differences[Math.floor(random() * differences.length)] ?? 0
  const medians = Array.from({ length: resamples }, () => median(differences.map(draw))).toSorted(ascending)
  const at = (part: number) => medians[Math.floor(part * resamples)] ?? 0
  return { median: median(differences), low: at(0.025), high: at(0.975), p: wilcoxon(differences) }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted(ascending)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}

/** Two-sided p of the signed-rank test of Wilcoxon (1945) by its normal approximation, good from some twenty pairs on. */
export function wilcoxon(differences: readonly number[]): number {
  const ranked = differences.filter((value) => value !== 0).toSorted((one, other) => Math.abs(one) - Math.abs(other))
  const size = ranked.length
  if (size === 0) return 1
  const positive = ranked.reduce((sum, value, index) => (value > 0 ? sum + index + 1 : sum), 0)
  const spread = Math.sqrt((size * (size + 1) * (2 * size + 1)) / 24)
  return 2 * upperTail(Math.abs(positive - (size * (size + 1)) / 4) / spread)
}

/** The part of the normal distribution above z ≥ 0 (Abramowitz and Stegun 26.2.17, to 7.5e-8). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
}

function ascending(one: number, other: number): number {
  return one - other
}
