import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { stringify } from 'yaml'
import { Secret } from '#server/platform/secret.ts'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { asAdmin, fakeApiServer, type FakeApiServer } from '#test/cluster/fake-api-server.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { race } from '#test/race.ts'
import { ClusterError } from './cluster.ts'
import { openCluster } from './https-cluster.ts'
import { readKubeconfig } from './kubeconfig.ts'
import { LeaseTaken, takeLease } from './lease.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

type Changes = { user?: object; cluster?: object; context?: string }

/** A kubeconfig as k3s writes it. */
async function kubeconfigFor(
  t: TestContext,
  { url, certificateAuthority, token }: FakeApiServer,
  changes: Changes = {}
) {
  const path = join(await temporaryFolder(t), 'kubeconfig')
  const cluster = { server: url, 'certificate-authority-data': base64(certificateAuthority), ...changes.cluster }
  const file = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': changes.context ?? 'home',
    contexts: [{ name: 'home', context: { cluster: 'default', user: 'default' } }],
    clusters: [{ name: 'default', cluster }],
    users: [{ name: 'default', user: changes.user ?? { token } }]
  }
  await writeFile(path, stringify(file), { mode: 0o600 })
  return path
}

async function reached(t: TestContext) {
  const fake = await fakeApiServer(t)
  const cluster = openCluster(readKubeconfig(await kubeconfigFor(t, fake)), 'honeydue')
  t.after(() => cluster.close())
  return { fake, cluster }
}

const value = new Secret('a value that nobody sees')
const change = { manager: 'honeydue.A', data: new Map([['A', value]]), annotations: { 'honeydue.dev/epoch.A': '1' } }
const fails = (fault: ClusterError['fault']) => (error: unknown) =>
  error instanceof ClusterError && error.fault === fault

test('a key is written by its own manager and read back', async (t) => {
  const { cluster } = await reached(t)
  assert.equal(await cluster.secret('honeydue-secrets'), undefined)
  const written = await cluster.applySecret('honeydue-secrets', change)
  const read = await cluster.secret('honeydue-secrets')
  assert.equal(read?.data.get('A')?.reveal(), value.reveal())
  assert.deepEqual([read?.resourceVersion, read?.annotations], [written.resourceVersion, change.annotations])
  assert.deepEqual(
    (await cluster.secrets()).map(({ name }) => name),
    ['honeydue-secrets']
  )
  const asked = { ...change, data: new Map([['A', new Secret('another')]]), dryRun: true }
  await cluster.applySecret('honeydue-secrets', asked)
  assert.equal((await cluster.secret('honeydue-secrets'))?.resourceVersion, written.resourceVersion)
})

test('who owns a key is told, and what was sent is not', async (t) => {
  const { cluster } = await reached(t)
  await cluster.applySecret('honeydue-secrets', change)
  const stolen = { ...change, manager: 'kubectl', data: new Map([['A', new Secret('what kubectl sent')]]) }
  await assert.rejects(cluster.applySecret('honeydue-secrets', stolen), (error: Error) => {
    assert.match(error.message, /conflict \(409\), owned by honeydue\.A\./)
    assert.doesNotMatch(error.message, /kubectl sent/)
    return fails('conflict')(error)
  })
})

for (const [status, fault] of [
  [401, 'not signed in'],
  [403, 'not allowed'],
  [422, 'not accepted'],
  [429, 'too busy'],
  [500, 'broken']
] as const) {
  test(`an answer of ${status} is told as "${fault}", without what it repeats`, async (t) => {
    const { fake, cluster } = await reached(t)
    fake.fail(status)
    await assert.rejects(cluster.applySecret('honeydue-secrets', change), (error: Error) => {
      const said = `${error.message} ${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`
      assert.equal(said.includes(base64(value.reveal())) || said.includes(value.reveal()), false)
      return fails(fault)(error)
    })
  })
}

test('a server that is not there, or hangs up, is not reachable; what it was asked to do may be done', async (t) => {
  const { fake, cluster } = await reached(t)
  fake.fail('after the effect')
  await assert.rejects(cluster.applySecret('honeydue-secrets', change), fails('not reachable'))
  assert.equal((await cluster.secret('honeydue-secrets'))?.data.size, 1)
  const elsewhere = await kubeconfigFor(t, fake, { cluster: { server: 'https://localhost:1' } })
  await assert.rejects(openCluster(readKubeconfig(elsewhere), 'honeydue').secrets(), fails('not reachable'))
})

test('a server with another certificate is not talked to', async (t) => {
  const { fake } = await reached(t)
  const path = await kubeconfigFor(t, fake, { cluster: { 'certificate-authority-data': undefined } })
  await assert.rejects(openCluster(readKubeconfig(path), 'honeydue').secrets(), fails('not reachable'))
  assert.equal(fake.requests.length, 0)
})

test('one signs in with a token or with a certificate, and an expired one is told', async (t) => {
  const { fake } = await reached(t)
  const certificate = {
    'client-certificate-data': base64(testingCertificate.cert),
    'client-key-data': base64(testingCertificate.key)
  }
  const byCertificate = openCluster(readKubeconfig(await kubeconfigFor(t, fake, { user: certificate })), 'honeydue')
  assert.deepEqual(await byCertificate.secrets(), [])
  byCertificate.close()
  const expired = openCluster(
    readKubeconfig(await kubeconfigFor(t, fake, { user: { token: 'of last year' } })),
    'honeydue'
  )
  await assert.rejects(expired.secrets(), fails('not signed in'))
  expired.close()
})

