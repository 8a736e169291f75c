import type { Secret } from '#server/platform/secret.ts'
import { exitCodes, OpsError } from '../exit-codes.ts'
import { saltOf } from '../secrets/cluster-places.ts'
import { inUseSince, instantIn, lastApplied } from '../secrets/key-state.ts'
import { noteOldest } from '../secrets/oldest.ts'
import { keepSource, keptSource } from '../secrets/source-escrow.ts'
import type { SourceFiles } from '../secrets/source-files.ts'
import { sources, type SourceFields } from '../secrets/sources.ts'
import type { Terminal } from '../terminal.ts'
import { entriesOf } from './entry-of.ts'
import { escrowOf } from './escrow-of.ts'
import { prospectOf, shownIn, type Prospect } from './prospect.ts'
import { isInCluster, sourcesOf } from './source-of.ts'
import { confirm, heading, inWorkplace, withLease, type Workplace } from './workplace.ts'
import { writeKey } from './write-key.ts'

type Options = {
  readonly config: string
  readonly environment?: string
  readonly plan?: boolean
  readonly json?: boolean
  readonly sources?: string
  readonly since?: string
}

/** What is to be done to one secret so that the tool can look after it, and nothing else is touched. */
type Adoption = {
  readonly prospect: Prospect
  readonly strips: boolean
  readonly takes: boolean
  readonly since: string | undefined
  readonly imports: SourceFields | undefined
  /** What a human should know, and nothing is done about. */
  readonly notes: readonly string[]
}

/** Makes what kubectl and the runbook have left the tool's own. May be repeated: what is done is not done again. */
export function adopt(terminal: Terminal, name: string | undefined, options: Options): Promise<number> {
  const since = sinceIn(options)
  return inWorkplace(terminal, options.config, async (workplace) => {
    const salt = await saltOf(workplace.cluster)
    const files = sourcesOf(options)
    const plan = (moment: string | undefined) =>
      adoptionsIn(workplace, name, { salt: salt.value, files, since: moment })
    const planned = await plan(since)
    sayPlan(workplace, planned, options)
    const isDone = !planned.some(isWork)
    if (options.plan || (isDone && !needsAge(planned))) return exitCodes.ok
    if (isDone && !terminal.ask) return exitCodes.ok
    if (!isDone) await confirm(workplace, options.environment)
    const asked = since ?? (await askSince(terminal, planned))
    return withLease(workplace, 'adopt', async ({ epoch }) => {
      await salt.keep()
      // Looked at again: what was read before the Lease may have changed.
      const adoptions = (await plan(asked)).filter(isWork)
      for (const each of adoptions) await dryRun(workplace, each, salt.value, epoch)
      for (const each of adoptions) await carryOut(workplace, each, { salt: salt.value, epoch, json: options.json })
      return exitCodes.ok
    })
  })
}

function sinceIn({ since }: Options): string | undefined {
  if (since !== undefined && !instantIn(since)) throw new OpsError('wrong use', '--since takes a date: 2026-05-12.')
  return since
}

const isWork = ({ strips, takes, since, imports }: Adoption) =>
  strips || takes || since !== undefined || imports !== undefined
const ageUnknown = 'nobody knows how old it is (--since)'
const needsAge = (adoptions: readonly Adoption[]) => adoptions.some(({ notes }) => notes.includes(ageUnknown))

async function askSince({ ask }: Terminal, adoptions: readonly Adoption[]): Promise<string | undefined> {
  if (!needsAge(adoptions)) return undefined
  const answer = (
    await ask?.('Since when have those of unknown age been in use (2026-05-12; nothing: not known)? ')
  )?.trim()
  if (!answer) return undefined
  return sinceIn({ config: '', since: answer })
}

type Ground = { readonly salt: Secret; readonly files: SourceFiles; readonly since: string | undefined }

async function adoptionsIn(workplace: Workplace, name: string | undefined, ground: Ground): Promise<Adoption[]> {
  const adoptions: Adoption[] = []
  for (const entry of entriesOf(name)) {
    const prospect = await prospectOf(workplace, entry, ground.salt)
    if (prospect.state.value) adoptions.push(await adoptionOf(workplace, prospect, ground))
  }
  return adoptions
}

