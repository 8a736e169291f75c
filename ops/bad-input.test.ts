import assert from 'node:assert/strict'
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { asAdmin } from '#test/cluster/fake-api-server.ts'
import { publish, testPods } from './testing-pods.ts'
import { testOperator, type TestOperator } from './testing-operator.ts'
import { putSources } from './testing-sources.ts'

const leases = '/apis/coordination.k8s.io/v1/namespaces/honeydue/leases'
const secrets = '/api/v1/namespaces/honeydue/secrets'
const own = ['--take-over', '--overlap', '0']

const reading = [
  'status',
  'verify',
  'revoke',
  'escrow verify',
  'escrow list',
  'recipients list',
  'gc --plan',
  'adopt --plan',
  'apply --plan'
]
const third = await identityToRecipient(await generateIdentity())
/** Each has something to do in the world below. */
const changing = [`rotate SECRET_KEY ${own.join(' ')}`, 'adopt', 'apply', 'gc', `recipients add ${third}`]

type Case = {
  readonly spoil: (anna: TestOperator) => Promise<void> | void
  readonly commands: readonly string[]
  readonly exitCode: number
  readonly said: RegExp
}

const cases: Readonly<Record<string, Case>> = {
  'the cluster is another one than ops.yaml says': {
    spoil: ({ config }) => addTo(config, 'clusterUid: 0199c0de-0000-7000-8000-000000000001\n'),
    commands: [...reading, ...changing],
    exitCode: 2,
    said: /^This is the cluster [\da-f-]{36}; production is 0199c0de-.* Nothing was done\./
  },
  'the kubeconfig has expired': {
    spoil: (anna) => change(anna, ({ fake }) => [fake.token, 'of last year']),
    commands: [...reading, ...changing],
    exitCode: 1,
    said: /not signed in \(401\)/
  },
  'the cluster is down': {
    spoil: (anna) => change(anna, ({ fake }) => [fake.url, 'https://localhost:1']),
    commands: [...reading, ...changing],
    exitCode: 1,
    said: /^localhost:1 does not answer/
  },
  'the kubeconfig names a certificate that is not there': {
    spoil: (anna) => change(anna, () => ['certificate-authority-data: .*', 'certificate-authority: lost.pem']),
    commands: [...reading, ...changing],
    exitCode: 1,
    said: /kubeconfig names \/.*lost\.pem, which is not there\./
  },
  'nobody may patch Secrets': {
    spoil: ({ fake }) => void fake.denied.add('patch secrets'),
    commands: changing,
    exitCode: 1,
    said: /not allowed \(403\)|may not patch Secrets/
  },
  'the clock here is two minutes ahead': {
    spoil: (anna) => void (anna.fake.clock.now = () => anna.now.subtract({ minutes: 2 })),
    commands: changing,
    exitCode: 1,
    said: /The clock here is 120 s ahead of the cluster’s\. An overlap would be shorter than it says\. Nothing was done/
  },
  'another operator is at it': {
    spoil: ({ fake, now }) => {
      const spec = {
        holderIdentity: 'ben@desk#1#x',
        leaseDurationSeconds: 60,
        renewTime: now.toString({ fractionalSecondDigits: 6 }),
        leaseTransitions: 9
      }
      fake.store.remove(leases, 'honeydue-secrets')
      fake.store.create(leases, { metadata: { name: 'honeydue-secrets' }, spec }, asAdmin)
    },
    commands: changing,
    exitCode: 4,
    said: /ben@desk#1#x holds the Lease honeydue-secrets\.|Another operator is at it; nothing was done/
  }
}

async function addTo(file: string, text: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')) + text)
}

async function change(anna: TestOperator, what: (anna: TestOperator) => [string, string]): Promise<void> {
  const file = join(anna.folder, 'kubeconfig')
  const [from, to] = what(anna)
  await writeFile(file, (await readFile(file, 'utf8')).replace(new RegExp(from), to))
}

/** A key that kubectl wrote, a source that has changed, something left behind in escrow: each command has work. */
async function worldOf(t: TestContext) {
  const anna = await testOperator(t)
  publish(anna.fake, { SECRET_KEY: 'a signing key that is long enough for the rule' })
  testPods(anna.fake, 'SECRET_KEY', (text) => [text])
  await putSources(anna.folder, { 'deploy/prod.env': 'OBS_INGEST_TOKEN=the first token' })
  const here = ['--config', anna.config, '--environment', 'production']
  const set = await anna.honeydue('secrets', 'apply', 'OBS_INGEST_TOKEN', ...here)
  assert.equal(set.exitCode, 0, set.err)
  await putSources(anna.folder, { 'deploy/prod.env': 'OBS_INGEST_TOKEN=the second token' })
  const file = (name: string) => join(anna.folder, 'escrow', `${name}.age`)
  await copyFile(file('source.OBS_INGEST_TOKEN'), file('0199c0de-0000-7000-8000-000000000002.new'))
  return anna
}

const takesEnvironment = (command: string) => changing.includes(command)

/** What must not change: what is live, what is sealed, who can open it. */
async function state({ fake, folder, config }: TestOperator) {
  const objects = fake.store.list(secrets).map(({ metadata }) => [metadata.name, metadata.resourceVersion])
  const sealed = (await readdir(join(folder, 'escrow'))).toSorted()
  return { objects, sealed, config: await readFile(config, 'utf8') }
}

for (const [what, { spoil, commands, exitCode, said }] of Object.entries(cases)) {
  test(`when ${what}, every command says so and has changed nothing`, async (t) => {
    const anna = await worldOf(t)
    await spoil(anna)
    const before = await state(anna)
    for (const command of commands) {
      const environment = takesEnvironment(command) ? ['--environment', 'production'] : []
      const ended = await anna.honeydue('secrets', ...command.split(' '), '--config', anna.config, ...environment)
      assert.equal(ended.exitCode, exitCode, `${command}\n${ended.out}${ended.err}`)
      assert.match(
        ended.err + ended.out.split('\n').slice(-2).join('\n') + ended.out,
        new RegExp(said.source, 'm'),
        command
      )
      assert.doesNotMatch(ended.err, /honeydue stopped/, command)
    }
    assert.deepEqual(await state(anna), before)
  })
}

test('where nothing is wrong each of these commands does something', async (t) => {
  for (const command of changing) {
    const anna = await worldOf(t)
    const before = await state(anna)
    const ended = await anna.honeydue(
      'secrets',
      ...command.split(' '),
      '--config',
      anna.config,
      '--environment',
      'production'
    )
    assert.doesNotMatch(ended.err, /Nothing was done/, command)
    assert.notDeepEqual(await state(anna), before, command)
  }
})

test('a clock that is a little wrong is told, and whoever only looks goes on with any', async (t) => {
  const anna = await worldOf(t)
  anna.fake.clock.now = () => anna.now.add({ seconds: 10 })
  const told = await anna.honeydue('secrets', 'apply', '--config', anna.config, '--environment', 'production')
  assert.deepEqual([told.exitCode, told.err], [0, 'The clock here is 10 s behind the cluster’s.\n'], told.out)
  anna.fake.clock.now = () => anna.now.add({ hours: 10 })
  const looked = await anna.honeydue('secrets', 'gc', '--plan', '--config', anna.config)
  assert.deepEqual([looked.exitCode, looked.err], [0, 'The clock here is 36000 s behind the cluster’s.\n'])
})
