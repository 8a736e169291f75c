import { availableParallelism, totalmem } from 'node:os'
import { argon2Hasher, parameters, type Argon2Parameters } from './passwords.ts'

/** What one password may cost, the least first: more memory as long as it helps, then more passes. */
export const steps: readonly Argon2Parameters[] = [
  parameters,
  { memoryKib: 32_768, passes: 2, lanes: 1 },
  { memoryKib: 47_104, passes: 2, lanes: 1 },
  { memoryKib: 65_536, passes: 2, lanes: 1 },
  { memoryKib: 65_536, passes: 3, lanes: 1 },
  { memoryKib: 65_536, passes: 4, lanes: 1 }
]
const wantedMilliseconds = 50
/** As many computations as there are cores, all at once, may take this part of the memory. */
const partOfMemory = 1 / 8

/**
 * The first step that takes this machine 50 ms, to about 100 ms; never below OWASP's minimum. Three computations with the
 * minimum tell: the cost grows with memory times passes.
 */
export async function calibrate(measure: () => Promise<number> = millisecondsOfOne): Promise<Argon2Parameters> {
  await measure() // the first one also loads the library
  const milliseconds = Math.min(await measure(), await measure())
  const affordable = steps.filter(fitsInMemory)
  const dearEnough = affordable.find((step) => (milliseconds * workOf(step)) / workOf(parameters) >= wantedMilliseconds)
  return dearEnough ?? affordable.at(-1) ?? parameters
}

function workOf({ memoryKib, passes }: Argon2Parameters): number {
  return memoryKib * passes
}

function fitsInMemory({ memoryKib }: Argon2Parameters): boolean {
  return memoryKib * 1024 * availableParallelism() <= totalmem() * partOfMemory
}

async function millisecondsOfOne(): Promise<number> {
  const from = performance.now()
  await argon2Hasher(parameters).hash('how long does it take')
  return performance.now() - from
}
