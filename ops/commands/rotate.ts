import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '#server/platform/ids.ts'
import { Secret } from '#server/platform/secret.ts'
import { ClusterError, type Cluster } from '../cluster/cluster.ts'
import { openCluster } from '../cluster/https-cluster.ts'
import { readKubeconfig } from '../cluster/kubeconfig.ts'
import { exitCodes, OpsError, type ExitCode } from '../exit-codes.ts'
import type { Adapter } from '../secrets/adapter.ts'
import { keyRingAdapter } from '../secrets/adapters/key-ring.ts'
import { postgresAdapter } from '../secrets/adapters/postgres.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import { carriedOut, catalogue } from '../secrets/catalogue.ts'
import { escrowInCluster, journalInCluster, saltOf, type Salt } from '../secrets/cluster-places.ts'
import { carryOut, type Outcome } from '../secrets/engine.ts'
import { escrowFolder, makeEscrow } from '../secrets/escrow.ts'
import { fleetOf } from '../secrets/fleet.ts'
import { keyOf, RotationInCluster, type Place } from '../secrets/in-cluster.ts'
import { openJournal, type Journal } from '../secrets/journal.ts'
import { changeTo, keyStateOf, lastApplied } from '../secrets/key-state.ts'
import { makeRedactor, type Redactor } from '../secrets/redactor.ts'
import { planRotation, type Goal, type Step } from '../secrets/rotation.ts'
import { readOpsSettings, type OpsSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

export type RotateOptions = {
  readonly config: string
  readonly state: string
  readonly plan?: boolean
  readonly environment?: string
  readonly overlap?: string
  readonly compromised?: boolean
  readonly resume?: boolean
  readonly abort?: boolean
  readonly takeOver?: boolean
  readonly json?: boolean
}

/** Replaces one secret, or goes on with it, or takes it back. */
export async function rotate(terminal: Terminal, name: string, options: RotateOptions): Promise<number> {
  const entry = catalogue.find((each) => each.name === name)
  if (!entry)
    throw new OpsError('wrong use', `No secret is called ${name}: ${catalogue.map((each) => each.name).join(', ')}.`)
  const settings = readOpsSettings(options.config)
  const cluster = openCluster(readKubeconfig(settings.kubeconfig, settings.context), settings.namespace)
  try {
    return await rotateIn({ terminal, entry, settings, cluster, options })
  } finally {
    cluster.close()
  }
}

type Rotation = {
  readonly terminal: Terminal
  readonly entry: CatalogueEntry
  readonly settings: OpsSettings
  readonly cluster: Cluster
  readonly options: RotateOptions
}

async function rotateIn(rotation: Rotation): Promise<number> {
  const { terminal, entry, settings, cluster, options } = rotation
  const { uid, server, context } = await cluster.identity()
  const object = await cluster.secret(entry.object.secret)
  const { rotation: underWay } = keyStateOf(object, keyOf(entry))
  const goal = goalOf(options)
  const id = underWay?.id ?? newId()
  const salt = await saltOf(cluster)
  const place = placeOf(rotation, id, salt.value)
  const problems = underWay ? [] : await problemsOf(rotation, place, salt)
  const ports = new RotationInCluster(place)
  const steps = planRotation(await ports.observe(), goal, place)
  const where = { environment: settings.environment, server, context, uid }
  sayPlan(terminal, { where, secret: entry.name, steps, problems, json: options.json ?? false })
  if (problems.length > 0 && goal === 'start') return exitCodes['a check failed']
  if (options.plan) return exitCodes.ok
  await confirm(terminal, settings, options)
  await salt.keep().catch((error: unknown) => {
    if (!(error instanceof ClusterError) || error.fault !== 'conflict') throw error
    throw new OpsError('another operator holds the Lease', 'Somebody else began at this moment; nothing was done.')
  })
  const journal = await openJournal({
    file: join(options.state, uid, `${id}.jsonl`),
    rotation: id,
    secret: entry.name,
    operator: terminal.operator,
    now: terminal.now,
    redactor: place.redactor,
    mirror: journalInCluster(cluster, keyOf(entry))
  })
  try {
    const safe = guarded(terminal, place.redactor)
    return ended(
      safe,
      await carryOut({ goal, policy: place, ports, journal: watched(journal, safe, options) }),
      options
    )
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error
    guarded(terminal, place.redactor).complain(
      `${error.message}\nNothing is lost: the same command goes on from here.\n`
    )
    return exitCodes['to be gone on with later']
  } finally {
    await journal.close()
  }
}

/** Says what is done as soon as the journal has it. */
function watched(journal: Journal, { say }: Terminal, { json }: RotateOptions): Journal {
  return {
    ...journal,
    async write(saying) {
      await journal.write(saying)
      const { phase, step, kind } = saying
      if (json) return say(`${JSON.stringify({ phase, step, kind })}\n`)
      if (kind === 'done' || kind === 'failed') say(`${kind === 'done' ? '✓' : '✗'} ${phase.padEnd(8)} ${step}\n`)
    }
  }
}

/** Nothing that this rotation knows is said, whatever says it. */
function guarded(terminal: Terminal, { redact }: Redactor): Terminal {
  return { ...terminal, say: (text) => terminal.say(redact(text)), complain: (text) => terminal.complain(redact(text)) }
}

function goalOf({ abort, resume }: RotateOptions): Goal {
  if (abort && resume) throw new OpsError('wrong use', '--abort and --resume are two things.')
  if (abort) return 'abort'
  return resume ? 'resume' : 'start'
}

function placeOf({ terminal, entry, settings, cluster, options }: Rotation, id: string, salt: Secret): Place {
  const redactor = makeRedactor()
  const { folder, recipients, identityFile } = settings.escrow
  const escrow = makeEscrow({ recipients, identities: identitiesIn(identityFile) }, [
    escrowFolder(folder),
    escrowInCluster(cluster)
  ])
  const overlapMinutes = options.overlap === undefined ? entry.overlap.minutes : Number(options.overlap)
  if (!(overlapMinutes >= 0)) throw new OpsError('wrong use', '--overlap takes minutes.')
  return {
    cluster,
    entry,
    escrow,
    salt,
    redactor,
    newId: id,
    overlapMinutes,
    adapter: adapterOf(entry, settings, { cluster, salt }),
    holder: `${terminal.operator}#${process.pid}#${id}`,
    compromised: options.compromised ?? false,
    takesOver: options.takeOver ?? false,
    now: terminal.now,
    pause: terminal.pause
  }
}

/** As age-keygen writes them: one a line, with comments. */
function identitiesIn(file: string): Secret[] {
  if ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) {
    throw new OpsError('a check failed', `${file} can be read by others: chmod 600 ${file}`)
  }
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines.filter((line) => line.startsWith('AGE-SECRET-KEY-')).map((line) => new Secret(line.trim()))
  } catch {
    throw new OpsError('a check failed', `${file} cannot be read: your age identity (age-keygen -o ${file}).`)
  }
}

