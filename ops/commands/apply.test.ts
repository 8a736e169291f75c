import assert from 'node:assert/strict'
import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { annotate, publish, published, testPods } from '../testing-pods.ts'
import { testOperator } from '../testing-operator.ts'
import { putSources } from '../testing-sources.ts'

const here = ['--environment', 'production']
const smtp = 'the app password of last year'
const files = {
  'deploy-k3s/secrets/email_host_password.txt': `${smtp}\n`,
  'deploy-k3s/secrets/secret_key.txt': 'a signing key that is long enough for the rule\n',
  'deploy-k3s/config.yaml': [
    'redis: { password: c0ffee00 }',
    'registry: { server: git.example.org, username: robot, token: the token of the robot }',
    'admin: { basic_auth_user: ops, basic_auth_password: what the admins type }'
  ].join('\n'),
  'deploy/prod.env': 'OBS_INGEST_TOKEN=the ingest token\n'
}

async function operatorOf(t: TestContext) {
  const anna = await testOperator(t)
  await putSources(anna.folder, files)
  const apply = (...args: string[]) => anna.honeydue('secrets', 'apply', '--config', anna.config, ...args)
  const versions = () =>
    anna.fake.store.list('/api/v1/namespaces/honeydue/secrets').map(({ metadata }) => metadata.resourceVersion)
  return { anna, apply, versions }
}

test('sources become Secrets, the next time only what changed, and the rest is untouched', async (t) => {
  const { anna, apply, versions } = await operatorOf(t)
  const first = await apply(...here)
  assert.deepEqual([first.exitCode, first.err], [0, ''], first.out)
  assert.equal(published(anna.fake, 'EMAIL_HOST_PASSWORD'), smtp)
  assert.equal(published(anna.fake, 'OBS_INGEST_TOKEN'), 'the ingest token')
  assert.match(published(anna.fake, 'users', 'admin-basic-auth'), /^ops:\$2b\$11\$/)
  const registry = JSON.parse(published(anna.fake, '.dockerconfigjson', 'ghcr-credentials')) as { auths: object } // as Docker has it
  assert.deepEqual(Object.keys(registry.auths), ['git.example.org'])
  const before = versions()
  const again = await apply(...here)
  assert.deepEqual([again.exitCode, versions()], [0, before])
  assert.match(again.out, /✓ admin-basic-auth +as it is\n/)

  await putSources(anna.folder, { 'deploy/prod.env': 'OBS_INGEST_TOKEN=another ingest token\n' })
  const changed = await apply(...here)
  assert.match(changed.out, /\+ OBS_INGEST_TOKEN +written: another value\n/)
  assert.equal(changed.out.match(/ written\n/g)?.length, 1)
  assert.equal(published(anna.fake, 'OBS_INGEST_TOKEN'), 'another ingest token')
})

test('a value that was replaced does not come back, whoever has an old checkout', async (t) => {
  const { anna, apply } = await operatorOf(t)
  await apply(...here)
  await putSources(anna.folder, { 'deploy/prod.env': 'OBS_INGEST_TOKEN=another ingest token\n' })
  await apply(...here)
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await putSources(ben.folder, files)
  const { exitCode, out } = await ben.honeydue('secrets', 'apply', '--config', ben.config, ...here)
  assert.equal(exitCode, 1)
  assert.match(out, /✗ OBS_INGEST_TOKEN +was replaced: what deploy\/prod\.env has is older than what is in use\./)
  assert.match(out, /Nothing was written\./)
  assert.equal(published(anna.fake, 'OBS_INGEST_TOKEN'), 'another ingest token')
})

