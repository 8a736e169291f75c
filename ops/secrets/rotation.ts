/**
 * The rule of order for every secret: each acceptor takes NEW before any presenter shows it, and each presenter has stopped
 * showing OLD before any acceptor drops it. Pure: what is to be done follows from what is so, never from what was
 * written down, so that any operator goes on where another one stopped, with the journal or without it.
 */

/** What asking the world gives. `unknown` never counts as either of the others. */
export type Answer = 'yes' | 'no' | 'unknown'

/**
 * Which way a rotation goes, as its annotation says. `revoking` and `aborting` are written before the first effect they
 * announce and never taken back: whoever comes later completes them, so that an effect that arrives late does no harm.
 */
export type Way = 'forward' | 'revoking' | 'aborting'

/** What is so, as far as could be found out just now. OLD and NEW are the two values that the annotation names. */
export type World = {
  /** This operator holds the Lease. */
  readonly leased: Answer
  /** Its epoch stands on the Secret: what others have read before can no longer be written back. */
  readonly stamped: Answer
  readonly way: Way | 'none'
  /** NEW opens from its escrow and has the fingerprint that the annotation names. */
  readonly escrowed: Answer
  readonly published: 'old' | 'new' | 'other'
  readonly newAccepted: Answer
  readonly oldAccepted: Answer
  /** Every presenter attests that it shows NEW. */
  readonly newAdopted: Answer
  readonly oldAdopted: Answer
  /** Anybody at all was seen using it: sessions, connections, last use. */
  readonly newUsed: Answer
  readonly oldUsed: Answer
  readonly overlapOver: boolean
}

export type Goal = 'start' | 'resume' | 'abort'
/** `compromised`: OLD is in the wrong hands; nobody waits for the overlap, nor for others who still use it. */
export type Policy = { readonly compromised: boolean }

export const phases = ['PLAN', 'LOCK', 'MINT', 'ADMIT', 'PUBLISH', 'ADOPT', 'SETTLE', 'REVOKE', 'RECORD'] as const
export type Phase = (typeof phases)[number]

export type StepId =
  | 'lease'
  | 'stamp'
  | 'mint'
  | 'admit'
  | 'publish'
  | 'adopt'
  | 'settle'
  | 'commit'
  | 'revoke'
  | 'record'
  | 'turn'
  | 'unpublish'
  | 'readopt'
  | 'withdraw'
  | 'clear'

type Ask = (world: World, policy: Policy) => Answer

export type Step = {
  readonly id: StepId
  readonly phase: Phase
  readonly what: string
  /** Asks the world, not the journal. */
  readonly probe: Ask
  /** What must be so beforehand, each with what is said when it is not. */
  readonly needs: readonly { readonly that: Ask; readonly otherwise: string }[]
  /** A probe that says no means waiting, not doing. */
  readonly waits?: true
  readonly pointOfNoReturn?: true
}

export type Rules = { readonly forward: readonly Step[]; readonly back: readonly Step[] }

const yesIf = (holds: boolean): Answer => (holds ? 'yes' : 'no')
const all = (...answers: Answer[]): Answer => {
  if (answers.includes('no')) return 'no'
  return answers.includes('unknown') ? 'unknown' : 'yes'
}
const not = (answer: Answer): Answer => (answer === 'unknown' ? 'unknown' : yesIf(answer === 'no'))

const minted: Ask = ({ way, escrowed }) => (way === 'none' ? 'no' : escrowed)
const settled: Ask = ({ overlapOver, oldUsed }, { compromised }) =>
  compromised ? 'yes' : all(yesIf(overlapOver), not(oldUsed))
const newInPlace: Ask = ({ published, newAccepted, newAdopted }) =>
  all(yesIf(published === 'new'), newAccepted, newAdopted)
const oldInPlace: Ask = ({ published, oldAccepted, oldAdopted }) =>
  all(yesIf(published === 'old'), oldAccepted, oldAdopted)

const locking: readonly Step[] = [
  { id: 'lease', phase: 'LOCK', what: 'take the Lease', probe: ({ leased }) => leased, needs: [] },
  { id: 'stamp', phase: 'LOCK', what: 'put the epoch on the Secret', probe: ({ stamped }) => stamped, needs: [] }
]