function adapterOf(
  { name, object, presenters }: CatalogueEntry,
  settings: OpsSettings,
  { cluster, salt }: Pick<Place, 'cluster' | 'salt'>
): Adapter {
  const workloads = presenters.map(({ workload }) => workload)
  const fleet = fleetOf(cluster, salt, { workloads, port: settings.internalPort, name: object.keys[0] ?? name })
  if (name === 'SECRET_KEY') return keyRingAdapter(fleet)
  if (name === 'POSTGRES_PASSWORD' && settings.postgres) {
    const { host, port, database, certificateAuthorityFile, rotator, roles } = settings.postgres
    const certificateAuthority = certificateAuthorityFile && readFileSync(certificateAuthorityFile, 'utf8')
    const password = new Secret(readFileSync(rotator.passwordFile, 'utf8').trim())
    const server = { host, port, database, certificateAuthority }
    return postgresAdapter({
      server,
      rotator: { user: rotator.user, password },
      roles: [roles[0] ?? '', roles[1] ?? ''],
      fleet
    })
  }
  const reason = carriedOut.has(name) ? 'needs "postgres" in ops.yaml' : 'is rotated by hand: docs/runbooks/secrets.md'
  throw new OpsError('a human must decide', `${name} ${reason}.`)
}

/** What stands in the way, before anything is done anywhere. */
async function problemsOf({ cluster, entry, options }: Rotation, { adapter }: Place, salt: Salt): Promise<string[]> {
  const object = await cluster.secret(entry.object.secret)
  const key = keyOf(entry)
  const state = keyStateOf(object, key)
  if (!object || !state.value) return [`The Secret ${entry.object.secret} has no ${key}.`]
  const problems: string[] = []
  if (!(await cluster.may('patch', 'secrets'))) problems.push('These credentials may not patch Secrets.')
  if (!(await cluster.may('update', 'leases', 'coordination.k8s.io')))
    problems.push('These credentials may not update Leases.')
  if (object.annotations[lastApplied] !== undefined) {
    problems.push(
      `kubectl keeps a copy of the values of ${object.name}: kubectl annotate secret ${object.name} ${lastApplied}-`
    )
  }
  // Whoever wants what is there already is refused nothing: it is asked for another value.
  const asked = {
    ...changeTo(key, { ...state, value: new Secret('asked for') }),
    dryRun: true,
    force: options.takeOver
  }
  await cluster
    .applySecret(object.name, { ...asked, resourceVersion: object.resourceVersion })
    .catch((error: unknown) => {
      if (!(error instanceof ClusterError)) throw error
      problems.push(`${error.message} Another tool owns the key: --take-over makes it this one's.`)
    })
  problems.push(...(await adapter.problems(state.value)))
  // Pods cannot attest anything before they have the salt.
  if (problems.length === 0 && !salt.isNew && (await adapter.adopted(adapter.shown(state.value))) !== 'yes') {
    problems.push('Not every pod attests the value that is published: see secrets status.')
  }
  return problems
}

