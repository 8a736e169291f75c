import { scopeOfProcess } from '../afterwards.ts'
import { crash, cuts, endings, reversible, steps, type CrashCase } from './crash-case.ts'
import { crashGround, stages } from './crash-stages.ts'

/** `npm run rotate:crash [-- NAME…]`: kills the operator's tool at every point of every step; a second operator goes on. */

const atOnce = 2
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(stages)
const points = names.flatMap(pointsOf)
await using scope = scopeOfProcess()
const ground = await crashGround(scope)
console.log(`Killing the tool at ${points.length} points of ${names.join(', ')}\n`)
const counts = new Map(names.map((name) => [name, { cases: 0, held: 0 }]))
const faults: string[] = []
const began = performance.now()
await Promise.all(Array.from({ length: atOnce }, work))

console.log(`${'secret'.padEnd(28)}${'cases'.padStart(8)}${'held'.padStart(8)}`)
for (const [name, { cases: all, held }] of counts) {
  console.log(`${name.padEnd(28)}${String(all).padStart(8)}${String(held).padStart(8)}`)
}
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} seconds, ${faults.length} cases did not hold`)
process.exitCode = faults.length === 0 ? 0 : 1

async function work(): Promise<void> {
  for (let next = points.shift(); next; next = points.shift()) {
    // Where a secret has nothing to lose at that point, nobody else needs to look.
    for (const crashCase of next) if (!(await occurs(crashCase))) break
  }
}

async function occurs(crashCase: CrashCase): Promise<boolean> {
  await using own = scopeOfProcess()
  const problems = await crash(own, ground, crashCase).catch((error: unknown) => [String(error)])
  const of = counts.get(crashCase.secret)
  if (problems === undefined || !of) return false
  of.cases += 1
  if (problems.length === 0) of.held += 1
  else faults.push(toldOf(crashCase, problems))
  return true
}

/** A matrix takes minutes: what does not hold is told at once. */
function toldOf({ secret, at, step, ending }: CrashCase, problems: readonly string[]): string {
  const told = `✗ ${secret}, ${at} of ${step}, ${ending}: ${problems.join('; ')}`
  console.log(told)
  return told
}

/** Each point with all that may follow. */
function pointsOf(secret: string): CrashCase[][] {
  const all = steps.flatMap((step) => cuts.map((at) => ({ secret, step, at })))
  return all.map((point) =>
    endings
      .filter((ending) => ending !== 'takes it back' || reversible.includes(point.step))
      .map((ending) => ({ ...point, ending }))
  )
}
