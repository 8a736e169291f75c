import { FenceError, type Ports } from './engine.ts'
import type { Answer, StepId, Way, World } from './rotation.ts'

/** The process of an operator that was killed: nothing that it would still do is done. */
export class Killed extends Error {}

export type Hook = `${'before' | 'after'} ${StepId}`
/** A cluster, an acceptor and one presenter in memory, to see the engine among. */
export type SmallWorld = {
  readonly now: {
    lease: Operator | undefined
    epoch: number
    stamp: number
    way: Way | 'none'
    mints: number
    published: 'old' | 'new'
    readonly accepted: Set<string>
    shown: 'old' | 'new'
    overlapOver: boolean
    /** How often what is published or shown was not accepted. */
    refusals: number
  }
  /** What cannot be found out. */
  readonly hidden: Set<keyof World>
  readonly hooks: Map<Hook, () => void>
}

export function smallWorld(): SmallWorld {
  const now: SmallWorld['now'] = {
    lease: undefined,
    epoch: 0,
    stamp: 0,
    way: 'none',
    mints: 0,
    published: 'old',
    accepted: new Set(['old']),
    shown: 'old',
    overlapOver: false,
    refusals: 0
  }
  return { now, hidden: new Set(), hooks: new Map() }
}

const effects: Record<StepId, (now: SmallWorld['now']) => unknown> = {
  lease: () => {},
  stamp: (now) => (now.stamp = now.epoch),
  mint: (now) => Object.assign(now, { mints: now.mints + 1, way: 'forward' }),
  admit: (now) => now.accepted.add('new'),
  publish: (now) => (now.published = 'new'),
  adopt: (now) => (now.shown = now.published),
  settle: () => {},
  commit: (now) => (now.way = 'revoking'),
  revoke: (now) => now.accepted.delete('old'),
  record: (now) => (now.way = 'none'),
  turn: (now) => (now.way = 'aborting'),
  unpublish: (now) => (now.published = 'old'),
  readopt: (now) => (now.shown = now.published),
  withdraw: (now) => now.accepted.delete('new'),
  clear: (now) => (now.way = 'none')
}

export function takeLease({ now }: SmallWorld, operator: Operator): void {
  if (now.lease?.isAlive() && now.lease !== operator) throw new FenceError()
  now.epoch += 1
  now.lease = operator
  operator.epoch = now.epoch
}

export function operatorOf(world: SmallWorld): Operator {
  const { now, hooks } = world
  let alive = true
  const live = () => {
    if (!alive) throw new Killed()
  }
  const operator: Operator = {
    epoch: 0,
    isAlive: () => alive,
    kill() {
      alive = false
      throw new Killed()
    },
    ports: {
      epoch: () => operator.epoch,
      seen: () => ({}),
      async observe() {
        live()
        return worldOf(world, operator)
      },
      async run(step) {
        hooks.get(`before ${step}`)?.()
        live()
        if (step === 'lease') takeLease(world, operator)
        else if (now.lease !== operator) throw new FenceError()
        effects[step](now)
        if (![now.shown, now.published].every((value) => now.accepted.has(value))) now.refusals += 1
        hooks.get(`after ${step}`)?.()
      },
      async undo() {
        now.accepted.add('old')
      },
      async release() {
        if (alive && now.lease === operator) now.lease = undefined
      }
    }
  }
  return operator
}

function worldOf({ now, hidden }: SmallWorld, operator: Operator): World {
  const is = (fact: keyof World, holds: boolean): Answer => {
    if (hidden.has(fact)) return 'unknown'
    return holds ? 'yes' : 'no'
  }
  const holds = now.lease === operator && operator.epoch === now.epoch
  return {
    leased: is('leased', holds),
    stamped: is('stamped', holds && now.stamp === operator.epoch),
    way: now.way,
    escrowed: is('escrowed', now.way !== 'none'),
    published: now.published,
    newAccepted: is('newAccepted', now.accepted.has('new')),
    oldAccepted: is('oldAccepted', now.accepted.has('old')),
    newAdopted: is('newAdopted', now.shown === 'new'),
    oldAdopted: is('oldAdopted', now.shown === 'old'),
    newUsed: is('newUsed', now.shown === 'new'),
    oldUsed: is('oldUsed', now.shown === 'old'),
    overlapOver: now.overlapOver
  }
}

export type Operator = { epoch: number; readonly ports: Ports; isAlive(): boolean; kill(): never }
