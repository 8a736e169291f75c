import { env } from 'node:process'
import { serverVariable } from '#test/global-setup.ts'
import { startTestServer } from '#test/server.ts'
import { ourTimings } from './our-timing.ts'
import type { Difference } from './paired.ts'

/** In words: the median and the interval in milliseconds, and the chance. */
export function inWords({ median, low, high, p }: Difference): string {
  const sign = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
  return `${sign(median)} ms (95 %: ${sign(low)} … ${sign(high)}, p ${p.toPrecision(2)})`
}

// `npm run timing [-- PAIRS]`: by how much each answer takes longer for a known account than for an unknown one
if (import.meta.main) {
  const server = await startTestServer()
  env[serverVariable] = JSON.stringify(server.admin)
  const timings = await ourTimings(Number(process.argv[2] ?? 300))
  await server.stop()
  for (const [what, difference] of Object.entries(timings))
    process.stdout.write(`${what.padEnd(10)}${inWords(difference)}\n`)
  process.exit(0) // what is borrowed from tests would end by a test report
}
