import type { Secret } from '#server/platform/secret.ts'
import { exitCodes, OpsError } from '../exit-codes.ts'
import { saltOf } from '../secrets/cluster-places.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import { readJournals } from '../secrets/journal.ts'
import { gone, keyStateOf } from '../secrets/key-state.ts'
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
  readonly state: string
  readonly environment?: string
  readonly plan?: boolean
  readonly json?: boolean
  readonly sources?: string
}

/** What is to become of one secret: nothing, a new text, or a refusal in words. */
type Verdict =
  | { readonly kind: 'as it is' | 'left alone' | 'refused'; readonly entry: CatalogueEntry; readonly why: string }
  | {
      readonly kind: 'written'
      readonly entry: CatalogueEntry
      readonly why: string
      readonly prospect: Prospect
      readonly value: Secret
      readonly fields: SourceFields
    }

/**
 * Source → cluster, each key by its own manager and only what differs. Never back to a value that went, never in the middle of
 * a rotation, and nothing at all while anything is refused.
 */
export function apply(terminal: Terminal, name: string | undefined, options: Options): Promise<number> {
  return inWorkplace(terminal, options.config, async (workplace) => {
    const salt = await saltOf(workplace.cluster)
    const files = sourcesOf(options)
    const judge = () => verdictsOn(workplace, name, { salt: salt.value, files, state: options.state })
    const verdicts = await judge()
    sayPlan(workplace, verdicts, options)
    if (verdicts.some(({ kind }) => kind === 'refused')) return exitCodes['a check failed']
    if (options.plan || !verdicts.some(({ kind }) => kind === 'written')) return exitCodes.ok
    await confirm(workplace, options.environment)
    return withLease(workplace, 'apply', async ({ epoch }) => {
      await salt.keep()
      // Looked at again: what was read before the Lease may have changed.
      const due = await judge()
      const refused = due.filter(({ kind }) => kind === 'refused')
      for (const each of refused) terminal.say(textOf(each))
      if (refused.length > 0) return exitCodes['a check failed']
      const writes = due.filter((each) => each.kind === 'written')
      for (const dryRun of [true, false])
        for (const each of writes) await write(workplace, each, { salt: salt.value, epoch, dryRun, json: options.json })
      return exitCodes.ok
    })
  })
}

type Ground = { readonly salt: Secret; readonly files: SourceFiles; readonly state: string }

async function verdictsOn(workplace: Workplace, name: string | undefined, ground: Ground): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const entry of entriesOf(name)) {
    const fields = await fieldsOf(workplace, entry, ground)
    if (fields) verdicts.push(await verdictOn(workplace, { entry, fields }, ground))
    else if (name !== undefined) verdicts.push({ kind: 'refused', entry, why: `has no source: ${entry.source}` })
  }
  return verdicts
}

/** A file that is there is what its owner means; what was sealed before is for when it is gone. */
async function fieldsOf({ settings, cluster }: Workplace, { name }: CatalogueEntry, { files }: Ground) {
  return sources[name]?.read(files) ?? (await keptSource(escrowOf(settings, cluster).escrow, name))
}

async function verdictOn(
  workplace: Workplace,
  { entry, fields }: { entry: CatalogueEntry; fields: SourceFields },
  ground: Ground
): Promise<Verdict> {
  const prospect = await prospectOf(workplace, entry, ground.salt)
  const { state } = prospect
  if (state.rotation) return { kind: 'left alone', entry, why: 'is being rotated' }
  const problem = sources[entry.name]?.problem(fields)
  if (problem !== undefined) return { kind: 'refused', entry, why: problem }
  if (await isInCluster(prospect, fields, ground.salt)) return { kind: 'as it is', entry, why: '' }
  const value = sources[entry.name]?.compose(fields, state.value)
  if (!value) return { kind: 'refused', entry, why: 'is not in the cluster yet, and its source alone does not make it' }
  const why = await reasonAgainst(prospect, value, ground)
  if (why !== undefined) return { kind: 'refused', entry, why }
  return { kind: 'written', entry, why: state.value ? 'another value' : 'new', prospect, value, fields }
}

async function reasonAgainst(prospect: Prospect, value: Secret, ground: Ground): Promise<string | undefined> {
  const { entry, adapter } = prospect
  const fingerprint = shownIn(prospect, ground.salt, value)
  if (fingerprint !== undefined && (await hasGone(fingerprint, prospect, ground)))
    return `was replaced: what ${entry.source} has is older than what is in use. Delete it there.`
  const answer = await adapter?.accepted(adapter.shown(value)).catch(() => 'unknown')
  return answer === 'no'
    ? `is not taken by ${entry.acceptor}: secrets rotate ${entry.name} makes one that is`
    : undefined
}

/** By what stands on the Secret, and by what the journals on this machine saw go. */
async function hasGone(fingerprint: string, { entry, state }: Prospect, { state: folder }: Ground): Promise<boolean> {
  if (state.former.includes(fingerprint)) return true
  const journals = await readJournals(folder)
  return journals
    .flatMap(({ chain }) => chain.entries)
    .some(({ secret, seen }) => secret === entry.name && (seen['from'] === fingerprint || seen['to'] === fingerprint))
}

const marks = { 'as it is': '✓', written: '+', 'left alone': '–', refused: '✗' } as const

function textOf({ kind, entry, why }: Verdict): string {
  return `${[marks[kind], entry.name.padEnd(24), kind === 'refused' ? why : `${kind}${why === '' ? '' : `: ${why}`}`].join(' ')}\n`
}

function sayPlan({ terminal, where }: Workplace, verdicts: readonly Verdict[], { json }: Options): void {
  const listed = verdicts.map(({ kind, entry, why }) => ({ name: entry.name, kind, why }))
  if (json) return terminal.say(`${JSON.stringify({ ...where, secrets: listed })}\n`)
  terminal.say(heading(where))
  for (const each of verdicts) terminal.say(textOf(each))
  if (verdicts.length === 0) terminal.say('– No source was found.\n')
  if (verdicts.some(({ kind }) => kind === 'refused')) terminal.say('Nothing was written.\n')
}

async function write(
  { cluster, settings, terminal }: Workplace,
  { entry, prospect, value, fields }: Extract<Verdict, { kind: 'written' }>,
  { salt, epoch, dryRun, json }: { salt: Secret; epoch: number; dryRun: boolean; json: boolean | undefined }
): Promise<void> {
  const { state } = prospect
  const before = state.value && shownIn(prospect, salt, state.value)
  const former = before === undefined ? state.former : gone(state, before)
  const lastRotated = terminal.now().toString({ smallestUnit: 'second' })
  const change = { value, former, lastRotated, named: undefined, next: undefined }
  if (!dryRun) await keepSource(escrowOf(settings, cluster).escrow, entry.name, fields)
  // Another key of the same Secret may just have been written.
  const object = await cluster.secret(entry.object.secret)
  const fresh = { ...prospect, object, state: keyStateOf(object, entry.object.keys) }
  if (fresh.state.rotation || fresh.state.value?.reveal() !== state.value?.reveal())
    throw new OpsError('another operator holds the Lease', `Somebody else has changed ${entry.name}; it is left alone.`)
  await writeKey(cluster, fresh, change, { salt, epoch, dryRun })
  if (dryRun) return
  await noteOldest(cluster, entry.object.secret)
  terminal.say(json ? `${JSON.stringify({ name: entry.name, written: true })}\n` : `✓ ${entry.name} written\n`)
}
