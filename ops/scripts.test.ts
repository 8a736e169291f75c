import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { root } from '#test/source-files.ts'
import { annotate, published, testPods } from './testing-pods.ts'
import { testOperator } from './testing-operator.ts'
import { putSources } from './testing-sources.ts'

const run = promisify(execFile)
type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** A script as an operator starts it, from another folder; the API server answers meanwhile. */
async function script(name: string, ...args: string[]): Promise<Ended> {
  const file = join(root, 'deploy-k3s/scripts', name)
  return run(file, args, { cwd: '/' }).then(
    (said) => ({ code: 0, ...said }),
    (error: unknown) => error as Ended // of execFile: it has ended otherwise
  )
}

const files = {
  'deploy-k3s/secrets/secret_key.txt': 'a signing key that is long enough for the rule',
  'deploy-k3s/config.yaml': 'redis: { password: c0ffee00c0ffee00 }'
}

async function operatorOf(t: TestContext) {
  const anna = await testOperator(t)
  await putSources(anna.folder, files)
  const where = ['--config', anna.config]
  const state = ['--state', join(anna.folder, 'state')]
  const setUp = () =>
    script('02-setup-secrets.sh', ...where, ...state, '--sources', anna.folder, '--environment', 'production')
  return { anna, setUp, verify: () => script('04-verify.sh', ...where) }
}

test('02-setup-secrets.sh writes the sources, again only what changed, and nothing while a source will not do', async (t) => {
  const { anna, setUp } = await operatorOf(t)
  const first = await setUp()
  assert.equal(first.code, 0, first.stdout + first.stderr)
  assert.equal(published(anna.fake, 'REDIS_PASSWORD'), 'c0ffee00c0ffee00')
  const { version } = anna.fake.store
  const again = await setUp()
  assert.deepEqual([again.code, anna.fake.store.version], [0, version], again.stderr)
  assert.match(again.stdout, /✓ SECRET_KEY +as it is\n✓ REDIS_PASSWORD +as it is\n/)

  await putSources(anna.folder, {
    'deploy-k3s/secrets/secret_key.txt': 'too short',
    'deploy-k3s/config.yaml': 'redis: { password: not/hex, url: "redis://redis:6379" }'
  })
  const refused = await setUp()
  assert.deepEqual([refused.code, anna.fake.store.version], [1, version])
  assert.match(refused.stdout, /✗ SECRET_KEY +needs at least 32 characters/)
  assert.match(refused.stdout, /✗ REDIS_PASSWORD +has to be hexadecimal/)
})

test('04-verify.sh prints ✓ and ✗ lines, and what the runbook has people annotate by hand counts as an age', async (t) => {
  const { anna, setUp, verify } = await operatorOf(t)
  await rm(join(anna.folder, 'deploy-k3s/config.yaml'))
  await setUp()
  testPods(anna.fake, 'SECRET_KEY', (text) => [text])
  const good = await verify()
  assert.equal(good.code, 0, good.stdout)
  assert.match(good.stdout, /\n✓ SECRET_KEY +owned by this tool alone\n/)
  annotate(anna.fake, { 'honeydue.dev/last-rotated.SECRET_KEY': '', 'honeydue.dev/last-rotated': '2020-01-01' })
  const old = await verify()
  assert.equal(old.code, 1)
  assert.match(old.stdout, /\n✗ SECRET_KEY +\d{4} days old, of 365\n/)
})
