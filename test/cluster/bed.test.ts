import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { publish, published } from '#ops/testing-pods.ts'
import { testBed } from './bed.ts'
import { asAdmin, fakeApiServer } from './fake-api-server.ts'
import { watchForLeaks } from './leak-watch.ts'

const rotate = [
  'secrets',
  'rotate',
  'POSTGRES_PASSWORD',
  '--environment',
  'production',
  '--take-over',
  '--overlap',
  '0'
]

test('a password is replaced under the real api and worker while people use them: no request fails, nobody is signed out, no value is seen', async (t) => {
  const { fake, leaks, honeydue, load } = await testBed(t)
  const { tally, stop } = await load(30)
  const former = published(fake, 'postgres.json')

  const { exitCode, out, err } = await honeydue(...rotate)
  await stop()

  assert.equal(exitCode, 0, out + err)
  const { requests, failed, sessionsLost } = tally()
  assert.deepEqual({ failed, sessionsLost }, { failed: [], sessionsLost: 0 })
  assert.ok(requests > 20, `only ${requests} requests`)
  assert.notEqual(published(fake, 'postgres.json'), former)
  assert.deepEqual(leaks.findings().found, [])
})

test('a value on a command line, in a log or in an annotation is found, however it is spelled', async (t) => {
  const fake = await fakeApiServer(t)
  const leaks = watchForLeaks(t, fake)
  const value = 'a value that nobody may see'
  publish(fake, { TOKEN: value })
  const child = spawn('sleep', ['60'], { argv0: encodeURIComponent(value) })
  t.after(() => child.kill())
  await once(child, 'spawn')
  leaks.add('a log', `prefix ${Buffer.from(value).toString('hex')} suffix`)
  const metadata = { name: 'other', annotations: { copy: Buffer.from(value).toString('base64') } }
  fake.store.create('/api/v1/namespaces/honeydue/secrets', { metadata }, asAdmin)
  assert.deepEqual(leaks.findings().found.toSorted(), [
    '/api/v1/namespaces/honeydue/secrets other',
    '/proc/cmdline',
    'a log'
  ])
})
