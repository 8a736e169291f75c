import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { compare, hashSync } from 'bcryptjs'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { Secret } from '#server/platform/secret.ts'
import { startEdge, type Edge } from '#test/cluster/edge.ts'
import { asAdmin } from '#test/cluster/fake-api-server.ts'
import { openCluster } from '../../cluster/https-cluster.ts'
import { readKubeconfig } from '../../cluster/kubeconfig.ts'
import { escrowOf } from '../../commands/escrow-of.ts'
import { readOpsSettings } from '../../settings.ts'
import { testOperator, type TestOperator } from '../../testing-operator.ts'
import { publish, published } from '../../testing-pods.ts'
import { makeRedactor } from '../redactor.ts'
import { usersIn } from './admin-users.ts'

const place = 'admin-basic-auth'
const rotate = ['secrets', 'rotate', place, '--environment', 'production', '--take-over']
const former = 'of the sticky note on the screen'
/** As the runbook's files hash it; made once, as it takes its time. */
const formerLine = `ops:${hashSync(former, 4)}`

const known = new Map<string, boolean>()
async function matches(password: string, hash: string): Promise<boolean> {
  const both = `${password} ${hash}`
  const found = known.get(both) ?? (await compare(password, hash))
  known.set(both, found)
  return found
}

async function panel(t: TestContext): Promise<string> {
  const server = createServer((_, response) => response.end('the panel')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // listens on TCP
}

/** Traefik before the panel; its pod writes the access log. */
async function inUse(t: TestContext) {
  const clock = { now: Temporal.Instant.from('2026-11-26T20:00:00Z') }
  const edge = await startEdge(t, { matches, now: () => clock.now })
  edge.route([await panel(t)])
  const admin = {
    url: `https://localhost:${edge.tls.port}/admin`,
    certificateAuthorityFile: 'edge-ca.pem',
    traefik: { namespace: 'kube-system', label: 'app.kubernetes.io/name=traefik' }
  }
  const anna = await testOperator(t, { settings: { admin } })
  await furnish(anna)
  const { fake } = anna
  const labels = { 'app.kubernetes.io/name': 'traefik' }
  fake.store.create('/api/v1/namespaces/kube-system/pods', { metadata: { name: 'traefik-1', labels } }, asAdmin)
  fake.logs.set('traefik-1', (since) => logOf(edge, since))
  const reads = () => edge.admit(published(fake, 'users', place))
  fake.store.on('happened', reads)
  publish(fake, {})
  publish(fake, { users: `${formerLine}\n` }, place)
  const cluster = openCluster(readKubeconfig(join(anna.folder, 'kubeconfig')), 'honeydue')
  t.after(() => cluster.close())
  const { escrow } = escrowOf(readOpsSettings(anna.config), cluster)
  await escrow.put('admin-basic-auth.ops', new Secret(former))
  return {
    anna,
    edge,
    escrow,
    reads,
    honeydue: (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args),
    wait(hours: number) {
      clock.now = clock.now.add({ hours })
      anna.now = clock.now
    },
    /** As somebody's browser does. */
    visit: (user: string, password: string) => statusAt(edge, `${user}:${password}`),
    users: () => usersIn(new Secret(published(fake, 'users', place))),
    /** Of whom a password is sealed in the cluster. */
    sealed: async () =>
      [...((await cluster.secret('honeydue-rotation-escrow'))?.data.keys() ?? [])].filter((name) =>
        name.startsWith('admin-basic-auth.')
      )
  }
}

async function furnish({ folder }: TestOperator): Promise<void> {
  await writeFile(join(folder, 'edge-ca.pem'), testingCertificate.cert)
}

const confirmed = async () => 'done'

function logOf(edge: Edge, since: Temporal.Instant): string {
  return `${edge.accessLogSince(since)}{"level":"info","msg":"Traefik version 3"}\nStarting provider\n`
}

async function statusAt({ url }: Edge, login: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`
  return (await fetch(`${url}/admin`, { headers: { authorization } })).status
}

test('two names overlap until the new one is handed over and the old one is not seen any more', async (t) => {
  const { anna, escrow, honeydue, sealed, users, visit, wait } = await inUse(t)
  const unconfirmed = await honeydue()
  assert.equal(unconfirmed.exitCode, 3, unconfirmed.out + unconfirmed.err)
  assert.match(unconfirmed.out, /its password is sealed for your age keys in .*admin-basic-auth\.ops-2611-\d+\.age/)
  const [fresh = '', kept] = users()
  assert.deepEqual([/^ops-2611-\d+$/.test(fresh), kept], [true, 'ops'])
  const password = (await escrow.get(`admin-basic-auth.${fresh}`))?.reveal() ?? ''
  assert.deepEqual([await visit(fresh, password), await visit('ops', former)], [200, 200])
  anna.ask = async () => 'not yet'
  assert.equal((await honeydue('--resume')).exitCode, 3)
  anna.ask = confirmed
  assert.equal((await honeydue('--resume')).exitCode, 10)
  wait(23)
  await visit('ops', former)
  wait(2)
  const inUseStill = await honeydue('--resume')
  assert.deepEqual([inUseStill.exitCode, users()], [10, [fresh, 'ops']])
  assert.match(inUseStill.out, /Somebody still uses the old value/)
  wait(23)
  const last = await honeydue('--resume')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.deepEqual([users(), await sealed()], [[fresh], [`admin-basic-auth.${fresh}`]])
  assert.deepEqual([await visit(fresh, password), await visit('ops', former)], [200, 401])
})

test('the next one takes turns with the one that the tool has made', async (t) => {
  const { anna, honeydue, sealed, users } = await inUse(t)
  anna.ask = confirmed
  assert.equal((await honeydue('--overlap', '0')).exitCode, 0)
  const [first] = users()
  assert.equal((await honeydue('--overlap', '0')).exitCode, 0)
  const [second] = users()
  assert.notEqual(first, second)
  assert.deepEqual(await sealed(), [`admin-basic-auth.${second}`])
  const { out } = await anna.honeydue('secrets', 'gc', '--config', anna.config, '--plan')
  assert.doesNotMatch(out, /admin-basic-auth\./)
})

test('what stands in the way is told before anything is made', async (t) => {
  const { anna, edge, escrow, honeydue, sealed } = await inUse(t)
  const { fake } = anna
  const refused = async (reason: RegExp) => {
    const { exitCode, out } = await honeydue()
    assert.deepEqual([exitCode, reason.test(out)], [1, true], out)
    assert.equal((await sealed()).length <= 1, true)
  }
  fake.denied.add('get pods/log')
  await refused(/has no line of its access in JSON/)
  fake.denied.clear()
  fake.logs.set('traefik-1', () => '127.0.0.1 - ops "GET /admin"')
  await refused(/has no line of its access in JSON/)
  fake.logs.set('traefik-1', (since) => logOf(edge, since))
  edge.admit(undefined)
  await refused(/does not answer 200 to ops and 401 to nobody/)
  edge.admit(`${formerLine}\n`)
  edge.route([])
  await refused(/does not answer 200/)
  await escrow.remove('admin-basic-auth.ops')
  await refused(/password of ops is not in escrow: honeydue secrets adopt/)
})

test('while one Traefik has not read the list, the old name stays', async (t) => {
  const { anna, edge, honeydue, reads, users } = await inUse(t)
  anna.fake.store.off('happened', reads)
  const stopped = await honeydue('--overlap', '0')
  assert.equal(stopped.exitCode, 3, stopped.out)
  assert.equal(users()[0], 'ops')
  edge.admit(published(anna.fake, 'users', place))
  anna.fake.store.on('happened', reads)
  anna.ask = confirmed
  assert.equal((await honeydue('--overlap', '0', '--resume')).exitCode, 0)
  assert.equal(users().length, 1)
})

test('a rotation is taken back by somebody else, and in a compromise the old name goes at once', async (t) => {
  const { anna, honeydue, sealed, users, visit } = await inUse(t)
  anna.ask = confirmed
  assert.equal((await honeydue()).exitCode, 10)
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await furnish(ben)
  ben.ask = confirmed
  const back = await ben.honeydue(...rotate, '--config', ben.config, '--abort')
  assert.deepEqual([back.exitCode, users(), await sealed()], [5, ['ops'], ['admin-basic-auth.ops']], back.out)
  assert.equal(published(anna.fake, 'users', place), `${formerLine}\n`)
  await visit('ops', former)
  assert.equal((await honeydue('--compromised')).exitCode, 0)
  assert.deepEqual([users().length, await visit('ops', former)], [1, 401])
})

// ASVS 16.2.5
test('whatever is cut off, a second operator ends with one name, and no value is in any trace', async (t) => {
  for (const cut of [18, 34, 52]) {
    const { anna, escrow, honeydue, sealed, users, visit, wait } = await inUse(t)
    anna.ask = confirmed
    anna.fake.fail('after the effect', cut)
    const first = await honeydue('--overlap', '0')
    const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
    await furnish(ben)
    ben.ask = confirmed
    wait(1)
    ben.now = anna.now
    const goOn = [...rotate, '--config', ben.config, '--overlap', '0']
    // The log is asked beside other things: its lost answer may cut nothing off.
    const last = first.exitCode === 0 ? first : await ben.honeydue(...goOn)
    const [fresh = ''] = users()
    assert.equal(last.exitCode, 0, `${cut}: ${first.out}${first.err} ${last.out}${last.err}`)
    assert.deepEqual([users(), await sealed()], [[fresh], [`admin-basic-auth.${fresh}`]], `${cut}`)
    const password = (await escrow.get(`admin-basic-auth.${fresh}`))?.reveal() ?? ''
    assert.deepEqual([await visit(fresh, password), await visit('ops', former)], [200, 401])
    const traces = (await anna.traces()) + (await ben.traces())
    const redactor = makeRedactor()
    for (const value of [former, password]) redactor.know(new Secret(value))
    assert.equal(redactor.finds(traces), false, `${cut}`)
  }
})
