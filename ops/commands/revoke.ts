import { exitCodes, OpsError } from '../exit-codes.ts'
import type { Secret } from '#server/platform/secret.ts'
import { attestationsOf } from '../secrets/attestation.ts'
import { saltOf } from '../secrets/cluster-places.ts'
import { RotationInCluster } from '../secrets/in-cluster.ts'
import { keyStateOf, type Rotation as UnderWay } from '../secrets/key-state.ts'
import { decide, type Answer, type World } from '../secrets/rotation.ts'
import type { Terminal } from '../terminal.ts'
import { entriesOf } from './entry-of.ts'
import type { RotateOptions } from './rotate-options.ts'
import { placeOf } from './rotate-place.ts'
import { rotate } from './rotate.ts'
import { confirm, heading, inWorkplace, type Workplace } from './workplace.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'

type Options = Pick<RotateOptions, 'config' | 'state' | 'environment' | 'overlap' | 'answers' | 'json'> & {
  readonly due?: boolean
}

/** A former value that waits for its end, and what is known of it. */
type Waiting = {
  readonly entry: CatalogueEntry
  readonly isDue: boolean
  /** Beginning with what keeps it, where anything does. */
  readonly evidence: readonly string[]
}

/**
 * Lists the former values that still work, each with its evidence. With a name or `--due` it goes on with those that are due,
 * whoever began them: the engine looks again before it takes anything away.
 */
export async function revoke(terminal: Terminal, name: string | undefined, options: Options): Promise<number> {
  const due = await inWorkplace(terminal, options.config, async (workplace) => {
    const waiting = await waitingIn(workplace, name, options)
    sayWaiting(workplace, waiting, options)
    const found = waiting.filter(({ isDue }) => isDue)
    if (name === undefined && !options.due) return { waiting, found: [] }
    if (found.length > 0) await confirm(workplace, options.environment)
    return { waiting, found, environment: workplace.settings.environment }
  })
  const endings: number[] = []
  for (const { entry } of due.found) {
    const { environment } = due
    endings.push(await rotate(terminal, entry.name, { ...options, resume: true, ...(environment && { environment }) }))
  }
  const unfinished = endings.find((exitCode) => exitCode !== exitCodes.ok)
  if (unfinished !== undefined) return unfinished
  return due.waiting.length > endings.length ? exitCodes['to be gone on with later'] : exitCodes.ok
}

async function waitingIn(workplace: Workplace, name: string | undefined, options: Options): Promise<Waiting[]> {
  const { value: salt } = await saltOf(workplace.cluster)
  const waiting: Waiting[] = []
  for (const entry of entriesOf(name)) {
    const object = await workplace.cluster.secret(entry.object.secret)
    const { rotation } = keyStateOf(object, entry.object.keys)
    if (rotation) waiting.push(await waitingOrWhyNot({ ...workplace, entry, options }, rotation, salt))
  }
  return waiting
}

type Question = Workplace & { readonly entry: CatalogueEntry; readonly options: Options }

/** What cannot be looked at here, for want of settings, keeps nothing else from its end. */
async function waitingOrWhyNot(question: Question, rotation: UnderWay, salt: Secret): Promise<Waiting> {
  try {
    return await waitingOf(question, rotation, salt)
  } catch (error) {
    if (error instanceof OpsError) return { entry: question.entry, isDue: false, evidence: [error.message] }
    throw error
  }
}

async function waitingOf(question: Question, rotation: UnderWay, salt: Secret): Promise<Waiting> {
  const { entry, terminal } = question
  const place = placeOf(question, rotation.id, salt)
  const ports = new RotationInCluster(place)
  const world = await ports.observe()
  const { notBefore } = ports.seen()
  const users = await usersOf(question, rotation)
  const evidence = [
    `${world.way === 'aborting' ? 'being taken back' : 'began'} (${rotation.from} → ${rotation.to})`,
    overlapText(world, notBefore, terminal.now()),
    answered(world.newAdopted, {
      yes: 'every presenter has the new value',
      no: 'not every presenter has the new value',
      unknown: 'not every presenter says what it has'
    }),
    answered(world.oldUsed, {
      yes: `the former value is in use${users.length > 0 ? ` by ${users.join(', ')}` : ''}`,
      no: 'nobody uses the former value',
      unknown: 'nobody can say whether the former value is in use'
    })
  ]
  // Whoever holds the Lease is asked by the engine; here it counts as ours, to see what would be next.
  const decision = decide({ ...world, leased: 'yes', stamped: 'yes' }, 'resume', place)
  const isDue = decision.kind === 'do' && (world.way !== 'forward' || decision.step.phase === 'REVOKE')
  return { entry, isDue, evidence }
}

function overlapText({ overlapOver }: World, notBefore: string | undefined, now: Temporal.Instant): string {
  if (notBefore === undefined) return 'the new value is not published yet'
  if (overlapOver) return `the overlap is over since ${notBefore}`
  const minutes = Math.ceil(Temporal.Instant.from(notBefore).since(now).total('minutes'))
  return `both values work until ${notBefore} (${minutes} min)`
}

const answered = (answer: Answer, texts: Readonly<Record<Answer, string>>) => texts[answer]

async function usersOf({ cluster, settings, entry }: Question, { from }: UnderWay): Promise<string[]> {
  const workloads = entry.presenters.map(({ workload }) => workload)
  const [name = ''] = entry.object.keys
  const pods = await attestationsOf(cluster, workloads, { port: settings.internalPort, name })
  return pods.filter(({ said }) => said?.activeFp === from).map(({ pod }) => pod)
}

function sayWaiting({ terminal, where }: Workplace, waiting: readonly Waiting[], { json }: Options): void {
  const listed = waiting.map(({ entry, isDue, evidence }) => ({ name: entry.name, due: isDue, evidence }))
  if (json) return terminal.say(`${JSON.stringify({ ...where, waiting: listed })}\n`)
  terminal.say(heading(where))
  for (const { name, due, evidence } of listed) {
    terminal.say(`${due ? '+' : '–'} ${name.padEnd(24)} ${due ? 'due' : 'waits'}: ${evidence.join('; ')}\n`)
  }
  if (waiting.length === 0) terminal.say('✓ No former value waits for its end.\n')
}
