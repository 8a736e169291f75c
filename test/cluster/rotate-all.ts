import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exitCodes } from '#ops/exit-codes.ts'
import type { Said } from '#ops/testing-operator.ts'
import { scopeOfProcess } from '../afterwards.ts'
import { testBed, type Bed } from './bed.ts'
import type { Load } from './load.ts'
import { rotations, type Watch } from './rotations.ts'

/** `npm run rotate:all [-- NAME…]`: rotates every secret, one after another, while people use honeyDue. */

const perSecond = 60
/** A rotation that waits for people and pods goes on by so many further commands at most. */
const mostCommands = 60

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(rotations)
await using scope = scopeOfProcess()
console.log(`Rotating ${names.join(', ')} under ${perSecond} requests a second`)
const bed = await testBed(scope)
const load = await bed.load(perSecond)
console.log(row('secret', 'seconds', 'requests', 'failed', 'sessions lost', 'live', 'old one refused'))
const faults: string[] = []
for (const name of names) faults.push(...(await rotated(bed, load, { name })))
// Once more, while every pod of the api is replaced by a new one.
for (const name of names.slice(0, 1)) faults.push(...(await rotated(bed, load, { name, deploys: true })))
await load.stop()
const { found, texts } = bed.leaks.findings()
console.log(`\n${texts} texts looked through for every value in every spelling: ${found.length} findings`)
faults.push(...load.tally().failed, ...found.map((where) => `a value stands in ${where}`))
console.log(faults.length === 0 ? '\nNothing failed, nobody was signed out, one credential is live of each.' : '')
for (const fault of faults) console.log(`✗ ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1

type Turn = { readonly name: string; readonly deploys?: boolean }

/** Prints its row; returns what is not as it must be. */
async function rotated(bedOfAll: Bed, people: Load, { name, deploys = false }: Turn): Promise<string[]> {
  const watch = await (rotations[name] ?? unknown(name))(bedOfAll)
  people.tally()
  const began = performance.now()
  const deployed = deploys ? bedOfAll.kubelet.deploy('api', 2) : undefined
  const said = await untilEnded(bedOfAll, name, watch)
  await deployed
  const seconds = (performance.now() - began) / 1000
  const { requests, failed, sessionsLost } = people.tally()
  const [live, refused] = [await watch.live(), await watch.refused()]
  const shown = [requests, failed.length, sessionsLost, live, refused ? 'yes' : 'NO']
  console.log(row(`${name}${deploys ? ', deploy' : ''}`, seconds.toFixed(1), ...shown))
  return [
    ...failed.map((each) => `${name}: ${each}`),
    ...(said.exitCode === exitCodes.ok ? [] : [`${name} ended with ${said.exitCode}: ${said.out}${said.err}`]),
    ...(sessionsLost === 0 ? [] : [`${name}: ${sessionsLost} sessions were lost`]),
    ...(live === 1 ? [] : [`${name}: ${live} credentials are live`]),
    ...(refused ? [] : [`${name}: the old one is not refused`])
  ]
}

/** As an operator does it: the same command again, what is asked answered. */
async function untilEnded({ honeydue, operator, leaks }: Bed, name: string, { human }: Watch): Promise<Said> {
  const command = ['secrets', 'rotate', name, '--environment', 'production', '--overlap', '0', '--take-over']
  const answersFile = join(operator.folder, 'answers.yaml')
  let answers: string[] = []
  for (let times = 1; ; times += 1) {
    const said = await honeydue(...command, ...answers)
    const isOver =
      said.exitCode !== exitCodes['to be gone on with later'] && said.exitCode !== exitCodes['a human must decide']
    if (isOver || times === mostCommands) return said
    if (said.exitCode !== exitCodes['a human must decide']) continue
    if (!human) return said
    const told = await human(said.out + said.err)
    if (told['password'] !== undefined) leaks.know(told['password'])
    await writeFile(answersFile, JSON.stringify(told), { mode: 0o600 })
    answers = ['--answers', answersFile]
  }
}

function unknown(name: string): never {
  throw new Error(`${name} is none of ${Object.keys(rotations).join(', ')}`)
}

function row(name: string, ...cells: readonly unknown[]): string {
  return name.padEnd(28) + cells.map((cell) => String(cell).padStart(16)).join('')
}
