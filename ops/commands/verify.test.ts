import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { annotate, publish, published, testPods } from '../testing-pods.ts'
import { testOperator } from '../testing-operator.ts'

const former = 'the key of last year, long enough for the rule'
const here = ['--environment', 'production']

type Ring = { active: string; keys: { kid: string; k: string }[] }

/** The keys of a text, the active one first. */
function keysIn(text: string): string[] {
  if (!text.startsWith('{')) return [text]
  const { active, keys } = JSON.parse(text) as Ring // the tool has written it
  return keys.toSorted((one, other) => Number(other.kid === active) - Number(one.kid === active)).map(({ k }) => k)
}

async function operatorOf(t: TestContext) {
  const anna = await testOperator(t)
  publish(anna.fake, { SECRET_KEY: former })
  const pods = testPods(anna.fake, 'SECRET_KEY', keysIn)
  const secrets = (...args: string[]) => anna.honeydue('secrets', ...args, '--config', anna.config)
  return { anna, pods, secrets }
}

test('verify finds nothing wrong after a rotation, and the former key refused', async (t) => {
  const { secrets } = await operatorOf(t)
  await secrets('rotate', 'SECRET_KEY', ...here, '--take-over', '--overlap', '0')
  const { exitCode, out } = await secrets('verify')
  assert.equal(exitCode, 0, out)
  for (const line of [
    'owned by this tool alone',
    'as it was written',
    '0 days old, of 365',
    'the former value is refused',
    'api-2 has it'
  ])
    assert.ok(out.includes(`✓ SECRET_KEY               ${line}\n`), `${line}\n${out}`)
  const { findings } = JSON.parse((await secrets('verify', '--json')).out) as { findings: { mark: string }[] } // what it prints
  assert.deepEqual([findings.length > 6, findings.every(({ mark }) => mark === '✓')], [true, true])
})

test('verify shows what is not as it should be, each on a line of its own', async (t) => {
  const { anna, pods, secrets } = await operatorOf(t)
  await secrets('rotate', 'SECRET_KEY', ...here, '--take-over', '--overlap', '0')
  pods.freeze()
  publish(anna.fake, { SECRET_KEY: 'what somebody wrote with kubectl, long enough' })
  annotate(anna.fake, {
    'kubectl.kubernetes.io/last-applied-configuration': '{}',
    'honeydue.dev/last-rotated.SECRET_KEY': '2020-01-01T00:00:00Z'
  })
  const { exitCode, out } = await secrets('verify', 'SECRET_KEY')
  assert.equal(exitCode, 1)
  for (const wrong of [
    /✗ SECRET_KEY +kubectl keeps a copy of the values/,
    /✗ SECRET_KEY +owned by kubectl: secrets adopt/,
    /✗ SECRET_KEY +is another value than was written down/,
    /✗ SECRET_KEY +\d+ days old, of 365/,
    /✗ SECRET_KEY +refused by every process of honeyDue/,
    /✗ SECRET_KEY +worker-1 has another value/
  ])
    assert.match(out, wrong)
  assert.equal((await secrets('verify', 'VAPID_KEY')).exitCode, 1, 'asked by name, it is missed')
})

test('revoke lists what waits with its evidence, and another operator ends what is due', async (t) => {
  const { anna, pods, secrets } = await operatorOf(t)
  assert.match((await secrets('revoke')).out, /✓ No former value waits for its end\.\n/)
  await secrets('rotate', 'SECRET_KEY', ...here, '--take-over')
  const early = await secrets('revoke', '--due', ...here)
  assert.equal(early.exitCode, 10)
  assert.match(
    early.out,
    /– SECRET_KEY +waits: began \([a-z2-7]{10} → [a-z2-7]{10}\); both values work until 2026-11-27T20:00:00Z \(1440 min\); every presenter has the new value; nobody uses the former value\n/
  )

  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  ben.now = anna.now.add({ hours: 25 })
  const bens = (...args: string[]) => ben.honeydue('secrets', 'revoke', ...args, '--config', ben.config)
  const listed = await bens()
  assert.match(listed.out, /\+ SECRET_KEY +due: .*the overlap is over since/)
  assert.deepEqual(
    [listed.exitCode, keysIn(published(anna.fake, 'SECRET_KEY')).length],
    [10, 2],
    'listing ends nothing'
  )
  assert.equal((await bens('--due')).exitCode, 2, 'nobody said where')
  pods.freeze()
  const done = await bens('SECRET_KEY', ...here)
  assert.equal(done.exitCode, 3, 'no pod has dropped it yet')
  pods.thaw()
  assert.equal((await bens('--due', ...here)).exitCode, 0)
  assert.deepEqual(keysIn(published(anna.fake, 'SECRET_KEY')).includes(former), false)
})

test('a former value that a pod still shows is told with its name, and stays', async (t) => {
  const { anna, pods, secrets } = await operatorOf(t)
  await secrets('rotate', 'SECRET_KEY', ...here, '--take-over')
  anna.now = anna.now.add({ hours: 25 })
  pods.freeze()
  const late = anna.fake.pods.get('api-1') ?? assert.fail()
  const from = (
    JSON.parse(
      String(
        anna.fake.store.get('/api/v1/namespaces/honeydue/secrets', 'honeydue-secrets')?.metadata.annotations?.[
          'honeydue.dev/rotation.SECRET_KEY'
        ]
      )
    ) as { from: string }
  ).from // the tool has written it
  anna.fake.pods.set('api-1', (path) => (late(path) as object[]).map((each) => ({ ...each, activeFp: from })))
  const { exitCode, out } = await secrets('revoke', '--due', ...here)
  assert.match(
    out,
    /– SECRET_KEY +waits: .*not every presenter has the new value; the former value is in use by api-1\n/
  )
  assert.deepEqual([exitCode, keysIn(published(anna.fake, 'SECRET_KEY')).includes(former)], [10, true])
})

test('a rotation that cannot be looked at from here keeps no other one from its end', async (t) => {
  const { anna, secrets } = await operatorOf(t)
  const rotation = { id: '0199c0de-0000-7000-8000-000000000001', from: 'a', to: 'b', way: 'forward' }
  publish(anna.fake, { 'postgres.json': '{"user":"a","password":"b"}' })
  annotate(anna.fake, { 'honeydue.dev/rotation.postgres.json': JSON.stringify(rotation) })
  await secrets('rotate', 'SECRET_KEY', ...here, '--take-over')
  anna.now = anna.now.add({ hours: 25 })
  const { exitCode, out } = await secrets('revoke', '--due', ...here)
  assert.match(out, /– POSTGRES_PASSWORD +waits: POSTGRES_PASSWORD needs "postgres" in ops\.yaml\.\n/)
  assert.deepEqual([exitCode, keysIn(published(anna.fake, 'SECRET_KEY')).length], [10, 1])
})
