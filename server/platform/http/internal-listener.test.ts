import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { makeRedactor } from '#ops/secrets/redactor.ts'
import { afterwards } from '#test/afterwards.ts'
import { testDatabase } from '#test/database.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { wholeServer } from '#test/whole-server.ts'
import { Secret } from '../secret.ts'
import { attest, type Attestation } from '../secrets/attestation.ts'
import { WatchedSecret } from '../secrets/watched-secret.ts'
import { internalServer, listenInternally } from './internal-listener.ts'

const salt = 'the salt of this cluster'
const key = (kid: string) => ({ kid, k: `${kid} "key"/+~ ä ${'x'.repeat(30)}` })
const values = { former: 'p4ss/word+one ~ä"', active: 'p4ss/word+two ~ä"', offered: 'p4ss/word+three ~ä"' }
const now = () => Temporal.Instant.from('2026-11-26T20:00:00Z')

async function credentials(): Promise<WatchedSecret[]> {
  const ring = new WatchedSecret({
    name: 'SECRET_KEY',
    value: JSON.stringify({ active: 'k2', keys: [key('k1'), key('k2')] }),
    now
  })
  const mail = new WatchedSecret({ name: 'EMAIL_HOST_PASSWORD', value: values.former, now })
  await mail.offer(values.active)
  mail.used()
  mail.whenOffered(async () => Promise.reject(Object.assign(new Error(values.offered), { code: 'EAUTH' })))
  await mail.offer(values.offered)
  return [ring, mail, new WatchedSecret({ name: 'REDIS_PASSWORD' })]
}

async function listener(t: TestContext) {
  const { product } = await testDatabase(t)
  const secrets = await credentials()
  const server = internalServer({
    db: product.db,
    now: Temporal.Now.instant,
    readiness: { stopping: false },
    attest: () => attest(secrets, new Secret(salt))
  })
  const socket = join(await temporaryFolder(t), 'internal.sock')
  await listenInternally(server, { socket })
  afterwards(t, () => server.close())
  return { server, socket }
}

/** What a program prints that is asked for `base32(hmac(salt, value))`, ten letters of it. */
function fingerprint(value: string): string {
  const digest = createHmac('sha256', salt).update(value).digest()
  const bits = BigInt(`0x${digest.subarray(0, 7).toString('hex')}`) >> 6n
  return Array.from(bits.toString(32).padStart(10, '0'))
    .map((digit) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(digit, 32)])
    .join('')
}

// ASVS 13.3.2, 14.2.4
test('the process attests which credentials it uses, and no spelling of any of them is in what it says', async (t) => {
  const { socket } = await listener(t)
  const asked = request({ socketPath: socket, path: '/internal/credentials', headers: { host: 'localhost' } }).end()
  const body = await new Promise<string>((resolve, reject) =>
    asked.on('response', (response) => resolve(text(response))).on('error', reject)
  )
  const at = '2026-11-26T20:00:00Z'
  assert.deepEqual(JSON.parse(body) as Attestation[], [
    {
      name: 'SECRET_KEY',
      activeFp: fingerprint(key('k2').k),
      acceptedFps: [fingerprint(key('k2').k), fingerprint(key('k1').k)],
      offeredFp: null,
      loadedAt: at,
      lastUsedOk: null,
      lastError: null
    },
    {
      name: 'EMAIL_HOST_PASSWORD',
      activeFp: fingerprint(values.active),
      acceptedFps: [fingerprint(values.active), fingerprint(values.former)],
      offeredFp: fingerprint(values.offered),
      loadedAt: at,
      lastUsedOk: at,
      lastError: { code: 'EAUTH', at }
    }
  ])
  const redactor = makeRedactor()
  for (const value of [...Object.values(values), key('k1').k, key('k2').k, salt]) redactor.know(new Secret(value))
  assert.ok(redactor.finds(Buffer.from(values.former).toString('base64')), 'it would be found')
  assert.equal(redactor.finds(body), false)
})

test('it tells how the process is, and answers nobody who calls it by a name', async (t) => {
  const { server } = await listener(t)
  const status = async (url: string, host: string) => (await server.inject({ url, headers: { host } })).statusCode
  for (const host of ['localhost:9090', '127.0.0.1:9090', '[::1]:9090', '10.42.0.7:9090'])
    assert.deepEqual([await status('/readyz', host), await status('/internal/credentials', host)], [200, 200], host)
  for (const host of ['evil.example:9090', 'localhost.evil.example', '127.0.0.1.evil.example'])
    assert.equal(await status('/internal/credentials', host), 421, host)
  assert.equal(await status('/api/me', 'localhost'), 404)
})

// ASVS 13.4.5
test('nothing of it is on the public listener', async (t) => {
  const { server } = await wholeServer(t)
  for (const url of [
    '/internal/credentials',
    '/internal',
    '/metrics',
    '/metrics/',
    '/internal/../internal/credentials'
  ]) {
    const reply = await server.inject({ url, headers: { host: 'localhost', accept: 'text/html' } })
    assert.equal(reply.statusCode, 404, url)
    assert.equal(reply.json<{ code: string }>().code, 'route_not_found', url)
  }
})
