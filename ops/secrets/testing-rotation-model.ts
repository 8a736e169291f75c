import { decide, type Answer, type Goal, type Policy, type Rules, type StepId, type World } from './rotation.ts'

/**
 * The rotation as a finite machine: two operators, each of whom may stop between looking and doing, die at either
 * boundary, or send something that arrives late; pods that read the Secret when they please; an acceptor with two slots
 * (the roles of PostgreSQL) or with a list (tokens). The journal is lost at every step: nothing here reads one. Whatever can
 * happen happens: `explore` visits every state. Leases change hands any number of times, values are minted `mints` times.
 */

/** 0 is what was published at first; 1 and 2 are minted. */
type Value = 0 | 1 | 2
type Rotation = { readonly from: Value; readonly to: Value; readonly way: 'forward' | 'revoking' | 'aborting' }
type Effect = {
  readonly step: StepId
  readonly rotation: Omit<Rotation, 'way'> | undefined
  readonly epoch: number
  /** The Secret is as its author has read it: its resourceVersion is still the same. */
  readonly fresh: boolean
}
type Operator = { readonly epoch: number; readonly holds: Effect | undefined }

export type State = {
  readonly leaseEpoch: number
  readonly secretEpoch: number
  /** A rotation has ended under the epoch on the Secret: the next one needs another. */
  readonly spent: boolean
  readonly rotation: Rotation | undefined
  readonly published: Value
  readonly mints: number
  /** Which slot a value lives in; of a list it means nothing. */
  readonly slotOf: readonly [0 | 1, 0 | 1, 0 | 1]
  readonly accepted: readonly boolean[]
  readonly acceptorEpoch: number
  readonly pods: readonly Value[]
  /** Somebody whom no attestation shows, such as a cron job, uses the first value. */
  readonly stranger: boolean
  readonly operators: readonly Operator[]
  /** What was sent by somebody who did not live to see it arrive. */
  readonly late: Effect | undefined
}

export type Machine = {
  readonly rules: Rules
  readonly acceptor: 'slots' | 'list'
  readonly policy: Policy
  /** What keeps an effect of yesterday from being one today; each can be taken away. */
  readonly fences: Record<'resourceVersion' | 'stamp' | 'acceptor' | 'spent', boolean>
  readonly mints: number
}

export type Violation = 'revoked before adopted' | 'no credential valid' | 'two operators writing' | 'stuck for good'

const goals: readonly Goal[] = ['start', 'resume', 'abort']

export const initialState: State = {
  leaseEpoch: 0,
  secretEpoch: 0,
  spent: false,
  rotation: undefined,
  published: 0,
  mints: 0,
  slotOf: [0, 0, 0],
  accepted: [true, false, false],
  acceptorEpoch: 0,
  pods: [0, 0],
  stranger: true,
  operators: [
    { epoch: 0, holds: undefined },
    { epoch: 0, holds: undefined }
  ],
  late: undefined
}

/** Visits every state that can be reached; `trail` is how to get to the first violation, shortest first. */
export function explore(machine: Machine): { states: number; violation?: Violation; trail?: string[] } {
  const cameFrom = new Map<string, { from: string | undefined; by: string }>([
    [keyOf(initialState), { from: undefined, by: 'start' }]
  ])
  const finishing = new Map<string, boolean>()
  const found = (violation: Violation, key: string | undefined, by: string) => ({
    states: cameFrom.size,
    violation,
    trail: [...trailTo(cameFrom, key), by]
  })
  const queue: State[] = [initialState]
  for (const state of queue) {
    const from = keyOf(state)
    if (!canFinish(machine, state, finishing)) return found('stuck for good', from, '(nobody gets further)')
    for (const { by, to: reached, violation } of successors(machine, state)) {
      const problem = violation ?? problemOf(machine, reached)
      if (problem) return found(problem, from, by)
      const to = normal(machine, reached)
      const key = keyOf(to)
      if (!cameFrom.has(key)) queue.push(to)
      if (!cameFrom.has(key)) cameFrom.set(key, { from, by })
    }
  }
  return { states: cameFrom.size }
}

function trailTo(cameFrom: Map<string, { from: string | undefined; by: string }>, key: string | undefined): string[] {
  const step = key === undefined ? undefined : cameFrom.get(key)
  return step ? [...trailTo(cameFrom, step.from), step.by] : []
}

