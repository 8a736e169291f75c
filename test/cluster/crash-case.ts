import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { text } from 'node:stream/consumers'
import { exitCodes } from '#ops/exit-codes.ts'
import { testOperator, type Said, type TestOperator } from '#ops/testing-operator.ts'
import { published } from '#ops/testing-pods.ts'
import type { Scope } from '../afterwards.ts'
import { root } from '../source-files.ts'
import { stages, type Ground, type Stage } from './crash-stages.ts'
import { asAdmin } from './fake-api-server.ts'
import { watchForLeaks, type LeakWatch } from './leak-watch.ts'
import type { Thing } from './object-store.ts'

export const cuts = [
  'before intent',
  'after intent',
  'after effect',
  'torn record',
  'lost answer',
  'killed at the answer'
] as const
export type Cut = (typeof cuts)[number]

/** The steps that have an effect or wait for one, in order. */
export const steps = ['lease', 'stamp', 'mint', 'admit', 'publish', 'adopt', 'commit', 'revoke', 'record'] as const
/** Until the old value is being revoked it can be taken back. */
export const reversible: readonly string[] = ['lease', 'stamp', 'mint', 'admit', 'publish', 'adopt']

/** What a second operator has and does. */
export const endings = ['goes on with the journal', 'goes on without it', 'takes it back'] as const

export type CrashCase = {
  readonly secret: string
  readonly step: (typeof steps)[number]
  readonly at: Cut
  readonly ending: (typeof endings)[number]
}

/** What does not hold; undefined: the case does not occur, as this secret has nothing to lose there. */
export async function crash(scope: Scope, ground: Ground, crashCase: CrashCase): Promise<string[] | undefined> {
  const stage = await (stages[crashCase.secret] ?? unknown(crashCase.secret))(scope, ground)
  const { anna } = stage
  const leaks = watchForLeaks(scope, anna.fake)
  const watch = watchUse(scope, stage)
  const first = published(anna.fake, stage.place[1], stage.place[0])
  await stage.furnish(anna)
  const answers = join(anna.folder, 'answers.yaml')
  await writeFile(answers, JSON.stringify(stage.answers ?? {}), { mode: 0o600 })
  const mark = join(anna.folder, 'cut')
  const said = await killed(anna, crashCase, { answers, mark, compiled: ground.compiled })
  leaks.add('what the killed tool printed', said)
  if (!existsSync(mark)) return undefined

  const ben = await testOperator(scope, { name: 'ben@desk', beside: anna })
  await stage.furnish(ben)
  ben.now = Temporal.Now.instant()
  await cp(join(anna.folder, 'escrow'), join(ben.folder, 'escrow'), { recursive: true }).catch(() => {})
  if (crashCase.ending === 'goes on without it') forgetJournal(anna)
  else await cp(join(anna.folder, 'state'), join(ben.folder, 'state'), { recursive: true }).catch(() => {})
  lapse(anna)
  const wanted = await wantedOf(stage, first, crashCase)
  const problems = await ended(ben, stage, { answers, crashCase, wanted, leaks })
  return [...problems, ...(await held(stage, { first, wanted, ben, leaks, crashCase })), ...(await watch())]
}

function unknown(secret: string): never {
  throw new Error(`there is no stage for ${secret}`)
}

/** The tool as a process with cut.ts before it; what it has printed. */
async function killed(
  { folder, config }: TestOperator,
  { secret, step, at }: CrashCase,
  { answers, mark, compiled }: { answers: string; mark: string; compiled: string }
): Promise<string> {
  const command = ['--import', join(import.meta.dirname, 'cut.ts'), join(root, 'ops/main.ts'), ...rotate(secret)]
  const tool = spawn(
    process.execPath,
    [...command, '--config', config, '--state', join(folder, 'state'), '--answers', answers],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, CRASH_CUT: JSON.stringify({ step, at, mark }), NODE_COMPILE_CACHE: compiled }
    }
  )
  const said = Promise.all([text(tool.stdout), text(tool.stderr)])
  await once(tool, 'exit')
  return (await said).join('')
}

function rotate(secret: string): string[] {
  return ['secrets', 'rotate', secret, '--environment', 'production', '--take-over', '--overlap', '0']
}

/** Each time that a Secret changes, what pods show is taken; what they show only until they have looked again is not counted. */
function watchUse(scope: Scope, stage: Stage): () => Promise<string[]> {
  const looks: Promise<string[]>[] = []
  const { store } = stage.anna.fake
  const follow = (collection: string, { object }: { object: Thing }) => {
    if (object.metadata.name === 'honeydue-rotation-journal') answer(stage, object)
    if (collection.endsWith('/secrets')) looks.push(look(stage))
  }
  store.on('happened', follow)
  scope.after(async () => void store.off('happened', follow))
  return async () => (await Promise.all(looks)).flat()
}

/** A human deletes what they are asked to delete when they are asked, at a step's beginning. */
function answer({ deletes, place: [, key] }: Stage, journal: Thing): void {
  const { [`${key}.jsonl`]: lines = '' } = journal['data'] as Record<string, string> // the tool's copy
  const { step, kind } = JSON.parse(lines.trim().split('\n').at(-1) ?? '{}') as { step?: string; kind?: string }
  if (kind === 'intent' && (step === 'revoke' || step === 'withdraw')) deletes?.(step === 'revoke' ? 'old' : 'new')
}

async function look({ shown, takes }: Stage): Promise<string[]> {
  const value = shown()
  return (await takes(value)) || shown() !== value ? [] : ['what the pods show is refused']
}

