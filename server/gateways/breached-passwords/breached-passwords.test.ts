import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import * as api from '#contract/accounts.ts'
import { newPerson } from '#server/features/accounts/testing-account.ts'
import { testApp } from '#test/harness.ts'
import { breachedPasswords } from './breached-passwords.ts'

const leaked = 'a phrase that leaked once'
const padding = Array.from({ length: 800 }, (_, index) => `${index.toString(16).toUpperCase().padStart(35, '0')}:0`)

/**
 * The range API on a port of this machine, as strict as the real one: it refuses a client without a name and a prefix of
 * another length. `answer` breaks it.
 */
async function rangeApi(t: TestContext, answer?: (response: ServerResponse) => void) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const prefix = /^\/range\/([0-9A-F]{5})$/.exec(request.url ?? '')?.[1]
    if (!request.headers['user-agent']) return void response.writeHead(403).end()
    if (request.method !== 'GET' || prefix === undefined)
      return void response.writeHead(400).end('The hash prefix was not in a valid format')
    if (answer) return answer(response)
    const known = createHash('sha1').update(leaked).digest('hex').toUpperCase()
    const hits = prefix === known.slice(0, 5) ? [`${known.slice(5)}:37`] : []
    response.writeHead(200, { 'content-type': 'text/plain' }).end([...hits, ...padding].join('\r\n'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => new Promise((done) => (server.closeAllConnections(), server.close(done))))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked } // a TCP server that listens has one
}

/** An app that asks the service, and what it answers to a registration with the password. */
async function registering(t: TestContext, url: string) {
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const app = await testApp(t, { breachedPasswords: breachedPasswords({ url, log }) })
  return async (password: string) => {
    const answer = await app.anonymous.send(api.register, { body: newPerson({ password }) })
    await app.runJobs()
    return answer.statusCode === 202 ? 'accepted' : answer.json<{ fields: { reason: string }[] }>().fields[0]?.reason
  }
}

// ASVS 6.2.12
test('a password that leaked is refused, one that is only padding or unknown is not', async (t) => {
  const { url, asked } = await rangeApi(t)
  const register = await registering(t, url)

  assert.equal(await register(leaked), 'breached')
  assert.equal(await register('sieben rote Tulpen'), 'accepted')
  assert.equal(asked.length, 2)
  for (const { url: path, headers } of asked) {
    assert.match(path ?? '', /^\/range\/[0-9A-F]{5}$/, 'five digits and no more')
    assert.equal(headers['add-padding'], 'true')
  }
})

const outages: Record<string, ((response: ServerResponse) => void) | undefined> = {
  'is down': undefined,
  'never answers': () => {},
  'stops in the middle': (response) => void response.writeHead(200).write(padding.slice(0, 3).join('\r\n')),
  'breaks off': (response) => void response.writeHead(200).write('0', () => response.destroy()),
  'answers with an error': (response) => void response.writeHead(503).end(padding.join('\r\n')),
  'answers with a page': (response) =>
    void response.writeHead(200).end('<!doctype html><title>Sign in to the network</title>'),
  'answers with nothing': (response) => void response.writeHead(200).end(),
  'sends one elsewhere': (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  'sends more than there is': (response) => void response.writeHead(200).write('0'.repeat(600_000))
}
for (const [what, answer] of Object.entries(outages)) {
  // ASVS 16.5.2
  test(`a service that ${what} neither stops anybody nor lets a common password pass`, async (t) => {
    const { url } = answer ? await rangeApi(t, answer) : { url: 'http://127.0.0.1:1' }
    const register = await registering(t, url)

    assert.equal(await register('Basketball1'), 'common')
    assert.equal(await register('sieben rote Tulpen'), 'accepted')
  })
}
