import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test, type TestContext } from 'node:test'
import { asAdmin } from '#test/cluster/fake-api-server.ts'
import { testOperator } from '../testing-operator.ts'
import type { Row } from './status.ts'

const now = Temporal.Instant.from('2026-11-26T20:00:00Z')
const secrets = '/api/v1/namespaces/honeydue/secrets'

async function operatorOf(t: TestContext) {
  const { fake, config, honeydue } = await testOperator(t)
  return { fake, config, status: (...args: string[]) => honeydue('secrets', 'status', '--config', config, ...args) }
}

test('status tells what is there, how old it is, who has adopted it, and what is under way', async (t) => {
  const { fake, status } = await operatorOf(t)
  const rotation = { id: '0199c0de-0000-7000-8000-000000000001', from: 'a', to: 'b', way: 'revoking' }
  const annotations = {
    'honeydue.dev/last-rotated.SECRET_KEY': '2026-11-16T20:00:00Z',
    'honeydue.dev/fp.SECRET_KEY': 'abcdefghij',
    'honeydue.dev/last-rotated.REDIS_PASSWORD': '2025-10-01T00:00:00Z',
    'honeydue.dev/last-rotated.postgres.json': '2026-11-26T10:00:00Z',
    'honeydue.dev/rotation.postgres.json': JSON.stringify(rotation)
  }
  const value = Buffer.from('hunter2 and more').toString('base64')
  const data = { SECRET_KEY: value, REDIS_PASSWORD: value, 'postgres.json': value }
  fake.store.create(secrets, { metadata: { name: 'honeydue-secrets', annotations }, data }, asAdmin)
  for (const [name, fp] of [
    ['api-1', 'abcdefghij'],
    ['api-2', 'klmnopqrst']
  ] as const) {
    fake.store.create('/api/v1/namespaces/honeydue/pods', { metadata: { name, labels: { app: 'api' } } }, asAdmin)
    fake.pods.set(name, () => [{ name: 'SECRET_KEY', activeFp: fp, acceptedFps: [fp], loadedAt: now.toString() }])
  }

  const { exitCode, out } = await status('--json')

  const { rows } = JSON.parse(out) as { rows: Row[] } // what status prints
  const row = (name: string) => rows.find((each) => each.name === name)
  const { phase, ageDays, attested, problems } = row('SECRET_KEY') ?? assert.fail()
  assert.deepEqual([phase, ageDays, attested, problems], ['in use', 10, '1/2', []])
  assert.deepEqual(row('REDIS_PASSWORD')?.problems, ['too old'])
  assert.deepEqual([row('POSTGRES_PASSWORD')?.phase, row('POSTGRES_PASSWORD')?.problems], ['revoking', ['under way']])
  assert.equal(row('admin-basic-auth')?.phase, 'missing')
  assert.equal(exitCode, 1)
  const text = await status()
  assert.match(text.out, /^production: https:\/\/localhost:\d+\/ \(context home, cluster [\da-f-]{36}\)\n/)
  assert.match(text.out, /✓ {2}SECRET_KEY .* 10 d {2}of 365 d +1\/2\n/)
  for (const shown of [out, text.out]) assert.equal(shown.includes(value) || shown.includes('hunter2'), false)
})

test('status names what no catalogue has, and where kubectl keeps copies of values', async (t) => {
  const { fake, status } = await operatorOf(t)
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"OLD":"aHVudGVyMg=="}}' }
  fake.store.create(secrets, { metadata: { name: 'left-over', annotations }, data: { OLD: 'aHVudGVyMg==' } }, asAdmin)
  const { exitCode, out } = await status()
  assert.match(out, /left-over: kubectl keeps a copy/)
  assert.match(out, /left-over → OLD: in no catalogue/)
  assert.deepEqual([exitCode, out.includes('aHVudGVyMg')], [1, false])
})

test('an empty namespace is in order', async (t) => {
  const { status } = await operatorOf(t)
  assert.equal((await status()).exitCode, 0)
})

test('a cluster that refuses, and settings that will not do, are told in words', async (t) => {
  const { fake, config, status } = await operatorOf(t)
  fake.denied.add('list secrets')
  const refused = await status()
  assert.deepEqual([refused.exitCode, refused.out], [1, ''])
  assert.match(refused.err, /secrets: not allowed \(403\)/)
  await writeFile(config, 'environment: production\n')
  const wrong = await status()
  assert.equal(wrong.exitCode, 2)
  assert.match(wrong.err, /will not do/)
})
