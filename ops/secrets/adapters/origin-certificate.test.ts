import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createSecureContext, createServer } from 'node:tls'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { fakeApiServer, type FakeApiServer } from '#test/cluster/fake-api-server.ts'
import { cloudflareToken, testCloudflare, zone } from '#test/doubles/cloudflare.ts'
import { publish, published } from '../../testing-pods.ts'
import { testOperator, type TestOperator } from '../../testing-operator.ts'

const place = 'cloudflare-origin-cert'
const rotate = ['secrets', 'rotate', place, '--environment', 'production', '--take-over']
const hosts = ['*.example.org', 'example.org']

const pairIn = (fake: FakeApiServer) => ({
  cert: published(fake, 'tls.crt', place),
  key: published(fake, 'tls.key', place)
})

/** Serves the pair of the Secret to whoever names a host of it, as Traefik does; `slow`: what it had once. */
async function testTraefik(t: TestContext, fake: FakeApiServer) {
  const traefik = { address: '', slow: false, stop: () => void server.close() }
  let held = pairIn(fake)
  const server = createServer({
    ...testingCertificate,
    SNICallback(host, done) {
      if (!traefik.slow) held = pairIn(fake)
      done(null, createSecureContext(host === 'example.org' ? held : testingCertificate))
    }
  })
  server.on('tlsClientError', () => {}) // who asks leaves as soon as it knows
  server.on('secureConnection', (socket) => socket.on('error', () => {}).resume())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  traefik.address = `127.0.0.1:${(server.address() as AddressInfo).port}` // listens on TCP
  return traefik
}

async function inUse(t: TestContext) {
  const cloudflare = await testCloudflare(t)
  const former = await cloudflare.issue(...hosts)
  const fake = await fakeApiServer(t)
  publish(fake, { 'tls.crt': former.cert, 'tls.key': former.key }, place)
  publish(fake, {})
  const traefiks = [await testTraefik(t, fake), await testTraefik(t, fake)] as const
  const section = {
    zone: zone.id,
    hosts,
    tokenFile: 'cloudflare.txt',
    url: cloudflare.url,
    certificateAuthorityFile: 'ca.pem',
    originAuthorityFile: 'origin-ca.pem',
    addresses: traefiks.map(({ address }) => address)
  }
  const furnish = async ({ folder }: TestOperator) => {
    await writeFile(join(folder, 'ca.pem'), testingCertificate.cert)
    await writeFile(join(folder, 'origin-ca.pem'), cloudflare.authority)
    await writeFile(join(folder, 'cloudflare.txt'), cloudflareToken, { mode: 0o600 })
  }
  const anna = await testOperator(t, { fake, settings: { cloudflare: section } })
  await furnish(anna)
  const besides = async () => {
    const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
    await furnish(ben)
    return ben
  }
  const honeydue = (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args)
  return { anna, besides, cloudflare, former, traefiks, honeydue, live: () => pairIn(fake).cert.trim() }
}

