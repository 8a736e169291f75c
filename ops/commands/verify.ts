import type { Secret } from '#server/platform/secret.ts'
import { fingerprintOf } from '#server/platform/fingerprint.ts'
import { exitCodes } from '../exit-codes.ts'
import { attestationsOf } from '../secrets/attestation.ts'
import { saltOf } from '../secrets/cluster-places.ts'
import { inUseSince, lastApplied } from '../secrets/key-state.ts'
import type { Answer } from '../secrets/rotation.ts'
import type { Terminal } from '../terminal.ts'
import { entriesOf } from './entry-of.ts'
import { escrowOf } from './escrow-of.ts'
import { prospectOf, shownIn, type Prospect } from './prospect.ts'
import { rotationsIn } from './rotations-in.ts'
import { heading, inWorkplace, type Workplace } from './workplace.ts'

type Options = { readonly config: string; readonly json?: boolean }

/** One thing that was looked at. `–`: it could not be, and nothing says that it is wrong. */
type Finding = { readonly name: string; readonly mark: '✓' | '✗' | '–'; readonly text: string }

/** Asks everybody about the values in use: who takes them, who shows them, who else has written there. 1 for any ✗. */
export function verify(terminal: Terminal, name: string | undefined, { config, json }: Options): Promise<number> {
  return inWorkplace(terminal, config, async (workplace) => {
    const salt = await saltOf(workplace.cluster)
    const findings: Finding[] = []
    for (const entry of entriesOf(name)) {
      const prospect = await prospectOf(workplace, entry, salt.value)
      if (prospect.state.value) findings.push(...(await findingsOn(workplace, prospect, salt.value)))
      else if (name !== undefined) findings.push({ name, mark: '✗', text: 'is not in the cluster' })
    }
    const { environment: _, ...cluster } = workplace.where
    if (json) terminal.say(`${JSON.stringify({ cluster, findings })}\n`)
    else terminal.say(heading(workplace.where) + findings.map(lineOf).join(''))
    return findings.some(({ mark }) => mark === '✗') ? exitCodes['a check failed'] : exitCodes.ok
  })
}

const lineOf = ({ mark, name, text }: Finding) => `${mark} ${name.padEnd(24)} ${text}\n`

async function findingsOn(workplace: Workplace, prospect: Prospect, salt: Secret): Promise<Finding[]> {
  const { name } = prospect.entry
  const marked = [
    ...whatItIs(prospect),
    ...drift(prospect, salt),
    ...age(prospect, workplace.terminal.now()),
    ...(await probes(workplace, prospect, salt)),
    ...(await attested(workplace, prospect, salt))
  ]
  return marked.map(([mark, text]) => ({ name, mark, text }))
}

type Marked = [mark: Finding['mark'], text: string]

function whatItIs({ entry, object }: Prospect): Marked[] {
  const wanted = entry.object.type ?? 'Opaque'
  const isCopied = object?.annotations[lastApplied] !== undefined
  return [
    object?.type === wanted ? ['✓', `type ${wanted}`] : ['✗', `type ${object?.type}, not ${wanted}`],
    isCopied
      ? ['✗', `kubectl keeps a copy of the values of ${object.name} in an annotation: secrets adopt`]
      : ['✓', 'no copy of the values in an annotation']
  ]
}

function drift(prospect: Prospect, salt: Secret): Marked[] {
  const { entry, object, state } = prospect
  const own = `honeydue.${entry.object.keys[0]}`
  const owners = new Set(entry.object.keys.flatMap((key) => object?.owners.get(key) ?? []))
  const foreign = [...owners].filter((owner) => owner !== own)
  const shown = state.value && shownIn(prospect, salt, state.value)
  const isOwn = owners.has(own) && foreign.length === 0
  const written: Marked =
    state.fingerprint === undefined
      ? ['✗', 'nobody wrote down its fingerprint: secrets adopt']
      : ['✓', 'as it was written']
  return [
    isOwn ? ['✓', 'owned by this tool alone'] : ['✗', `owned by ${foreign.join(', ') || 'nobody'}: secrets adopt`],
    state.fingerprint !== undefined && shown !== state.fingerprint
      ? ['✗', 'is another value than was written down: somebody has changed it']
      : written
  ]
}

function age({ entry, object, state }: Prospect, now: Temporal.Instant): Marked[] {
  const since = inUseSince(object, state)
  if (!since) return [['✗', 'nobody wrote down how old it is: secrets adopt --since']]
  const days = Math.floor(now.since(since).total('hours') / 24)
  const text = `${days} days old, of ${entry.maxAgeDays}`
  return [[days > entry.maxAgeDays ? '✗' : '✓', text]]
}

/** The value in use is taken; the one before it, where it is kept, is not. */
async function probes(
  { settings, cluster }: Workplace,
  { entry, adapter, why, state }: Prospect,
  salt: Secret
): Promise<Marked[]> {
  if (!adapter || !state.value) return [['–', `not tried at ${entry.acceptor}: ${why}`]]
  const { value, rotation, fingerprint = '' } = state
  const current = await asked(() => adapter.accepted(adapter.shown(value)))
  const found: Marked[] = [
    current === 'yes'
      ? ['✓', `taken by ${entry.acceptor} (${entry.probe})`]
      : ['✗', current === 'no' ? `refused by ${entry.acceptor}` : `${entry.acceptor} does not say whether it takes it`]
  ]
  if (rotation) return [...found, ['–', 'is being rotated: the former value still works']]
  const { escrow } = escrowOf(settings, cluster)
  const id = (await rotationsIn(escrow, salt)).get(fingerprint)
  const former = id === undefined ? undefined : await escrow.get(`${id}.old`)
  if (!former) return found
  const refused = await asked(() => adapter.accepted(former))
  return [
    ...found,
    refused === 'no' ? ['✓', 'the former value is refused'] : ['✗', 'the former value is not seen to be refused']
  ]
}

async function asked(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch {
    return 'unknown' // who does not answer has said nothing; what they say may hold the value
  }
}

async function attested({ cluster, settings }: Workplace, prospect: Prospect, salt: Secret): Promise<Marked[]> {
  const { entry, adapter, state } = prospect
  const apps = entry.presenters.filter(({ reload }) => reload === 'reads the file').map(({ workload }) => workload)
  if (apps.length === 0 || !state.value) return []
  const [key = ''] = entry.object.keys
  const pods = await attestationsOf(cluster, apps, { port: settings.internalPort, name: key })
  const wanted = adapter ? shownIn(prospect, salt, state.value) : fingerprintOf(salt, state.value)
  if (pods.length === 0) return [['–', 'no pod is running']]
  return pods.map(({ pod, said }): Marked => {
    if (!said) return ['✗', `${pod} does not say which value it has`]
    return said.activeFp === wanted ? ['✓', `${pod} has it`] : ['✗', `${pod} has another value`]
  })
}
