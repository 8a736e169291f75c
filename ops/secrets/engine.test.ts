import assert from 'node:assert/strict'
import { readFile, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Secret } from '#server/platform/secret.ts'
import { afterwards } from '#test/afterwards.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { carryOut, type Outcome } from './engine.ts'
import { openJournal, readChain, type Journal } from './journal.ts'
import { makeRedactor } from './redactor.ts'
import type { Goal } from './rotation.ts'
import { Killed, operatorOf, smallWorld, takeLease, type Operator, type SmallWorld } from './testing-small-world.ts'

const rotation = 'r1'
const redactor = makeRedactor()
redactor.know(new Secret('the new value'))

async function journalAt(t: TestContext, file: string): Promise<Journal> {
  const journal = await openJournal({
    file,
    rotation,
    secret: 'REDIS_PASSWORD',
    operator: 'anna@laptop',
    now: () => Temporal.Instant.from('2026-11-26T20:00:00Z'),
    redactor
  })
  afterwards(t, () => journal.close())
  return journal
}

async function started(t: TestContext) {
  const world = smallWorld()
  const file = join(await temporaryFolder(t), `${rotation}.jsonl`)
  return { world, file, anna: operatorOf(world), journal: await journalAt(t, file) }
}

const rotate = ({ ports }: Operator, journal: Journal, goal: Goal, compromised = false): Promise<Outcome> =>
  carryOut({ goal, policy: { compromised }, ports, journal })
const live = ({ now }: SmallWorld) => [...now.accepted].toSorted()

test('a rotation waits while it must, holds no Lease meanwhile, and leaves one live credential', async (t) => {
  const { world, anna, journal } = await started(t)
  const waiting = await rotate(anna, journal, 'start')
  assert.deepEqual([waiting.kind, live(world), world.now.lease], ['waiting', ['new', 'old'], undefined])

  world.now.overlapOver = true
  const finished = await rotate(anna, journal, 'resume')

  assert.deepEqual([finished.kind, live(world), world.now.lease], ['finished', ['new'], undefined])
  const said = journal.entries().map(({ step, kind }) => `${step} ${kind}`)
  for (const step of ['mint', 'admit', 'publish', 'adopt', 'commit', 'revoke', 'record']) {
    assert.ok(said.includes(`${step} done`) && said.indexOf(`${step} intent`) < said.indexOf(`${step} done`), step)
  }
  assert.equal((await rotate(anna, journal, 'resume')).kind, 'nothing to do')
})

for (const at of ['admit', 'publish', 'adopt'] as const) {
  test(`a rotation that stopped before "${at}" is taken back: everything is as it was`, async (t) => {
    const { world, file, anna, journal } = await started(t)
    world.hooks.set(`before ${at}`, () => anna.kill())
    await assert.rejects(rotate(anna, journal, 'start'), Killed)
    world.hooks.clear()
    const outcome = await rotate(operatorOf(world), await journalAt(t, file), 'abort')
    assert.deepEqual(
      [outcome.kind, live(world), world.now.published, world.now.way],
      ['aborted', ['old'], 'old', 'none']
    )
    assert.equal(world.now.refusals, 0)
  })
}

test('while it settles a rotation can be taken back; while the old value goes it cannot', async (t) => {
  const { world, anna, journal } = await started(t)
  await rotate(anna, journal, 'start')
  assert.deepEqual([(await rotate(anna, journal, 'abort')).kind, live(world)], ['aborted', ['old']])

  world.now.overlapOver = true
  world.hooks.set('before revoke', () => anna.kill())
  await assert.rejects(rotate(anna, journal, 'start'), Killed)
  world.hooks.clear()
  const refused = await rotate(operatorOf(world), journal, 'abort')
  assert.deepEqual([refused.kind, 'step' in refused && refused.step.id], ['blocked', 'turn'])
  assert.equal((await rotate(operatorOf(world), journal, 'resume')).kind, 'finished')
})

const steps = ['lease', 'stamp', 'mint', 'admit', 'publish', 'adopt', 'commit', 'revoke', 'record'] as const
const cuts = ['before the intent', 'before the effect', 'after the effect'] as const

/** Rotates and is killed at one place. */
async function killedAt(world: SmallWorld, journal: Journal, step: (typeof steps)[number], cut: (typeof cuts)[number]) {
  const anna = operatorOf(world)
  if (cut === 'before the effect') world.hooks.set(`before ${step}`, () => anna.kill())
  if (cut === 'after the effect') world.hooks.set(`after ${step}`, () => anna.kill())
  const write: Journal['write'] = async (saying) => {
    if (cut === 'before the intent' && saying.step === step) anna.kill()
    await journal.write(saying)
  }
  await assert.rejects(rotate(anna, { ...journal, write }, 'start'), Killed)
  await journal.close()
  world.hooks.clear()
}