async function adoptionOf(workplace: Workplace, prospect: Prospect, ground: Ground): Promise<Adoption> {
  const { object, state } = prospect
  if (state.rotation) return { prospect, ...nothing, notes: ['is being rotated, and left alone'] }
  const since = inUseSince(object, state) ?? instantIn(ground.since)
  const source = await sourceIn(workplace, prospect, ground)
  return {
    prospect,
    strips: object?.annotations[lastApplied] !== undefined,
    takes: !isOurs(prospect, ground.salt),
    since: state.lastRotated === undefined ? since?.toString({ smallestUnit: 'second' }) : undefined,
    imports: source.fields,
    notes: [...source.notes, ...(since === undefined ? [ageUnknown] : [])]
  }
}

function isOurs(prospect: Prospect, salt: Secret): boolean {
  const { entry, object, state } = prospect
  const { keys } = entry.object
  const shown = state.value && shownIn(prospect, salt, state.value)
  return state.fingerprint === shown && keys.every((key) => object?.owners.get(key)?.join() === `honeydue.${keys[0]}`)
}

const nothing = { strips: false, takes: false, since: undefined, imports: undefined }

/** What the runbook's files have, unless escrow has it already or it is not what is in use. */
async function sourceIn(
  { settings, cluster }: Workplace,
  prospect: Prospect,
  { files, salt }: Ground
): Promise<{ fields?: SourceFields; notes: string[] }> {
  const { name } = prospect.entry
  const fields = sources[name]?.read(files)
  if (!fields) return { notes: [] }
  if (!(await isInCluster(prospect, fields, salt))) return { notes: ['its source is not what is in use: not imported'] }
  const kept = await keptSource(escrowOf(settings, cluster).escrow, name)
  return JSON.stringify(kept) === JSON.stringify(fields) ? { notes: [] } : { fields, notes: [] }
}

function sayPlan({ terminal, where }: Workplace, adoptions: readonly Adoption[], { json }: Options): void {
  const listed = adoptions.map((each) => ({ name: each.prospect.entry.name, steps: stepsOf(each), notes: each.notes }))
  if (json) return terminal.say(`${JSON.stringify({ ...where, secrets: listed })}\n`)
  terminal.say(heading(where))
  for (const { name, steps, notes } of listed) {
    for (const step of steps) terminal.say(`  ${name.padEnd(24)} ${step}\n`)
    for (const note of notes) terminal.say(`– ${name.padEnd(24)} ${note}\n`)
  }
  if (!adoptions.some(isWork)) terminal.say('✓ Nothing is left to adopt.\n')
}

function stepsOf({ strips, takes, since, imports, prospect }: Adoption): string[] {
  return [
    ...(strips ? [`take kubectl’s copy of the values out of ${prospect.entry.object.secret}`] : []),
    ...(takes ? [`own ${prospect.entry.object.keys.join(' and ')} alone, with a fingerprint`] : []),
    ...(since === undefined ? [] : [`write down that it is in use since ${since.slice(0, 10)}`]),
    ...(imports ? ['seal its source in escrow: the file can go then'] : [])
  ]
}

const changesSecret = ({ strips, takes, since }: Adoption) => strips || takes || since !== undefined

/** Nothing is changed before the API server would take everything. */
async function dryRun({ cluster }: Workplace, each: Adoption, salt: Secret, epoch: number): Promise<void> {
  if (!changesSecret(each)) return
  await writeKey(cluster, each.prospect, { lastRotated: ageOf(each) }, { salt, epoch, dryRun: true, force: true })
}

const ageOf = ({ since, prospect }: Adoption) => prospect.state.lastRotated ?? since

async function carryOut(
  workplace: Workplace,
  each: Adoption,
  { salt, epoch, json }: { salt: Secret; epoch: number; json: boolean | undefined }
): Promise<void> {
  const { cluster, terminal, settings } = workplace
  const { entry } = each.prospect
  if (each.imports) await keepSource(escrowOf(settings, cluster).escrow, entry.name, each.imports)
  if (changesSecret(each)) {
    const { object } = await prospectOf(workplace, entry, salt)
    const release = { keys: entry.object.keys, manager: `honeydue.${entry.object.keys[0]}`, annotations: [lastApplied] }
    if (object) await cluster.releaseSecret(object, release)
    const fresh = await prospectOf(workplace, entry, salt)
    await writeKey(cluster, fresh, { lastRotated: ageOf(each) }, { salt, epoch, force: true })
    await noteOldest(cluster, entry.object.secret)
  }
  terminal.say(json ? `${JSON.stringify({ name: entry.name, adopted: true })}\n` : `✓ ${entry.name}\n`)
}