/**
 * States that behave alike are one: an effect that its fence will refuse is none, an epoch that is over is no epoch, and
 * of epochs only the order counts, so that Leases may change hands without end.
 */
function normal({ fences, acceptor }: Machine, state: State): State {
  const counts = (effect: Effect | undefined): Effect | undefined => {
    if (!effect) return undefined
    if (!atAcceptor.has(effect.step)) return fences.resourceVersion && !effect.fresh ? undefined : effect
    const refused = acceptor === 'slots' && fences.acceptor && effect.epoch < state.acceptorEpoch
    return refused ? undefined : { ...effect, fresh: true, epoch: acceptor === 'list' ? 0 : effect.epoch }
  }
  const operators = state.operators.map(({ epoch, holds }) => ({
    epoch: epoch === state.leaseEpoch ? epoch : 0,
    holds: counts(holds)
  }))
  const late = counts(state.late)
  const epochs = [state.leaseEpoch, state.secretEpoch, state.acceptorEpoch, late?.epoch ?? 0]
  for (const { epoch, holds } of operators) epochs.push(epoch, holds?.epoch ?? 0)
  const order = [...new Set([0, ...epochs])].toSorted((left, right) => left - right)
  const rank = (epoch: number) => order.indexOf(epoch)
  const ranked = (effect: Effect | undefined) => effect && { ...effect, epoch: rank(effect.epoch) }
  return {
    ...state,
    leaseEpoch: rank(state.leaseEpoch),
    secretEpoch: rank(state.secretEpoch),
    acceptorEpoch: rank(state.acceptorEpoch),
    operators: operators.map(({ epoch, holds }) => ({ epoch: rank(epoch), holds: ranked(holds) })),
    late: ranked(late)
  }
}

/** Pods are alike and so are operators: half and half again of the states need not be told apart. */
function keyOf(state: State): string {
  const [one, other] = state.operators.map(({ epoch, holds }) => `${epoch}${textOf(holds)}`).toSorted()
  return `${worldKeyOf(state)}|${one}|${other}|${textOf(state.late)}`
}

function worldKeyOf(state: State): string {
  const { leaseEpoch, secretEpoch, spent, rotation, published, mints, slotOf, accepted, acceptorEpoch } = state
  const way = rotation ? `${rotation.from}${rotation.to}${rotation.way[0]}` : ''
  const flags = [spent, state.stranger, ...accepted].map(Number).join('')
  const pods = state.pods.toSorted((left, right) => left - right).join('')
  return [leaseEpoch, secretEpoch, acceptorEpoch, way, published, mints, slotOf.join(''), flags, pods].join(',')
}

function textOf(effect: Effect | undefined): string {
  if (!effect) return '-'
  return `${effect.step}${effect.rotation?.from ?? ''}${effect.rotation?.to ?? ''}${effect.epoch}${effect.fresh ? '' : '!'}`
}

function problemOf({ policy }: Machine, state: State): Violation | undefined {
  const { accepted, pods, published, stranger } = state
  if (!accepted[published]) return 'no credential valid'
  const used = stranger && !policy.compromised ? [...pods, 0] : pods
  return used.every((value) => accepted[value]) ? undefined : 'revoked before adopted'
}

type Successor = { readonly by: string; readonly to: State; readonly violation?: Violation | undefined }

function successors(machine: Machine, state: State): Successor[] {
  const own = state.operators.flatMap((operator, who) => [
    ...moves(machine, state, who),
    ...(operator.epoch > 0 ? [{ by: `${who} dies`, to: withOperator(state, who, dead) }] : [])
  ])
  const around: Successor[] = state.pods.flatMap((value, at) =>
    value === state.published
      ? []
      : [{ by: `pod ${at} reads ${state.published}`, to: { ...state, pods: state.pods.with(at, state.published) } }]
  )
  if (state.stranger) around.push({ by: 'the stranger ends', to: { ...state, stranger: false } })
  if (state.late) {
    around.push({ by: 'what was sent is lost', to: { ...state, late: undefined } })
    around.push(apply(machine, { ...state, late: undefined }, { ...state.late }, 'late'))
  }
  return [...own, ...around]
}

const dead: Operator = { epoch: 0, holds: undefined }

