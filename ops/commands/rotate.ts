import { join } from 'node:path'
import { newId } from '#server/platform/ids.ts'
import { ClusterError } from '../cluster/cluster.ts'
import { exitCodes, OpsError, type ExitCode } from '../exit-codes.ts'
import { entryOf } from './entry-of.ts'
import { journalInCluster, saltOf } from '../secrets/cluster-places.ts'
import { carryOut, FenceError, type Outcome } from '../secrets/engine.ts'
import { keyOf, RotationInCluster } from '../secrets/in-cluster.ts'
import { openJournal, type Journal } from '../secrets/journal.ts'
import { keyStateOf } from '../secrets/key-state.ts'
import type { Redactor } from '../secrets/redactor.ts'
import { planRotation, type Goal } from '../secrets/rotation.ts'
import type { Terminal } from '../terminal.ts'
import type { RotateOptions, Rotation } from './rotate-options.ts'
import { placeOf } from './rotate-place.ts'
import { problemsOf, sayPlan } from './rotate-plan.ts'
import { rotationView, type RotationView } from './rotate-view.ts'
import { confirm, inWorkplace } from './workplace.ts'

/** Replaces one secret, or goes on with it, or takes it back. */
export function rotate(terminal: Terminal, name: string, options: RotateOptions): Promise<number> {
  const entry = entryOf(name)
  return inWorkplace(terminal, options.config, (workplace) => rotateIn({ ...workplace, entry, options }))
}

async function rotateIn(asked: Rotation): Promise<number> {
  const view = rotationView(asked)
  const rotation = view ? { ...asked, terminal: view.terminal } : asked
  const { options } = rotation
  const goal = goalOf(options)
  const planned = await planIn(rotation, goal)
  if (planned.problems.length > 0 && goal === 'start') return exitCodes['a check failed']
  if (options.plan) return exitCodes.ok
  await confirm(rotation, options.environment)
  await planned.salt.keep().catch((error: unknown) => {
    if (!(error instanceof ClusterError) || error.fault !== 'conflict') throw error
    throw new OpsError('another operator holds the Lease', 'Somebody else began at this moment; nothing was done.')
  })
  return carryOutIn(rotation, { ...planned, goal, view })
}

/** Looks and says what there is to do. */
async function planIn(rotation: Rotation, goal: Goal) {
  const { terminal, entry, cluster, options, where } = rotation
  const object = await cluster.secret(entry.object.secret)
  const { rotation: underWay } = keyStateOf(object, entry.object.keys)
  const id = underWay?.id ?? newId()
  const salt = await saltOf(cluster)
  const place = placeOf(rotation, id, salt.value)
  const problems = underWay ? [] : await problemsOf(rotation, place, salt)
  const ports = new RotationInCluster(place)
  const steps = planRotation(await ports.observe(), goal, place)
  const { notes } = place.adapter
  sayPlan(terminal, { where, secret: entry.name, steps, notes, problems, json: options.json ?? false })
  return { id, salt, place, problems, ports, steps }
}

type Planned = Awaited<ReturnType<typeof planIn>> & { readonly goal: Goal; readonly view: RotationView | undefined }

async function carryOutIn(rotation: Rotation, { id, place, ports, steps, goal, view }: Planned): Promise<number> {
  const { terminal, entry, cluster, options, where } = rotation
  const journal = await openJournal({
    file: join(options.state, where.uid, `${id}.jsonl`),
    rotation: id,
    secret: entry.name,
    operator: terminal.operator,
    now: terminal.now,
    redactor: place.redactor,
    mirror: journalInCluster(cluster, keyOf(entry))
  })
  const safe = guarded(terminal, place.redactor)
  try {
    await view?.begin(steps, ports)
    const outcome = await carryOut({ goal, policy: place, ports, journal: watched(journal, safe, { options, view }) })
    view?.end()
    const isSwept = goal === 'abort' && outcome.kind === 'nothing to do' && (await ports.sweep())
    return ended(safe, isSwept ? { kind: 'aborted' } : explained(outcome, ports, terminal.now()), options)
  } catch (error) {
    if (error instanceof FenceError) throw new OpsError('another operator holds the Lease', error.message)
    if (!(error instanceof ClusterError)) throw error
    safe.complain(`${error.message}\nNothing is lost: the same command goes on from here.\n`)
    return exitCodes['to be gone on with later']
  } finally {
    view?.end()
    await journal.close()
  }
}

/** Says what is done as soon as the journal has it. */
function watched(
  journal: Journal,
  { say }: Terminal,
  { options: { json }, view }: { options: RotateOptions; view: RotationView | undefined }
): Journal {
  return {
    ...journal,
    async write(saying) {
      await journal.write(saying)
      if (view) return view.saw(saying)
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

const endings: Record<Outcome['kind'], { exitCode: ExitCode; said: string }> = {
  finished: { exitCode: exitCodes.ok, said: 'Done: one credential is live.' },
  'nothing to do': { exitCode: exitCodes.ok, said: 'Nothing was under way, nothing was done.' },
  aborted: { exitCode: exitCodes['taken back'], said: 'Taken back: everything is as it was.' },
  waiting: { exitCode: exitCodes['to be gone on with later'], said: 'Both values work. Go on with --resume' },
  blocked: { exitCode: exitCodes['a human must decide'], said: 'Stopped; nothing was destroyed' },
  'locked out': {
    exitCode: exitCodes['another operator holds the Lease'],
    said: 'Another operator is at it; nothing was done'
  }
}

/** For what somebody has to wait. */
function explained(outcome: Outcome, ports: RotationInCluster, now: Temporal.Instant): Outcome & { reason?: string } {
  if (outcome.kind !== 'waiting') return outcome
  const { notBefore } = ports.seen()
  const isEarly = notBefore !== undefined && Temporal.Instant.compare(now, notBefore) < 0
  return {
    ...outcome,
    reason: isEarly
      ? `Not before ${notBefore}.`
      : 'Somebody still uses the old value, or nobody has been seen to use the new one.'
  }
}

function ended({ say }: Terminal, outcome: Outcome & { reason?: string }, { json }: RotateOptions): number {
  const { exitCode, said } = endings[outcome.kind]
  const step = 'step' in outcome ? outcome.step : undefined
  const { reason } = outcome
  if (json) say(`${JSON.stringify({ outcome: outcome.kind, step: step?.id, reason, exitCode })}\n`)
  else say(`${said}${step ? ` (at: ${step.what}${reason === undefined ? '' : `. ${reason}`})` : ''}\n`)
  return exitCode
}
