import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { annotate, publish, published, testPods } from '../testing-pods.ts'
import { testOperator, type TestOperator } from '../testing-operator.ts'
import { putSources } from '../testing-sources.ts'

const key = 'a signing key of long ago, long enough for it'
const redis = 'c0ffee00c0ffee00c0ffee00c0ffee00'
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'
const secrets = '/api/v1/namespaces/honeydue/secrets'
const files = {
  'deploy-k3s/secrets/secret_key.txt': `${key}\n`,
  'deploy-k3s/config.yaml': `redis:\n  password: ${redis}\n`
}

const objectIn = ({ fake }: TestOperator) => fake.store.get(secrets, 'honeydue-secrets') ?? assert.fail()
const managersOf = (anna: TestOperator, name: string) => {
  const { managedFields } = objectIn(anna).metadata
  const entries = managedFields as { manager: string; fieldsV1: { 'f:data'?: Record<string, unknown> } }[] // of its kind
  return entries.filter(({ fieldsV1 }) => `f:${name}` in (fieldsV1['f:data'] ?? {})).map(({ manager }) => manager)
}

/** What `kubectl apply` has left: its copy of every value, and a key that is in no catalogue. */
async function operatorOf(t: TestContext) {
  const anna = await testOperator(t)
  publish(anna.fake, { SECRET_KEY: key, REDIS_PASSWORD: redis, LEFT_OVER: 'somebody else’s' })
  annotate(anna.fake, { [lastApplied]: `{"data":"${btoa(key)}"}` })
  await putSources(anna.folder, files)
  const adopt = (...args: string[]) => anna.honeydue('secrets', 'adopt', '--config', anna.config, ...args)
  return { anna, adopt }
}

test('what kubectl has left becomes the tool’s own: no copy, one owner of each key, an age, sources in escrow', async (t) => {
  const { anna, adopt } = await operatorOf(t)
  const here = ['--environment', 'production', '--since', '2026-05-12']

  const { exitCode, out, err } = await adopt(...here)

  assert.deepEqual([exitCode, err], [0, ''], out)
  const { annotations = {} } = objectIn(anna).metadata
  assert.equal(lastApplied in annotations, false)
  assert.equal(annotations['honeydue.dev/last-rotated'], '2026-05-12')
  assert.match(annotations['honeydue.dev/fp.SECRET_KEY'] ?? '', /^[a-z2-7]{10}$/)
  assert.deepEqual(managersOf(anna, 'SECRET_KEY'), ['honeydue.SECRET_KEY'])
  assert.deepEqual(managersOf(anna, 'LEFT_OVER'), ['kubectl'], 'what is in no catalogue stays whose it was')
  assert.deepEqual([published(anna.fake, 'SECRET_KEY'), published(anna.fake, 'LEFT_OVER')], [key, 'somebody else’s'])
  const sealed = await anna.honeydue('secrets', 'escrow', 'verify', '--config', anna.config)
  assert.match(sealed.out, /✓ source\.REDIS_PASSWORD, sealed for 2\n✓ source\.SECRET_KEY, sealed for 2\n/)
  const before = objectIn(anna).metadata.resourceVersion
  const again = await adopt(...here)
  assert.deepEqual([again.exitCode, objectIn(anna).metadata.resourceVersion], [0, before], 'once is enough')
  assert.match(again.out, /✓ Nothing is left to adopt\.\n/)
  const said = out + again.out
  for (const value of [key, redis]) assert.equal(said.includes(value) || said.includes(btoa(value)), false)
})

test('afterwards the first rotation needs no --take-over', async (t) => {
  const { anna, adopt } = await operatorOf(t)
  await adopt('--environment', 'production')
  testPods(
    anna.fake,
    'SECRET_KEY',
    (text) =>
      text.startsWith('{')
        ? (JSON.parse(text) as { keys: { k: string }[] }).keys.map(({ k }) => k).toReversed()
        : [text] // a ring: the new one is last
  )
  const rotated = await anna.honeydue(
    'secrets',
    'rotate',
    'SECRET_KEY',
    '--config',
    anna.config,
    '--environment',
    'production'
  )
  assert.equal(rotated.exitCode, 10, rotated.out + rotated.err)
})

test('a plan changes nothing, and says what there is to do and what nobody knows', async (t) => {
  const { anna, adopt } = await operatorOf(t)
  const before = objectIn(anna).metadata.resourceVersion
  const { exitCode, out } = await adopt('--plan')
  assert.equal(exitCode, 0)
  assert.match(out, /SECRET_KEY +take kubectl’s copy of the values out of honeydue-secrets\n/)
  assert.match(out, /– REDIS_PASSWORD +nobody knows how old it is \(--since\)\n/)
  assert.equal(objectIn(anna).metadata.resourceVersion, before)
  assert.equal((await adopt()).exitCode, 2, 'nobody said where')
  assert.equal((await adopt('--since', 'yesterday')).exitCode, 2)
})

test('a source that is not what is in use stays out of escrow; what the runbook annotated is the first age', async (t) => {
  const { anna, adopt } = await operatorOf(t)
  await putSources(anna.folder, { 'deploy-k3s/secrets/secret_key.txt': 'another key than the one that is in use' })
  annotate(anna.fake, { 'honeydue.dev/last-rotated': '2026-10-01' })
  const { out } = await adopt('--environment', 'production')
  assert.match(out, /– SECRET_KEY +its source is not what is in use: not imported\n/)
  assert.match(objectIn(anna).metadata.annotations?.['honeydue.dev/last-rotated.SECRET_KEY'] ?? '', /^2026-10-01T/)
  const { out: sealed } = await anna.honeydue('secrets', 'escrow', 'list', '--config', anna.config)
  assert.equal(sealed.includes('source.SECRET_KEY'), false)
})

test('cut off at any request, adopting again ends it', async (t) => {
  const whole = await operatorOf(t)
  const here = ['--environment', 'production', '--since', '2026-05-12']
  await whole.adopt(...here)
  const { length } = whole.anna.fake.requests
  for (let after = 1; after < length; after += 4) {
    const { anna, adopt } = await operatorOf(t)
    anna.fake.fail('after the effect', after)
    await adopt(...here)
    anna.now = anna.now.add({ minutes: 2 }) // the Lease of who was cut off has run out
    assert.equal((await adopt(...here)).exitCode, 0, `after ${after} requests`)
    assert.match((await adopt('--plan')).out, /Nothing is left to adopt/)
    assert.deepEqual(
      [published(anna.fake, 'SECRET_KEY'), managersOf(anna, 'SECRET_KEY')],
      [key, ['honeydue.SECRET_KEY']]
    )
  }
})