function moves(machine: Machine, state: State, who: number): Successor[] {
  const operator = state.operators[who] ?? dead
  const { holds } = operator
  if (!holds) {
    return decisionsOf(machine, state, operator).map((step) => ({
      by: `${who} decides to ${step}`,
      to: withOperator(state, who, {
        ...operator,
        holds: { step, rotation: withoutWay(state.rotation), epoch: operator.epoch, fresh: true }
      })
    }))
  }
  const idle = { ...operator, holds: undefined }
  const done =
    holds.step === 'lease'
      ? [takeLease(withOperator(state, who, idle), who)]
      : [apply(machine, withOperator(state, who, idle), holds, String(who))]
  // Sent, and not seen to arrive: its author lives and looks again, or has died.
  const sent =
    state.late || holds.step === 'lease'
      ? []
      : [idle, dead].map((after) => ({
          by: `${who} sends ${holds.step} and ${after === dead ? 'dies' : 'hears nothing'}`,
          to: { ...withOperator(state, who, after), late: holds }
        }))
  return [...done, ...sent]
}

function withoutWay(rotation: Rotation | undefined): Omit<Rotation, 'way'> | undefined {
  return rotation && { from: rotation.from, to: rotation.to }
}

function withOperator(state: State, who: number, operator: Operator): State {
  return { ...state, operators: state.operators.with(who, operator) }
}

/** What the rules may tell this operator to do, whatever it wants and whichever of its questions stays without an answer. */
function decisionsOf(machine: Machine, state: State, operator: Operator): StepId[] {
  const { rules, policy, mints } = machine
  const seen = worldOf(machine, state, operator)
  const worlds: World[] = [seen, ...questions.map((question) => ({ ...seen, [question]: 'unknown' as const }))]
  const steps = new Set<StepId>()
  for (const goal of goals) {
    for (const world of worlds) {
      const decision = decide(world, goal, policy, rules)
      if (decision.kind !== 'do' || (decision.step.id === 'mint' && state.mints === mints)) continue
      // Rolling out, pods read what is published: that happens by itself here.
      if (decision.step.id !== 'adopt' && decision.step.id !== 'readopt') steps.add(decision.step.id)
    }
  }
  return [...steps]
}

const questions = ['newAccepted', 'oldAccepted', 'newAdopted', 'oldAdopted', 'newUsed', 'oldUsed'] as const

const answer = (holds: boolean | undefined): Answer => (holds ? 'yes' : 'no')

function worldOf(machine: Machine, state: State, operator: Operator): World {
  const { rotation, published, pods, accepted } = state
  const from = rotation?.from ?? published
  // A value that nobody has made yet is neither accepted nor shown by anybody.
  const to = rotation?.to ?? unmade
  const leased = holdsLease(machine, state, operator)
  return {
    leased: answer(leased),
    stamped: answer(leased && operator.epoch === state.secretEpoch),
    way: rotation?.way ?? 'none',
    escrowed: answer(rotation !== undefined),
    published: published === from ? 'old' : 'new',
    newAccepted: answer(accepted[to]),
    oldAccepted: answer(accepted[from]),
    newAdopted: answer(pods.every((value) => value === to)),
    oldAdopted: answer(pods.every((value) => value === from)),
    newUsed: answer(isUsed(state, to)),
    oldUsed: answer(isUsed(state, from)),
    overlapOver: true
  }
}

const unmade = 3

function isUsed({ pods, stranger }: State, value: number): boolean {
  return pods.some((shown) => shown === value) || (stranger && value === 0)
}

function holdsLease({ fences }: Machine, state: State, { epoch }: Operator): boolean {
  const isSpent = fences.spent && state.spent && epoch === state.secretEpoch
  return epoch > 0 && epoch === state.leaseEpoch && !isSpent
}

/** Whoever asks gets it, for it expires while its holder sleeps. */
function takeLease(state: State, who: number): Successor {
  const leaseEpoch = state.leaseEpoch + 1
  const to = withOperator({ ...state, leaseEpoch }, who, { epoch: leaseEpoch, holds: undefined })
  return { by: `${who} takes the Lease`, to }
}

