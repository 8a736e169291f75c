import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import * as api from '#contract/accounts.ts'
import { newPerson } from '#server/features/accounts/testing-account.ts'
import { testApp } from '#test/harness.ts'
import { leaked, padding, rangeApi } from '#test/range-api.ts'
import { breachedPasswords } from './breached-passwords.ts'

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

/** One that is down: test/failures. */
const outages: Record<string, (response: ServerResponse) => void> = {
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
    const { url } = await rangeApi(t, answer)
    const register = await registering(t, url)

    assert.equal(await register('Basketball1'), 'common')
    assert.equal(await register('sieben rote Tulpen'), 'accepted')
  })
}