test('the certificate is replaced: every Traefik serves the new one before the old one is revoked', async (t) => {
  const { anna, cloudflare, former, traefiks, honeydue, live } = await inUse(t)
  traefiks[1].slow = true
  const first = await honeydue()
  assert.equal(first.exitCode, 3, `while one serves the old one: ${first.out} ${first.err}`)
  assert.deepEqual(cloudflare.live(), [former.cert.trim(), live()])
  traefiks[1].slow = false
  anna.now = anna.now.add({ hours: 23 })
  assert.equal((await honeydue('--resume')).exitCode, 10, 'before a day is over')
  assert.equal(cloudflare.live().length, 2)
  anna.now = anna.now.add({ hours: 2 })
  const last = await honeydue('--resume')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.deepEqual(cloudflare.live(), [live()])
  const leaf = new X509Certificate(live())
  assert.deepEqual(leaf.subjectAltName, 'DNS:*.example.org, DNS:example.org')
  assert.equal(leaf.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1')
})

test('what stands in the way is told before anything is asked for', async (t) => {
  const { anna, cloudflare, former, traefiks, honeydue, live } = await inUse(t)
  traefiks[0].slow = true
  const other = await cloudflare.issue('example.org')
  publish(anna.fake, { 'tls.crt': other.cert, 'tls.key': other.key }, place)
  assert.match((await honeydue()).out, /127\.0\.0\.1:\d+ serves another certificate than the Secret holds/)
  publish(anna.fake, { 'tls.crt': former.cert }, place)
  assert.match((await honeydue()).out, /tls\.crt and tls\.key do not go together/)
  publish(anna.fake, { 'tls.key': former.key }, place)
  traefiks[1].stop()
  assert.match((await honeydue()).out, new RegExp(`${traefiks[1].address} does not answer`))
  await writeFile(join(anna.folder, 'cloudflare.txt'), 'of last year')
  assert.match((await honeydue()).out, /Cloudflare refuses cloudflare\.tokenFile/)
  await cloudflare.stop()
  const { exitCode, out } = await honeydue()
  assert.deepEqual([exitCode, /localhost:\d+ does not answer/.test(out), live()], [1, true, former.cert.trim()], out)
  assert.equal(cloudflare.asked.includes('POST'), false)
})

test('a certificate that will not do is shown to nobody, and revoked when another is asked for', async (t) => {
  const { cloudflare, former, honeydue, live } = await inUse(t)
  for (const [careless, told] of [
    [{ hostnames: ['example.org'] }, /has signed is not for \*\.example\.org/],
    [{ days: 300 }, /has signed expires before a year is over/]
  ] as const) {
    cloudflare.careless = careless
    const { exitCode, out } = await honeydue()
    assert.deepEqual([exitCode, told.test(out), live()], [3, true, former.cert.trim()], out)
  }
  cloudflare.careless = {}
  const { exitCode, out, err } = await honeydue('--overlap', '0')
  assert.deepEqual([exitCode, cloudflare.live()], [0, [live()]], out)
  assert.match(out + err, /was begun and its key lost: it is revoked/)
})

test('certificates of others for the same hosts are told and left alone', async (t) => {
  const { cloudflare, honeydue, live } = await inUse(t)
  const theirs = await cloudflare.issue(...hosts)
  for (let count = 0; count < 50; count += 1) await cloudflare.issue(`host-${count}.example.org`)
  const { exitCode, out, err } = await honeydue('--overlap', '0')
  assert.equal(exitCode, 0, out)
  assert.match(out + err, /Cloudflare lists \d+ for the same hosts, which is not in use here/)
  assert.deepEqual([cloudflare.live().length, cloudflare.live().includes(theirs.cert.trim())], [52, true])
  assert.equal(cloudflare.live().at(-1), live())
})

test('a rotation is taken back, and in a compromise the old certificate goes at once', async (t) => {
  const { besides, cloudflare, former, honeydue, live } = await inUse(t)
  await honeydue()
  const ben = await besides()
  const back = await ben.honeydue(...rotate, '--config', ben.config, '--abort')
  assert.deepEqual([back.exitCode, cloudflare.live(), live()], [5, [former.cert.trim()], former.cert.trim()], back.out)
  assert.equal((await honeydue('--compromised')).exitCode, 0)
  assert.deepEqual([cloudflare.live(), live() === former.cert.trim()], [[live()], false])
})

/** Some of the calls of a rotation, to the cluster and to Cloudflare. */
const cuts = [...[19, 42].map((at) => ['cluster', at] as const), ...[2, 3, 7].map((at) => ['Cloudflare', at] as const)]

// ASVS 16.2.5
test('an answer that is lost leaves one certificate: its key is gone, so another is made; and no key is in any trace', async (t) => {
  let lost = 0
  for (const [where, cut] of cuts) {
    const { anna, besides, cloudflare, former, honeydue, live } = await inUse(t)
    if (where === 'cluster') anna.fake.fail('after the effect', cut)
    else cloudflare.fail('after the effect', cut)
    const first = await honeydue('--overlap', '0')
    const ben = await besides()
    ben.now = anna.now.add({ hours: 1 })
    const goOn = [...rotate, '--config', ben.config, '--overlap', '0']
    const last = first.exitCode === 0 ? first : await ben.honeydue(...goOn)
    assert.deepEqual(cloudflare.live(), [live()], `${where} ${cut}: ${last.out} ${last.err}`)
    assert.notEqual(live(), former.cert.trim(), `${where} ${cut}: ${last.out} ${last.err}`)
    if (cloudflare.certificates.size > 2) lost += 1
    await writeFile(join(anna.folder, 'cloudflare.txt'), '')
    await writeFile(join(ben.folder, 'cloudflare.txt'), '')
    const traces = (await anna.traces()) + (await ben.traces())
    const secrets = [former.key, pairIn(anna.fake).key].flatMap((key) =>
      key.split('\n').filter((line) => !/^-|^$/.test(line))
    )
    for (const value of [...secrets, cloudflareToken]) assert.equal(traces.includes(value), false)
  }
  assert.ok(lost > 0, 'one of the cuts loses a key')
})
