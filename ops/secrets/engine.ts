import { HumanNeeded } from './guide.ts'
import type { Journal } from './journal.ts'
import {
  decide,
  planRotation,
  type Decision,
  type Goal,
  type Policy,
  type Step,
  type StepId,
  type World
} from './rotation.ts'

/** Where a rotation meets the world. */
export type Ports = {
  /** Asks everybody, anew each time. */
  observe(): Promise<World>
  /** Carries one step out. Safe to repeat; may fail before, while or after it has an effect. */
  run(step: StepId): Promise<void>
  /** Takes back what can be, when the step had its effect and what must hold afterwards does not. */
  undo(step: StepId): Promise<void>
  /** Gives the Lease back, if it is held. */
  release(): Promise<void>
  epoch(): number
  /** What the journal should know of what was seen last: fingerprints, never values. */
  seen(): Readonly<Record<string, string>>
}

export type Outcome =
  | { readonly kind: 'finished' | 'aborted' | 'nothing to do' }
  /** The overlap is not over, or the old value still in use. The Lease is free meanwhile. */
  | { readonly kind: 'waiting'; readonly step: Step }
  | { readonly kind: 'blocked'; readonly step: Step; readonly reason: string }
  /** Another operator holds the Lease, or took it. */
  | { readonly kind: 'locked out'; readonly step: Step; readonly reason: string }

/** Somebody else holds the Lease, or has written since we read. Nothing was done. */
export class FenceError extends Error {}

const attempts = 3

/**
 * Asks what is so, does the next thing, and asks again, until nothing is left, somebody must wait, or a human must
 * decide. `intent` is on the disk before each effect, `done` after it was seen. What the world says counts: a journal that is
 * lost loses nothing, and an effect whose answer was lost is found.
 */
export async function carryOut(task: {
  readonly goal: Goal
  readonly policy: Policy
  readonly ports: Ports
  readonly journal: Journal
}): Promise<Outcome> {
  try {
    return await goOn(task)
  } finally {
    await task.ports.release()
  }
}

type Task = Parameters<typeof carryOut>[0]

async function goOn(task: Task): Promise<Outcome> {
  const { policy, ports } = task
  const tried = new Map<StepId, number>()
  let world = await ports.observe()
  let goal = goalIn(world, task.goal)
  let ended: Outcome = { kind: 'nothing to do' }
  await closeOpenIntent(task, world)
  for (;;) {
    goal = goalIn(world, goal)
    const decision = limited(decide(world, goal, policy), tried)
    if (decision.kind === 'finished') return ended
    if (decision.kind !== 'do') return stop(task, decision)
    const { step } = decision
    const fault = await attempt(task, step)
    if (fault instanceof FenceError) return { kind: 'locked out', step, reason: fault.message }
    world = await ports.observe()
    await writeResult(task, step, world, fault)
    if (fault instanceof HumanNeeded) return { kind: 'blocked', step, reason: fault.message }
    if (step.id === 'revoke' && world.newAccepted === 'no') return putBack(task, step)
    ended = endedBy(step, world) ?? ended
  }
}

/** What is under way is gone on with, and when it has ended no other one begins. */
function goalIn({ way }: World, goal: Goal): Goal {
  return way !== 'none' && goal === 'start' ? 'resume' : goal
}

/** A step that keeps failing is left to a human. */
function limited(decision: Decision, tried: Map<StepId, number>): Decision {
  if (decision.kind !== 'do') return decision
  const { step } = decision
  const times = (tried.get(step.id) ?? 0) + 1
  tried.set(step.id, times)
  return times > attempts ? { kind: 'ask', step, reason: `It was tried ${attempts} times.` } : decision
}

function endedBy({ id }: Step, { way }: World): Outcome | undefined {
  if (way !== 'none' || (id !== 'record' && id !== 'clear')) return undefined
  return { kind: id === 'record' ? 'finished' : 'aborted' }
}

/** The last step that was begun and not seen to end: the world knows whether it did. */
async function closeOpenIntent(task: Task, world: World): Promise<void> {
  const last = task.journal.entries().at(-1)
  if (last?.kind !== 'intent') return
  const { phase, step } = last
  const kind = resultOf(task, step, world)
  await task.journal.write({ phase, step, kind, epoch: task.ports.epoch(), seen: { resumed: true } })
}

async function attempt({ journal, ports }: Task, { phase, id }: Step): Promise<unknown> {
  await journal.write({ phase, step: id, kind: 'intent', epoch: ports.epoch() })
  try {
    await ports.run(id)
    return undefined
  } catch (error) {
    return error
  }
}

/** Of an error only its name is kept: messages of others may hold what was sent to them. */
async function writeResult(task: Task, { id, phase }: Step, world: World, fault: unknown): Promise<void> {
  const seen = { ...task.ports.seen(), ...(fault instanceof Error && { fault: fault.name }) }
  await task.journal.write({ phase, step: id, kind: resultOf(task, id, world), epoch: task.ports.epoch(), seen })
}

/** What the world says of a step, whatever its answer was. */
function resultOf({ policy, goal }: Task, id: string, world: World): 'done' | 'failed' | 'unknown' {
  const left = planRotation(world, goal === 'start' ? 'resume' : goal, policy).find((step) => step.id === id)
  if (!left) return 'done'
  return left.probe(world, policy) === 'unknown' ? 'unknown' : 'failed'
}

async function stop(
  { journal, ports }: Task,
  decision: Exclude<Decision, { kind: 'do' | 'finished' }>
): Promise<Outcome> {
  const { step } = decision
  const reason = decision.kind === 'ask' ? { reason: decision.reason } : {}
  const said = decision.kind === 'wait' ? 'waiting' : 'unknown'
  await journal.write({ phase: step.phase, step: step.id, kind: said, epoch: ports.epoch(), seen: reason })
  return decision.kind === 'wait' ? { kind: 'waiting', step } : { kind: 'blocked', step, reason: decision.reason }
}

/** Without the old value the new one is not enough: the old one comes back, and a human looks. */
async function putBack(task: Task, step: Step): Promise<Outcome> {
  const reason = await task.ports.undo(step.id).then(
    () => 'The new value is refused; the old one was put back.',
    (error: unknown) => {
      if (error instanceof HumanNeeded) return error.message
      throw error
    }
  )
  return stop(task, { kind: 'ask', step, reason })
}