function apply(machine: Machine, state: State, effect: Effect, who: string): Successor {
  const by = `${who}: ${effect.step} (${effect.epoch})`
  const elsewhere = onAcceptor(machine, state, effect)
  if (elsewhere) return { by, ...elsewhere }
  const refused = machine.fences.resourceVersion && !effect.fresh
  if (refused || (effect.step === 'stamp' && effect.epoch < state.secretEpoch))
    return { by: `${by}, refused`, to: state }
  const violation = effect.epoch < state.secretEpoch ? 'two operators writing' : undefined
  return { by, to: written(machine, state, effect), violation }
}

/** A write to the Secret: what everybody has read of it is stale from then on. */
function written({ fences }: Machine, state: State, effect: Effect): State {
  const secretEpoch = Math.max(effect.epoch, state.secretEpoch)
  // Without a stamp the epoch is in the Lease only, and nothing that was read becomes stale.
  if (effect.step === 'stamp' && !fences.stamp) return { ...state, secretEpoch, spent: false }
  const stale = (other: Effect | undefined) => other && { ...other, fresh: false }
  return {
    ...state,
    secretEpoch,
    operators: state.operators.map((operator) => ({ ...operator, holds: stale(operator.holds) })),
    late: stale(state.late),
    ...changeBy(state, effect)
  }
}

function changeBy(state: State, { step, rotation }: Effect): Partial<State> {
  if (step === 'stamp') return { spent: false }
  if (step === 'mint') return announced(state)
  if (step === 'record' || step === 'clear') return { rotation: undefined, spent: true }
  if (!rotation) return {}
  if (step === 'publish') return { published: rotation.to }
  if (step === 'unpublish') return { published: rotation.from }
  return { rotation: { ...rotation, way: step === 'commit' ? 'revoking' : 'aborting' } }
}

function announced(state: State): Partial<State> {
  const to = state.mints === 0 ? 1 : 2
  const slot = state.slotOf[state.published] === 0 ? 1 : 0
  const slotOf = to === 1 ? ([0, slot, 0] as const) : ([0, state.slotOf[1], slot] as const)
  return { mints: to, slotOf, rotation: { from: state.published, to, way: 'forward' } }
}

const atAcceptor = new Set<StepId>(['admit', 'revoke', 'withdraw'])

/** Undefined when the effect is none at the acceptor. A list knows values by name; a slot is whoever's came last. */
function onAcceptor(
  machine: Machine,
  state: State,
  { step, rotation, epoch }: Effect
): Omit<Successor, 'by'> | undefined {
  if (!rotation || !atAcceptor.has(step)) return undefined
  const value = step === 'revoke' ? rotation.from : rotation.to
  if (machine.acceptor === 'list') return { to: { ...state, accepted: state.accepted.with(value, step === 'admit') } }
  const late = epoch < state.acceptorEpoch
  if (late && machine.fences.acceptor) return { to: state }
  const accepted = state.accepted.map((is, other) => is && state.slotOf[other] !== state.slotOf[value])
  return {
    to: {
      ...state,
      accepted: accepted.with(value, step === 'admit'),
      acceptorEpoch: Math.max(epoch, state.acceptorEpoch)
    },
    violation: late ? 'two operators writing' : undefined
  }
}

/** Whether one operator alone, whom nothing happens to, brings what is under way to its end. */
function canFinish(machine: Machine, state: State, known: Map<string, boolean>): boolean {
  const start: State = { ...state, stranger: false, late: undefined, operators: [dead], pods: [state.published] }
  const key = worldKeyOf(start)
  const before = known.get(key)
  if (before !== undefined) return before
  const finishes = endsAlone(machine, start)
  known.set(key, finishes)
  return finishes
}

function endsAlone(machine: Machine, start: State): boolean {
  let alone = start
  for (let turns = 0; turns < 24; turns += 1) {
    alone = { ...alone, pods: [alone.published] }
    const operator = alone.operators[0] ?? dead
    const decision = decide(worldOf(machine, alone, operator), 'resume', machine.policy, machine.rules)
    if (decision.kind === 'finished') return alone.rotation === undefined
    if (decision.kind !== 'do') return false
    const effect = { step: decision.step.id, rotation: alone.rotation, epoch: operator.epoch, fresh: true }
    alone = (effect.step === 'lease' ? takeLease(alone, 0) : apply(machine, alone, effect, 'alone')).to
  }
  return false
}
