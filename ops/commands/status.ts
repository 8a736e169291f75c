import type { Cluster, SecretObject } from '../cluster/cluster.ts'
import { exitCodes } from '../exit-codes.ts'
import { attestationsOf } from '../secrets/attestation.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import { catalogue } from '../secrets/catalogue.ts'
import { inUseSince, keyStateOf, lastApplied, type KeyState } from '../secrets/key-state.ts'
import type { OpsSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { heading, inWorkplace } from './workplace.ts'

type Options = { readonly config: string; readonly json?: boolean }
export type Row = {
  readonly name: string
  readonly key: string
  /** `missing` where the cluster has no such key. */
  readonly phase: 'in use' | 'missing' | 'rotating' | 'revoking' | 'being taken back'
  readonly ageDays: number | undefined
  readonly maxAgeDays: number
  /** How many of the pods that live attest the value that is published. */
  readonly attested: string
  readonly problems: readonly string[]
}

/** What there is, how old it is, what is under way, and what nobody keeps an eye on. 1 when anything needs somebody. */
export function status(terminal: Terminal, { config, json }: Options): Promise<number> {
  const { say, now } = terminal
  return inWorkplace(terminal, config, async ({ cluster, settings, where }) => {
    const found = await statusOf(cluster, settings, now())
    const { environment: _, ...identity } = where
    if (json) say(`${JSON.stringify({ cluster: identity, ...found })}\n`)
    else say(`${heading(where)}${table(found.rows)}${asides(found)}`)
    return found.rows.some(({ problems }) => problems.length > 0) || found.leaks.length > 0
      ? exitCodes['a check failed']
      : exitCodes.ok
  })
}

export async function statusOf(
  cluster: Cluster,
  { internalPort, redis }: Pick<OpsSettings, 'internalPort' | 'redis'>,
  now: Temporal.Instant
) {
  const objects = await cluster.secrets()
  const inCluster = catalogue.filter(({ object }) => object.keys.length > 0)
  const rows = await Promise.all(inCluster.map((entry) => rowOf(cluster, { entry, objects, port: internalPort, now })))
  const managed = new Set(inCluster.flatMap(({ object }) => object.keys.map((key) => `${object.secret} ${key}`)))
  if (redis) managed.add(`${redis.acl.secret} ${redis.acl.key}`) // written with REDIS_PASSWORD
  const held = objects.flatMap(({ name, data }) => [...data.keys()].map((key) => `${name} ${key}`))
  return {
    rows,
    unmanaged: held.filter((place) => !managed.has(place) && !ours.test(place)),
    leaks: objects.filter(({ annotations }) => annotations[lastApplied] !== undefined).map(({ name }) => name)
  }
}

/** What the tool itself keeps in the cluster. */
const ours = /^honeydue-(rotation-escrow |secrets FINGERPRINT_SALT$)/

type Question = {
  readonly entry: CatalogueEntry
  readonly objects: readonly SecretObject[]
  readonly port: number
  readonly now: Temporal.Instant
}

async function rowOf(cluster: Cluster, { entry, objects, port, now }: Question): Promise<Row> {
  const { name, object, maxAgeDays, presenters } = entry
  const [key = ''] = object.keys
  const found = objects.find((each) => each.name === object.secret)
  const state = keyStateOf(found, object.keys)
  const since = inUseSince(found, state)
  const ageDays = since && Math.floor(now.since(since).total('hours') / 24)
  const apps = presenters.filter(({ reload }) => reload === 'reads the file').map(({ workload }) => workload)
  const asked = state.value ? await attestationsOf(cluster, apps, { port, name: key }) : []
  const adopted = asked.filter(({ said }) => said !== undefined && said.activeFp === state.fingerprint)
  const attested = asked.length > 0 ? `${adopted.length}/${asked.length}` : '–'
  return {
    name,
    key,
    phase: phaseOf(state),
    ageDays,
    maxAgeDays,
    attested,
    problems: problemsOf(state, ageDays, maxAgeDays)
  }
}

const phaseOfWay = { forward: 'rotating', revoking: 'revoking', aborting: 'being taken back' } as const

function phaseOf({ value, rotation }: KeyState): Row['phase'] {
  if (rotation) return phaseOfWay[rotation.way]
  return value ? 'in use' : 'missing'
}

function problemsOf({ value, rotation }: KeyState, ageDays: number | undefined, maxAgeDays: number): string[] {
  if (!value) return []
  const problems = rotation ? ['under way'] : []
  if (ageDays === undefined) return [...problems, 'never rotated, or nobody wrote down when']
  return ageDays > maxAgeDays ? [...problems, 'too old'] : problems
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ name, phase, ageDays, maxAgeDays, attested, problems }) => {
    const age = ageDays === undefined ? '–' : `${ageDays} d`
    const mark = problems.length === 0 ? '✓' : '✗'
    return [
      phase === 'missing' ? '–' : mark,
      name.padEnd(24),
      phase.padEnd(16),
      age.padStart(6),
      `of ${maxAgeDays} d`,
      attested.padStart(5),
      problems.join(', ')
    ]
      .join('  ')
      .trimEnd()
  })
  return `${lines.join('\n')}\n`
}

function asides({ unmanaged, leaks }: Awaited<ReturnType<typeof statusOf>>): string {
  return [
    ...leaks.map((name) => `✗ ${name}: kubectl keeps a copy of its values in an annotation (${lastApplied})\n`),
    ...unmanaged.map((place) => `– ${place.replace(' ', ' → ')}: in no catalogue\n`)
  ].join('')
}