/** The protocol of every secret, both ways. */
export const rotationRules: Rules = {
  forward: [
    ...locking,
    {
      id: 'mint',
      phase: 'MINT',
      what: 'make the new value and put it in escrow',
      probe: minted,
      needs: [
        { that: ({ way }) => yesIf(way === 'none'), otherwise: 'The new value cannot be read from its escrow: abort.' }
      ]
    },
    {
      id: 'admit',
      phase: 'ADMIT',
      what: 'let the acceptor take the new value beside the old one',
      probe: ({ newAccepted }) => newAccepted,
      needs: [{ that: minted, otherwise: 'The new value is not in escrow.' }]
    },
    {
      id: 'publish',
      phase: 'PUBLISH',
      what: 'write the new value into the Secret',
      probe: ({ published }) => yesIf(published === 'new'),
      needs: [
        { that: ({ newAccepted }) => newAccepted, otherwise: 'The new value is not accepted yet.' },
        { that: ({ published }) => yesIf(published === 'old'), otherwise: 'Somebody else has changed the Secret.' }
      ]
    },
    {
      id: 'adopt',
      phase: 'ADOPT',
      what: 'wait until every presenter attests the new value',
      probe: ({ newAdopted }) => newAdopted,
      needs: [{ that: ({ newAccepted }) => newAccepted, otherwise: 'The new value is no longer accepted.' }]
    },
    {
      id: 'settle',
      phase: 'SETTLE',
      what: 'let the overlap pass and see that nobody uses the old value',
      probe: settled,
      needs: [],
      waits: true
    },
    {
      id: 'commit',
      phase: 'REVOKE',
      what: 'announce that the old value goes: from here on only forward',
      probe: ({ way }) => yesIf(way === 'revoking'),
      needs: [
        { that: newInPlace, otherwise: 'The new value is not published, accepted and adopted everywhere.' },
        { that: settled, otherwise: 'The old value is still in use.' }
      ],
      pointOfNoReturn: true
    },
    {
      id: 'revoke',
      phase: 'REVOKE',
      what: 'take the old value out of use and see it refused',
      probe: ({ oldAccepted }) => not(oldAccepted),
      needs: [
        { that: ({ way }) => yesIf(way === 'revoking'), otherwise: 'It was not announced.' },
        { that: newInPlace, otherwise: 'The new value is not published, accepted and adopted everywhere.' },
        { that: settled, otherwise: 'The old value is still in use.' }
      ]
    },
    {
      id: 'record',
      phase: 'RECORD',
      what: 'write down when it was, end the rotation',
      probe: ({ way }) => yesIf(way === 'none'),
      needs: [{ that: ({ oldAccepted }) => not(oldAccepted), otherwise: 'The old value is still accepted.' }]
    }
  ],
  back: [
    ...locking,
    {
      id: 'turn',
      phase: 'PUBLISH',
      what: 'announce that the rotation is taken back',
      probe: ({ way }) => yesIf(way === 'aborting'),
      needs: [
        { that: ({ way }) => yesIf(way === 'forward'), otherwise: 'The old value is being revoked: only forward.' }
      ]
    },
    {
      id: 'unpublish',
      phase: 'PUBLISH',
      what: 'write the old value into the Secret again',
      probe: ({ published }) => yesIf(published === 'old'),
      needs: [
        { that: ({ oldAccepted }) => oldAccepted, otherwise: 'The old value is not accepted any more.' },
        { that: ({ published }) => yesIf(published === 'new'), otherwise: 'Somebody else has changed the Secret.' }
      ]
    },
    {
      id: 'readopt',
      phase: 'ADOPT',
      what: 'wait until every presenter attests the old value',
      probe: ({ oldAdopted }) => oldAdopted,
      needs: [{ that: ({ oldAccepted }) => oldAccepted, otherwise: 'The old value is not accepted any more.' }]
    },
    {
      id: 'withdraw',
      phase: 'ADMIT',
      what: 'take the new value out of use and see it refused',
      probe: ({ newAccepted }) => not(newAccepted),
      needs: [
        { that: ({ way }) => yesIf(way === 'aborting'), otherwise: 'It was not announced.' },
        { that: oldInPlace, otherwise: 'The old value is not published, accepted and adopted everywhere.' },
        { that: ({ newUsed }) => not(newUsed), otherwise: 'The new value is still in use.' }
      ]
    },
    {
      id: 'clear',
      phase: 'RECORD',
      what: 'end the rotation and forget its value',
      probe: ({ way }) => yesIf(way === 'none'),
      needs: [{ that: ({ newAccepted }) => not(newAccepted), otherwise: 'The new value is still accepted.' }]
    }
  ]
}

export type Decision =
  | { readonly kind: 'do'; readonly step: Step }
  | { readonly kind: 'wait'; readonly step: Step }
  /** Not to be found out, or not as it should be: nothing is done, a human is asked. */
  | { readonly kind: 'ask'; readonly step: Step; readonly reason: string }
  | { readonly kind: 'finished' }

/** What is left to do, in order; empty when no rotation is under way and none was asked for. */
export function planRotation(world: World, goal: Goal, policy: Policy, rules: Rules = rotationRules): Step[] {
  if (world.way === 'none' && goal !== 'start') return []
  const steps = world.way === 'aborting' || goal === 'abort' ? rules.back : rules.forward
  return steps.filter(({ id, probe }) => isEnd(id) || probe(world, policy) !== 'yes')
}

/** The one next thing. */
export function decide(world: World, goal: Goal, policy: Policy, rules: Rules = rotationRules): Decision {
  const [step] = planRotation(world, goal, policy, rules)
  if (!step) return { kind: 'finished' }
  if (!isEnd(step.id) && step.probe(world, policy) === 'unknown') {
    return { kind: 'ask', step, reason: 'What was done cannot be found out.' }
  }
  if (step.waits) return { kind: 'wait', step }
  const unmet = step.needs.find(({ that }) => that(world, policy) !== 'yes')
  return unmet ? { kind: 'ask', step, reason: unmet.otherwise } : { kind: 'do', step }
}

/** The last step of either way: a rotation that has not begun looks like one that has ended. */
function isEnd(id: StepId): boolean {
  return id === 'record' || id === 'clear'
}
