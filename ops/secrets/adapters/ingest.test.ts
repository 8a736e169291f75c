import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { ingestAdmin, testIngest, type TestIngest } from '#test/doubles/ingest.ts'
import { publish, published, testPods } from '../../testing-pods.ts'
import { testOperator, type TestOperator } from '../../testing-operator.ts'

const key = 'OBS_INGEST_TOKEN'
const former = 'the token of last year'
const rotate = ['secrets', 'rotate', key, '--environment', 'production', '--take-over']

async function furnish({ folder }: TestOperator): Promise<void> {
  await writeFile(join(folder, 'ingest-ca.pem'), testingCertificate.cert)
  await writeFile(join(folder, 'ingest-admin.txt'), ingestAdmin, { mode: 0o600 })
}

async function inUse(t: TestContext) {
  let clock = Temporal.Instant.from('2026-11-26T20:00:00Z')
  const ingest = await testIngest(t, () => clock)
  ingest.know(former)
  const settings = {
    ingest: { url: ingest.url, adminTokenFile: 'ingest-admin.txt', certificateAuthorityFile: 'ingest-ca.pem' }
  }
  const anna = await testOperator(t, { settings })
  await furnish(anna)
  publish(anna.fake, { [key]: former })
  const pods = testPods(anna.fake, key, (text) => [text])
  const honeydue = (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args)
  const live = () => published(anna.fake, key)
  const at = (time: Temporal.Instant) => void (clock = time)
  return { anna, ingest, pods, honeydue, live, at }
}

/** Sends something with a token, as a program that nobody thinks of. */
async function send(ingest: TestIngest, token: string): Promise<number> {
  const { request } = await import('node:https')
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const options = { method: 'POST', ca: testingCertificate.cert, headers: { authorization: `Bearer ${token}` } }
  const sent = request(`${ingest.url}/v1/metrics`, options, (response) => {
    response.resume()
    resolve(response.statusCode ?? 0)
  })
  sent.on('error', reject)
  sent.end(JSON.stringify({ resourceMetrics: [{}] }))
  return promise
}

test('the token of the ingest is replaced: both are taken meanwhile, the old one goes when nobody has used it since', async (t) => {
  const { anna, ingest, honeydue, live, at } = await inUse(t)
  const first = await honeydue()
  assert.equal(first.exitCode, 10, first.out + first.err)
  assert.deepEqual([ingest.tokens.size, await send(ingest, live()), live() === former], [2, 200, false])
  anna.now = anna.now.add({ minutes: 11 })
  at(anna.now)
  assert.equal(await send(ingest, former), 200)
  const early = await honeydue('--resume')
  assert.deepEqual([early.exitCode, /Somebody still uses the old value/.test(early.out)], [10, true], early.out)
  for (const token of ingest.tokens.values()) token.lastUsedAt = '2026-11-26T20:00:30Z' // as a pod has that was just changing
  const last = await honeydue('--resume')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.deepEqual([ingest.tokens.size, await send(ingest, former), await send(ingest, live())], [1, 401, 200])
})

test('what stands in the way is told before anything is done', async (t) => {
  const { anna, ingest, honeydue, live } = await inUse(t)
  ingest.tokens.clear()
  assert.match((await honeydue()).out, /does not know the token in use by its hash/)
  await writeFile(join(anna.folder, 'ingest-admin.txt'), 'of last year')
  assert.match((await honeydue()).out, /The ingest refuses ingest\.adminTokenFile/)
  await ingest.stop()
  const { exitCode, out } = await honeydue()
  assert.deepEqual([exitCode, /localhost:\d+ does not answer/.test(out), live()], [1, true, former], out)
})

test('a rotation is taken back, and in a compromise the old token goes at once', async (t) => {
  const { anna, ingest, honeydue, live } = await inUse(t)
  await honeydue()
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await furnish(ben)
  const back = await ben.honeydue(...rotate, '--config', ben.config, '--abort')
  assert.deepEqual([back.exitCode, ingest.tokens.size, live()], [5, 1, former], back.out)
  assert.equal((await honeydue('--compromised')).exitCode, 0)
  assert.deepEqual([ingest.tokens.size, await send(ingest, former)], [1, 401])
})

/** Some of the calls of a rotation, to the cluster and to the ingest. */
const cuts = [
  ...[10, 16, 22, 30, 42].map((at) => ['cluster', at] as const),
  ...[1, 2, 3].map((at) => ['ingest', at] as const)
]

// ASVS 16.2.5
test('an answer that is lost loses nothing: another operator ends it, and no value is in any trace', async (t) => {
  for (const [where, cut] of cuts) {
    const { anna, ingest, honeydue, live } = await inUse(t)
    if (where === 'cluster') anna.fake.fail('after the effect', cut)
    else ingest.fail('after the effect', cut)
    const first = await honeydue('--overlap', '0')
    const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
    await furnish(ben)
    ben.now = anna.now.add({ hours: 1 })
    const goOn = [...rotate, '--config', ben.config, '--overlap', '0']
    const last = first.exitCode === 0 ? first : await ben.honeydue(...goOn)
    assert.deepEqual([last.exitCode, ingest.tokens.size], [0, 1], `${where} ${cut}: ${last.out} ${last.err}`)
    assert.deepEqual([await send(ingest, live()), await send(ingest, former)], [200, 401], `${where} ${cut}`)
    await writeFile(join(anna.folder, 'ingest-admin.txt'), '')
    await writeFile(join(ben.folder, 'ingest-admin.txt'), '')
    const traces = (await anna.traces()) + (await ben.traces())
    for (const value of [former, live(), ingestAdmin]) assert.equal(traces.includes(value), false)
  }
})