test('when the files are gone, what was sealed of them makes the Secret again', async (t) => {
  const { anna, apply } = await operatorOf(t)
  await apply(...here)
  for (const part of ['deploy', 'deploy-k3s']) await rm(join(anna.folder, part), { recursive: true })
  anna.fake.store.remove('/api/v1/namespaces/honeydue/secrets', 'honeydue-secrets')
  const { exitCode, out, err } = await apply(...here)
  assert.equal(exitCode, 0, out + err)
  assert.equal(published(anna.fake, 'EMAIL_HOST_PASSWORD'), smtp)
})

const refusals = {
  'a key that is too short': [
    'deploy-k3s/secrets/secret_key.txt',
    'short',
    /✗ SECRET_KEY +needs at least 32 characters/
  ],
  'a Redis password that is not hexadecimal, where a URL is made with it': [
    'deploy-k3s/config.yaml',
    'redis: { password: no/hex@all, url: "redis://redis:6379" }',
    /✗ REDIS_PASSWORD +has to be hexadecimal/
  ],
  'half a certificate': ['deploy-k3s/secrets/cloudflare-origin.crt', 'half', undefined],
  'a certificate that is none': [
    'deploy-k3s/secrets/cloudflare-origin.key',
    'none',
    /✗ cloudflare-origin-cert +is no certificate/
  ],
  'an APNs key without its Key ID': [
    'deploy-k3s/secrets/apns_auth_key.p8',
    'pem',
    /✗ apns_auth_key\.p8 +needs its Key ID/
  ]
} as const

test('sources that will not do are refused by name, and nothing at all is written', async (t) => {
  const { anna, apply, versions } = await operatorOf(t)
  for (const [what, [path, text, reason]] of Object.entries(refusals)) {
    await putSources(anna.folder, { ...files, [path]: text })
    if (!reason) continue
    const { exitCode, out } = await apply(...here)
    assert.deepEqual([exitCode, versions()], [1, []], what)
    assert.match(out, reason, what)
  }
})

test('a source that others can read is refused', async (t) => {
  const { anna, apply, versions } = await operatorOf(t)
  await chmod(join(anna.folder, 'deploy/prod.env'), 0o644)
  const { exitCode, err } = await apply(...here)
  assert.deepEqual([exitCode, /can be read by others: chmod 600/.test(err), versions()], [1, true, []])
})

test('what kubectl owns is told to be adopted first; what is being rotated is left alone', async (t) => {
  const { anna, apply } = await operatorOf(t)
  publish(anna.fake, { OBS_INGEST_TOKEN: 'what kubectl wrote', EMAIL_HOST_PASSWORD: 'what was there before' })
  const rotation = { id: '0199c0de-0000-7000-8000-000000000001', from: 'a', to: 'b', way: 'forward' }
  annotate(anna.fake, { 'honeydue.dev/rotation.EMAIL_HOST_PASSWORD': JSON.stringify(rotation) })
  const { exitCode, out, err } = await apply(...here)
  assert.match(out, /– EMAIL_HOST_PASSWORD +left alone: is being rotated\n/)
  assert.match(err, /owned by kubectl\. OBS_INGEST_TOKEN is as it was\..*secrets adopt/)
  assert.deepEqual([exitCode, published(anna.fake, 'OBS_INGEST_TOKEN')], [1, 'what kubectl wrote'])
  assert.equal(published(anna.fake, 'REDIS_PASSWORD'), '', 'everything is asked for before anything is written')
})

test('a signing key that no pod would take is not written over the one in use', async (t) => {
  const { anna, apply } = await operatorOf(t)
  await apply(...here)
  const inUse = published(anna.fake, 'SECRET_KEY')
  testPods(anna.fake, 'SECRET_KEY', (text) => [text])
  await putSources(anna.folder, { 'deploy-k3s/secrets/secret_key.txt': 'another signing key that is long enough too' })
  const { exitCode, out } = await apply(...here)
  assert.match(out, /✗ SECRET_KEY +is not taken by every process of honeyDue: secrets rotate SECRET_KEY/)
  assert.deepEqual([exitCode, published(anna.fake, 'SECRET_KEY')], [1, inUse])
})