/** Nobody renews the Lease of the dead. */
function lapse({ fake: { store } }: TestOperator): void {
  const leases = '/apis/coordination.k8s.io/v1/namespaces/honeydue/leases'
  const lease = store.get(leases, 'honeydue-secrets')
  if (!lease) return
  const spec = { ...(lease['spec'] as object), renewTime: '2026-01-01T00:00:00.000000Z' }
  store.replace(leases, { ...lease, spec }, asAdmin)
}

function forgetJournal({ fake: { store } }: TestOperator): void {
  const configMaps = '/api/v1/namespaces/honeydue/configmaps'
  if (store.get(configMaps, 'honeydue-rotation-journal')) store.remove(configMaps, 'honeydue-rotation-journal')
}

type Wanted = 'old' | 'new'
const mostCommands = 10

/** What must be in force in the end: what is taken back is the old one, unless it was too late or had never begun. */
async function wantedOf({ anna, place: [secret, key] }: Stage, first: string, { ending }: CrashCase): Promise<Wanted> {
  if (ending !== 'takes it back') return 'new'
  const annotations = anna.fake.store.get('/api/v1/namespaces/honeydue/secrets', secret)?.metadata.annotations
  const isUnderWay = annotations?.[`honeydue.dev/rotation.${key}`] !== undefined
  return isUnderWay || published(anna.fake, key, secret) === first ? 'old' : 'new'
}

async function ended(
  ben: TestOperator,
  { anna, place: [secret, key] }: Stage,
  { answers, crashCase, wanted, leaks }: { answers: string; crashCase: CrashCase; wanted: Wanted; leaks: LeakWatch }
): Promise<string[]> {
  const annotations = anna.fake.store.get('/api/v1/namespaces/honeydue/secrets', secret)?.metadata.annotations ?? {}
  const isUnderWay = annotations[`honeydue.dev/rotation.${key}`] !== undefined
  const isOver = !isUnderWay && annotations[`honeydue.dev/last-rotated.${key}`] !== undefined
  const goesOn = isUnderWay || isOver ? ['--resume'] : []
  const how = crashCase.ending === 'takes it back' ? ['--abort'] : goesOn
  const command = [...rotate(crashCase.secret), ...how, '--config', ben.config, '--answers', answers]
  const { exitCode, out, err } = await untilEnded(ben, command)
  leaks.add('what the second operator was told', out + err)
  const good = wanted === 'old' ? [0, 5] : [0]
  return good.includes(exitCode) ? [] : [`the second operator ended with ${exitCode}: ${out}${err}`.slice(0, 2000)]
}

/** Whoever looks whether a password is taken has a session for a moment, which the tool waits for: it is asked again. */
async function untilEnded({ honeydue }: TestOperator, command: readonly string[]): Promise<Said> {
  let said = await honeydue(...command)
  for (let times = 1; said.exitCode === exitCodes['to be gone on with later'] && times < mostCommands; times += 1) {
    said = await honeydue(...command)
  }
  return said
}

type After = { first: string; wanted: Wanted; ben: TestOperator; leaks: LeakWatch; crashCase: CrashCase }

/** The conditions that hold in the end. */
async function held(stage: Stage, { first, wanted, ben, leaks, crashCase }: After): Promise<string[]> {
  const {
    anna,
    place: [secret, key]
  } = stage
  const last = published(anna.fake, key, secret)
  for (const laptop of [anna, ben]) await leaks.addLaptop(laptop)
  const live = await stage.live()
  const verified = await ben.honeydue('secrets', 'log', '--verify')
  const isUntouched = wanted === 'old' && !hasBegun(crashCase)
  return [
    ...(wanted === 'new' ? await ifReplaced(stage, first) : await ifTakenBack(stage, first, last)),
    ...((await stage.takes(last)) ? [] : ['what is published is refused']),
    ...(live === 1 || isUntouched ? [] : [`${live} credentials are live`]),
    ...leaks.findings().found.map((where) => `a value stands in ${where}`),
    ...(verified.exitCode === 0 ? [] : [`the chain does not verify: ${verified.out}${verified.err}`])
  ]
}

async function ifReplaced({ anna, takes, keepsOld = false }: Stage, first: string): Promise<string[]> {
  const old = escrowOf(anna).filter((name) => name.endsWith('.old'))
  return [
    ...((await takes(first)) ? ['the old one is accepted'] : []),
    ...(old.length === 0 || keepsOld ? [] : [`escrow keeps ${old.join(', ')}`])
  ]
}

async function ifTakenBack(
  { anna, takes, valueIn = same, sealed = () => false }: Stage,
  first: string,
  last: string
): Promise<string[]> {
  const kept = escrowOf(anna).filter((name) => !sealed(name))
  return [
    ...((await takes(first)) ? [] : ['the old one is refused']),
    ...(valueIn(last) === valueIn(first) ? [] : ['what is published is not what it was']),
    ...(kept.length === 0 ? [] : [`escrow keeps ${kept.join(', ')}`])
  ]
}

const same = (value: string) => value

function escrowOf({ fake: { store } }: TestOperator): string[] {
  const object = store.get('/api/v1/namespaces/honeydue/secrets', 'honeydue-rotation-escrow')
  return Object.keys(object?.['data'] ?? {})
}

/** A human has made the new one already where the tool has not begun. */
function hasBegun({ step, at }: CrashCase): boolean {
  return !['lease', 'stamp'].includes(step) && !(step === 'mint' && (at === 'before intent' || at === 'after intent'))
}
