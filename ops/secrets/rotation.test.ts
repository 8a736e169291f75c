import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decide, planRotation, rotationRules, type Rules, type Step, type StepId, type World } from './rotation.ts'
import { explore, type Machine, type Violation } from './testing-rotation-model.ts'

const fences = { resourceVersion: true, stamp: true, acceptor: true, spent: true }
const machine = (changes: Partial<Machine> = {}): Machine => ({
  rules: rotationRules,
  acceptor: 'slots',
  policy: { compromised: false },
  fences,
  mints: 2,
  ...changes
})

for (const [acceptor, compromised, mints] of [
  ['slots', false, 2],
  ['list', false, 2],
  ['slots', true, 1],
  ['list', true, 1]
] as const) {
  const named = `${acceptor === 'slots' ? 'two slots' : 'a list'}${compromised ? ', in the wrong hands' : ''}`
  test(`nothing leads to a credential used and refused, to none that is valid, to two who write: ${named}`, (t) => {
    const { states, violation, trail } = explore(machine({ acceptor, policy: { compromised }, mints }))
    assert.equal(violation, undefined, String(trail?.join('\n')))
    assert.ok(states > 6000, `${states}`)
    t.diagnostic(`${states} states, all visited`)
  })
}

/** The rules with one step another. */
function changed(id: StepId, change: (step: Step) => Partial<Step>): Rules {
  const apply = (steps: readonly Step[]) => steps.map((step) => (step.id === id ? { ...step, ...change(step) } : step))
  return { forward: apply(rotationRules.forward), back: apply(rotationRules.back) }
}

function without(way: keyof Rules, ...ids: StepId[]): Rules {
  return { ...rotationRules, [way]: rotationRules[way].filter(({ id }) => !ids.includes(id)) }
}

/** The rules asked about a world that was seen differently. */
function seeing(look: (world: World) => World): Rules {
  const asked = (steps: readonly Step[]): Step[] =>
    steps.map((step) => ({
      ...step,
      probe: (world, policy) => step.probe(look(world), policy),
      needs: step.needs.map(({ that, otherwise }) => ({
        otherwise,
        that: (world, policy) => that(look(world), policy)
      }))
    }))
  return { forward: asked(rotationRules.forward), back: asked(rotationRules.back) }
}

const unknownAs = (fact: 'newAdopted' | 'oldUsed' | 'newAccepted', as: 'yes' | 'no') =>
  seeing((world) => (world[fact] === 'unknown' ? { ...world, [fact]: as } : world))
const always = () => 'yes' as const
const never = () => 'no' as const
const before = (rules: Rules, way: keyof Rules, moved: StepId, other: StepId): Rules => {
  const step = rules[way].find(({ id }) => id === moved) ?? assert.fail(moved)
  const others = rules[way].filter(({ id }) => id !== moved)
  return {
    ...rules,
    [way]: others.toSpliced(
      others.findIndex(({ id }) => id === other),
      0,
      { ...step, needs: [] }
    )
  }
}

/** Ways to get it wrong, and what then goes wrong. */
const mutations: Record<string, { change: Partial<Machine>; leadsTo: Violation }> = {
  'the new value is published before the acceptor takes it': {
    change: { rules: before(rotationRules, 'forward', 'publish', 'admit') },
    leadsTo: 'no credential valid'
  },
  'a failed admission counts as one': {
    change: { rules: changed('admit', () => ({ probe: always })), acceptor: 'list' },
    leadsTo: 'stuck for good'
  },
  'an admission that cannot be found out counts as one': {
    change: { rules: unknownAs('newAccepted', 'yes') },
    leadsTo: 'no credential valid'
  },
  'nobody asks whether the new value is adopted': {
    change: { rules: seeing((world) => ({ ...world, newAdopted: 'yes' })), policy: { compromised: true } },
    leadsTo: 'revoked before adopted'
  },
  'an adoption that cannot be found out counts as one': {
    change: { rules: unknownAs('newAdopted', 'yes'), policy: { compromised: true } },
    leadsTo: 'revoked before adopted'
  },
  'nobody asks who still uses the old value': {
    change: { rules: seeing((world) => ({ ...world, oldUsed: 'no' })) },
    leadsTo: 'revoked before adopted'
  },
  'a use that cannot be found out counts as none': {
    change: { rules: unknownAs('oldUsed', 'no') },
    leadsTo: 'revoked before adopted'
  },
  'the old value is revoked without announcing it': {
    change: { rules: unannounced(without('forward', 'commit')) },
    leadsTo: 'stuck for good'
  },
  'what is being revoked may still be taken back': {
    change: { rules: changed('turn', () => ({ needs: [] })) },
    leadsTo: 'stuck for good'
  },
  'a rotation is taken back without announcing it': {
    change: { rules: unannounced(without('back', 'turn')) },
    leadsTo: 'no credential valid'
  },
  'what is being taken back is gone on with': {
    change: {
      rules: seeing((world) => (world.way === 'aborting' ? { ...world, way: 'forward' } : world)),
      acceptor: 'list'
    },
    leadsTo: 'stuck for good'
  },
  'the new value is withdrawn while it is published': {
    change: { rules: before(rotationRules, 'back', 'withdraw', 'unpublish') },
    leadsTo: 'no credential valid'
  },
  'the new value is withdrawn from pods that show it': {
    change: { rules: seeing((world) => ({ ...world, oldAdopted: 'yes', newUsed: 'no' })) },
    leadsTo: 'revoked before adopted'
  },
  'writes to the Secret do not ask whether it is as it was read': {
    change: { fences: { ...fences, resourceVersion: false } },
    leadsTo: 'two operators writing'
  },
  'whoever takes the Lease does not stamp the Secret': {
    change: { fences: { ...fences, stamp: false } },
    leadsTo: 'two operators writing'
  },
  'the acceptor does not know epochs': {
    change: { fences: { ...fences, acceptor: false } },
    leadsTo: 'two operators writing'
  },
  'a second rotation goes on under the epoch of the first': {
    change: { fences: { ...fences, spent: false } },
    leadsTo: 'no credential valid'
  },
  'nothing is recorded': {
    change: { rules: changed('record', () => ({ needs: [{ that: never, otherwise: 'never' }] })) },
    leadsTo: 'stuck for good'
  }
}