type Plan = {
  readonly where: Readonly<Record<'environment' | 'server' | 'context' | 'uid', string>>
  readonly secret: string
  readonly steps: readonly Step[]
  readonly problems: readonly string[]
  readonly json: boolean
}

function sayPlan({ say }: Terminal, { where, secret, steps, problems, json }: Plan): void {
  const listed = steps.map(({ id, phase, what, pointOfNoReturn = false }) => ({ id, phase, what, pointOfNoReturn }))
  if (json) return say(`${JSON.stringify({ ...where, secret, steps: listed, problems })}\n`)
  say(`${where.environment}: ${where.server} (context ${where.context}, cluster ${where.uid})\n\n`)
  for (const { phase, what, pointOfNoReturn } of listed) {
    say(`  ${phase.padEnd(8)} ${what}${pointOfNoReturn ? ' (no way back)' : ''}\n`)
  }
  if (listed.length === 0) say(`  Nothing of ${secret} is under way.\n`)
  for (const problem of problems) say(`✗ ${problem}\n`)
  say('\n')
}

/** Whoever rotates in the wrong place has typed its name. */
async function confirm({ ask }: Terminal, { environment }: OpsSettings, options: RotateOptions): Promise<void> {
  const typed = options.environment ?? (await ask?.(`\nType ${environment} to go on: `))
  if (typed === undefined)
    throw new OpsError('wrong use', `Without a terminal, name where you are: --environment ${environment}`)
  if (typed !== environment) throw new OpsError('wrong use', `This is ${environment}, not ${typed}. Nothing was done.`)
}

const endings: Record<Outcome['kind'], { exitCode: ExitCode; said: string }> = {
  finished: { exitCode: exitCodes.ok, said: 'Done: one credential is live.' },
  'nothing to do': { exitCode: exitCodes.ok, said: 'Nothing was under way, nothing was done.' },
  aborted: { exitCode: exitCodes['taken back'], said: 'Taken back: everything is as it was.' },
  waiting: { exitCode: exitCodes['to be gone on with later'], said: 'Both values work. Go on later with --resume' },
  blocked: { exitCode: exitCodes['a human must decide'], said: 'Stopped; nothing was destroyed' },
  'locked out': {
    exitCode: exitCodes['another operator holds the Lease'],
    said: 'Another operator is at it; nothing was done'
  }
}

function ended({ say }: Terminal, outcome: Outcome, { json }: RotateOptions): number {
  const { exitCode, said } = endings[outcome.kind]
  const step = 'step' in outcome ? outcome.step : undefined
  const reason = 'reason' in outcome ? outcome.reason : undefined
  if (json) say(`${JSON.stringify({ outcome: outcome.kind, step: step?.id, reason, exitCode })}\n`)
  else say(`${said}${step ? ` (at: ${step.what}${reason === undefined ? '' : `. ${reason}`})` : ''}\n`)
  return exitCode
}