for (const fate of ['is there', 'is lost', 'is torn'] as const) {
  test(`wherever one operator is killed another ends it, with nothing refused in between; the journal ${fate}`, async (t) => {
    const path = join(await temporaryFolder(t), `${rotation}.jsonl`)
    for (const [step, cut] of steps.flatMap((name) => cuts.map((place) => [name, place] as const))) {
      const world = smallWorld()
      world.now.overlapOver = true
      await killedAt(world, await journalAt(t, path), step, cut)
      if (fate === 'is lost') await rm(path)
      if (fate === 'is torn') await truncate(path, Math.max(0, (await stat(path)).size - 9))
      const isOver = step === 'record' && cut === 'after the effect'

      const journal = await journalAt(t, path)
      const outcome = await rotate(operatorOf(world), journal, isOver ? 'resume' : 'start')
      await journal.close()

      const named = `${step}, ${cut}`
      assert.equal(outcome.kind, isOver ? 'nothing to do' : 'finished', named)
      const { mints, refusals, lease, way } = world.now
      assert.deepEqual([live(world), mints, refusals, way], [['new'], 1, 0, 'none'], named)
      assert.ok(!lease?.isAlive(), named)
      assert.deepEqual(readChain(await readFile(path, 'utf8'), rotation).problems, [], named)
      await rm(path)
    }
  })
}

test('an effect whose answer was lost is found and not done again', async (t) => {
  for (const step of steps) {
    const { world, anna, journal } = await started(t)
    world.now.overlapOver = true
    let times = 0
    world.hooks.set(`after ${step}`, () => {
      times += 1
      throw new Error('the connection was closed')
    })
    assert.deepEqual([(await rotate(anna, journal, 'start')).kind, times], ['finished', 1], step)
    assert.ok(
      journal.entries().some((entry) => entry.step === step && entry.kind === 'done' && entry.seen['fault'] === 'Error')
    )
  }
})

test('what cannot be found out stops everything, destroys nothing, and says so', async (t) => {
  const { world, anna, journal } = await started(t)
  world.hidden.add('newAccepted')
  const outcome = await rotate(anna, journal, 'start')
  assert.deepEqual([outcome.kind, 'step' in outcome && outcome.step.id], ['blocked', 'admit'])
  assert.deepEqual([world.now.published, live(world), world.now.lease], ['old', ['old'], undefined])
  assert.equal(journal.entries().at(-1)?.kind, 'unknown')
})

test('whoever lost the Lease meanwhile writes nothing', async (t) => {
  const { world, anna, journal } = await started(t)
  world.hooks.set('before publish', () => void (world.now.lease = operatorOf(world)))
  const outcome = await rotate(anna, journal, 'start')
  assert.deepEqual([outcome.kind, world.now.published], ['locked out', 'old'])
})

test('whoever finds the Lease taken does nothing', async (t) => {
  const { world, anna, journal } = await started(t)
  takeLease(world, operatorOf(world))
  assert.deepEqual([(await rotate(anna, journal, 'start')).kind, world.now.mints], ['locked out', 0])
})

test('a step that fails is tried three times, then told, without what the other side said', async (t) => {
  const { world, file, anna, journal } = await started(t)
  let times = 0
  world.hooks.set('before admit', () => {
    times += 1
    throw new Error('syntax error near "the new value"')
  })
  const outcome = await rotate(anna, journal, 'start')
  assert.deepEqual([outcome.kind, times, live(world)], ['blocked', 3, ['old']])
  assert.doesNotMatch(await readFile(file, 'utf8'), /the new value/)
})

test('a new value that is refused once the old one is gone brings the old one back', async (t) => {
  const { world, anna, journal } = await started(t)
  world.now.overlapOver = true
  world.hooks.set('after revoke', () => void world.now.accepted.delete('new'))
  const outcome = await rotate(anna, journal, 'start')
  assert.deepEqual([outcome.kind, live(world)], ['blocked', ['old']])
})

test('in the wrong hands the old value goes as soon as every presenter has the new one', async (t) => {
  const { world, anna, journal } = await started(t)
  const outcome = await rotate(anna, journal, 'start', true)
  assert.deepEqual([outcome.kind, live(world), world.now.refusals], ['finished', ['new'], 0])
})