function unannounced(rules: Rules): Rules {
  const free = (steps: readonly Step[]) =>
    steps.map((step) => ({
      ...step,
      needs: step.needs.filter(({ otherwise }) => otherwise !== 'It was not announced.')
    }))
  return { forward: free(rules.forward), back: free(rules.back) }
}

for (const [what, { change, leadsTo }] of Object.entries(mutations)) {
  test(`the search finds what follows when ${what}`, () => {
    const { violation, trail } = explore(machine(change))
    assert.equal(violation, leadsTo, String(trail?.join('\n')))
  })
}

const beginning: World = {
  leased: 'yes',
  stamped: 'yes',
  way: 'none',
  escrowed: 'no',
  published: 'old',
  newAccepted: 'no',
  oldAccepted: 'yes',
  newAdopted: 'no',
  oldAdopted: 'yes',
  newUsed: 'no',
  oldUsed: 'yes',
  overlapOver: false
}
const decided = (changes: Partial<World>, goal: 'start' | 'resume' | 'abort' = 'resume', compromised = false) => {
  const decision = decide({ ...beginning, ...changes }, goal, { compromised })
  return 'step' in decision ? `${decision.kind} ${decision.step.id}` : decision.kind
}
const out = { way: 'forward', escrowed: 'yes', newAccepted: 'yes', published: 'new', newAdopted: 'yes' } as const

test('a value is made only when somebody asks for a rotation', () => {
  assert.deepEqual(planRotation(beginning, 'resume', { compromised: false }), [])
  assert.equal(decided({}, 'start'), 'do mint')
  assert.equal(decided({}, 'abort'), 'finished')
})

test('the plan is what is left to do', () => {
  const ids = (changes: Partial<World>) =>
    planRotation({ ...beginning, ...changes }, 'start', { compromised: false }).map(({ id }) => id)
  assert.deepEqual(ids({}), ['mint', 'admit', 'publish', 'adopt', 'settle', 'commit', 'revoke', 'record'])
  assert.deepEqual(ids(out), ['settle', 'commit', 'revoke', 'record'])
})

test('before the old value goes, its overlap must be over and nobody use it, unless it is in the wrong hands', () => {
  assert.equal(decided(out), 'wait settle')
  assert.equal(decided({ ...out, overlapOver: true }), 'wait settle')
  assert.equal(decided({ ...out, oldUsed: 'no' }), 'wait settle')
  assert.equal(decided({ ...out, overlapOver: true, oldUsed: 'no' }), 'do commit')
  assert.equal(decided(out, 'resume', true), 'do commit')
})

test('what cannot be found out is asked, and nothing is done', () => {
  assert.equal(decided({ way: 'forward', escrowed: 'unknown' }), 'ask mint')
  assert.equal(decided({ way: 'forward', escrowed: 'no' }), 'ask mint')
  assert.equal(decided({ way: 'forward', escrowed: 'yes', newAccepted: 'unknown' }), 'ask admit')
  assert.equal(decided({ ...out, newAdopted: 'unknown' }), 'ask adopt')
  assert.equal(decided({ ...out, overlapOver: true, oldUsed: 'unknown' }), 'ask settle')
  assert.equal(decided({ ...out, published: 'other' }), 'ask publish')
})

test('what is being revoked is only gone on with, what is being taken back only taken back', () => {
  assert.equal(decided({ ...out, way: 'revoking', oldUsed: 'no', overlapOver: true }, 'abort'), 'ask turn')
  assert.equal(decided({ ...out, way: 'aborting' }, 'start'), 'do unpublish')
})