test('a kubeconfig that will not do says why', async (t) => {
  const { fake } = await reached(t)
  const refused = async (changes: Changes, reason: RegExp, context?: string) => {
    const path = await kubeconfigFor(t, fake, changes)
    assert.throws(() => readKubeconfig(path, context), reason)
  }
  await refused({ context: 'elsewhere' }, /has no context elsewhere/)
  await refused({}, /has no context production/, 'production')
  await refused({ user: {} }, /signs in neither/)
  await refused({ cluster: { 'insecure-skip-tls-verify': true } }, /does not check whom it talks to/)
  await refused({ cluster: { server: 'http://localhost' } }, /names a server without https/)
  await refused({ cluster: { 'certificate-authority': 'ca.pem' } }, /names \/.*\/ca\.pem, which is not there/)
  await refused({ user: { 'client-certificate': 'a.crt', 'client-key': 'a.key' } }, /a\.crt, which is not there/)
  assert.throws(() => readKubeconfig('/nowhere'), /cannot be opened \(ENOENT\)/)
})

test('a cluster says which it is, what one may do, and what its pods answer', async (t) => {
  const { fake, cluster } = await reached(t)
  const { uid, context } = await cluster.identity()
  assert.deepEqual([/^[\da-f-]{36}$/.test(uid), context], [true, 'home'])
  assert.equal(await cluster.may('patch', 'secrets'), true)
  fake.denied.add('patch secrets')
  assert.equal(await cluster.may('patch', 'secrets'), false)
  await assert.rejects(cluster.applySecret('honeydue-secrets', change), fails('not allowed'))

  const ready = { conditions: [{ type: 'Ready', status: 'True' }] }
  for (const name of ['api-1', 'api-2']) {
    const metadata = {
      name,
      labels: { app: 'api' },
      ...(name === 'api-2' && { deletionTimestamp: '2026-11-26T20:00:00Z' })
    }
    const spec = { containers: [{ image: 'git.example.org/home/honeydue:7' }], initContainers: [{ image: 'busybox' }] }
    fake.store.create('/api/v1/namespaces/honeydue/pods', { metadata, spec, status: ready }, asAdmin)
  }
  fake.pods.set('api-1', (path) => ({ path }))
  assert.deepEqual(await cluster.pods({ app: 'api' }), [
    { name: 'api-1', ready: true, ending: false, images: ['busybox', 'git.example.org/home/honeydue:7'] },
    { name: 'api-2', ready: true, ending: true, images: ['busybox', 'git.example.org/home/honeydue:7'] }
  ])
  assert.deepEqual(await cluster.askPod('api-1', 9464, '/internal/credentials'), { path: '/internal/credentials' })
})

test('what a pod has written is read as text, in another namespace too, from a moment on', async (t) => {
  const { fake, cluster } = await reached(t)
  const metadata = { name: 'traefik-1', labels: { app: 'traefik' } }
  fake.store.create('/api/v1/namespaces/kube-system/pods', { metadata }, asAdmin)
  fake.logs.set('traefik-1', (since) => `{"since":"${since.toString()}"}\n\nanother line\n`)
  const since = Temporal.Instant.from('2026-11-26T20:00:00.5Z')
  assert.deepEqual(await cluster.pods({ app: 'traefik' }), [])
  assert.equal((await cluster.pods({ app: 'traefik' }, 'kube-system'))[0]?.name, 'traefik-1')
  assert.deepEqual(await cluster.podLog('traefik-1', since, 'kube-system'), [
    '{"since":"2026-11-26T20:00:00Z"}',
    'another line'
  ])
  await assert.rejects(cluster.podLog('traefik-1', since), fails('not found'))
  fake.denied.add('get pods/log')
  await assert.rejects(cluster.podLog('traefik-1', since, 'kube-system'), fails('not allowed'))
})

test('of many who take the Lease at once one has it, and every taking is a new epoch', async (t) => {
  const { cluster } = await reached(t)
  const now = () => Temporal.Instant.from('2026-11-26T20:00:00Z')
  const taken = await race(8, (index) => takeLease(cluster, `operator ${index}`, now))
  const held = taken.filter((each) => each.status === 'fulfilled').map(({ value: lease }) => lease)
  assert.equal(held.length, 1)
  for (const each of taken) if (each.status === 'rejected') assert.ok(each.reason instanceof LeaseTaken)
  const [first] = held
  assert.equal(await first?.keep(), true)
  await first?.release()
  assert.equal(await first?.keep(), false)
  assert.equal((await takeLease(cluster, 'anna', now)).epoch, (first?.epoch ?? 0) + 1)
})

test('a Lease whose holder has died is free after a minute; the sleeper that wakes up has lost it', async (t) => {
  const { cluster } = await reached(t)
  let now = Temporal.Instant.from('2026-11-26T20:00:00Z')
  const anna = await takeLease(cluster, 'anna', () => now)
  now = now.add({ seconds: 40 })
  assert.equal(await anna.keep(), true)
  now = now.add({ seconds: 40 })
  await assert.rejects(
    takeLease(cluster, 'ben', () => now),
    /anna holds the Lease/
  )
  now = now.add({ seconds: 21 })
  const ben = await takeLease(cluster, 'ben', () => now)
  assert.deepEqual([ben.epoch, await anna.keep(), await ben.keep()], [anna.epoch + 1, false, true])
  await anna.release()
  assert.equal(await ben.keep(), true)
})
