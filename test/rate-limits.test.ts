import assert from 'node:assert/strict'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import { joinResidence } from '#contract/residences.ts'
import { receiveAppStoreNotification } from '#contract/store-webhooks.ts'
import { newPerson } from '#server/features/accounts/testing-account.ts'
import { rateLimits, type Budget } from '#server/platform/rate-limits.ts'
import { afterwards } from './afterwards.ts'
import { testApp, type TestApp } from './harness.ts'
import { freePort, startHoneyDue } from './honeydue-process.ts'
import { race } from './race.ts'

const credentials = { email: 'nobody@example.org', password: 'acht weisse Rosen', transport: 'bearer' }

/** Somebody without an account tries to sign in. */
function knock(app: TestApp, from = '192.0.2.1', headers: Record<string, string> = {}) {
  const payload = { ...credentials, email: `${crypto.randomUUID()}@example.org` }
  return app.inject({ method: 'POST', url: accounts.signIn.path, remoteAddress: from, headers, payload })
}

// ASVS 6.3.1, 2.4.1
test('ten sign-ins a minute are looked at from one address, and the answers say how the budget stands', async (t) => {
  const app = await testApp(t, { rateLimits })
  const [first] = [await knock(app)]
  assert.equal(first.headers['ratelimit-policy'], '"sign_in-source-60";q=10;w=60, "sign_in-source-3600";q=100;w=3600')
  assert.equal(first.headers['ratelimit'], '"sign_in-source-60";r=9;t=6, "sign_in-source-3600";r=99;t=36')
  const results = await race(30, () => knock(app))
  const statuses = results.map((it) => (it.status === 'fulfilled' ? it.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 401).length, 9)
  assert.equal(statuses.filter((status) => status === 429).length, 21)

  const refused = await knock(app)
  assert.deepEqual([refused.json().code, refused.headers['retry-after']], ['too_many_requests', '6'])
  assert.equal((await knock(app, '192.0.2.2')).statusCode, 401)
  app.clock.advance({ seconds: 6 })
  assert.equal((await knock(app)).statusCode, 401)
})

test('who tells of more than is listened to is told to come again: what is refused for good stores do not repeat', async (t) => {
  const app = await testApp(t, { rateLimits })
  app.log.expectErrors()
  const { path: url } = receiveAppStoreNotification
  const tell = () => app.inject({ method: 'POST', url, payload: { signedPayload: 'x' } })
  const [budget] = rateLimits.webhook
  for (let told = 0; told < (budget?.limit ?? 0); told++) assert.equal((await tell()).json().code, 'store_not_set_up')
  const refused = await tell()
  assert.deepEqual([refused.statusCode, refused.json().code, refused.headers['retry-after']], [503, 'busy', '1'])
})

// ASVS 4.1.3, 15.3.4
test('no header makes another source of a peer that is no proxy', async (t) => {
  const app = await testApp(t, { rateLimits })
  const statuses = []
  for (let index = 0; index < 12; index++) {
    const headers = { 'x-forwarded-for': `198.51.100.${index}`, 'cf-connecting-ip': `203.0.113.${index}` }
    statuses.push((await knock(app, '192.0.2.1', headers)).statusCode)
  }
  assert.deepEqual(statuses.slice(9), [401, 429, 429])
})

test('what an address may ask is counted before anything else is looked at', async (t) => {
  const app = await testApp(t, { rateLimits })
  const malformed = () =>
    app.inject({
      method: 'POST',
      url: accounts.signIn.path,
      headers: { 'content-type': 'application/json' },
      payload: '{'
    })
  for (let index = 0; index < 10; index++) assert.equal((await malformed()).statusCode, 400)
  assert.equal((await malformed()).statusCode, 429)
})

test('three mails an hour go to one address, wherever they are asked for, whether or not it has an account', async (t) => {
  const app = await testApp(t, { rateLimits })
  const ask = (from: string, email: string) =>
    app.inject({ method: 'POST', url: accounts.forgotPassword.path, remoteAddress: from, payload: { email } })
  const statuses = []
  for (let index = 0; index < 5; index++) statuses.push((await ask(`192.0.2.${index}`, 'Anna@example.org')).statusCode)
  assert.deepEqual(statuses, [202, 202, 202, 429, 429])
  assert.equal((await ask('192.0.2.9', 'ben@example.org')).statusCode, 202)
  await app.runJobs()
})

test('whoever is signed in has a budget of their own, at whichever address', async (t) => {
  const app = await testApp(t, { rateLimits })
  const [anna, ben] = [await app.person('Anna'), await app.person('Ben')]
  const results = await race(320, () => anna.send(accounts.getMe))
  assert.equal(results.filter((it) => it.status === 'fulfilled' && it.value.statusCode === 200).length, 300)
  await ben.call(accounts.getMe)
})

test('ten wrong share codes an hour are looked at, and right ones do not count', async (t) => {
  const app = await testApp(t, { rateLimits })
  const anna = await app.person('Anna')
  const codes = []
  for (let index = 0; index < 11; index++) {
    codes.push((await anna.problem(joinResidence, { body: { code: '0000000000' } })).code)
  }
  assert.deepEqual(codes.slice(9), ['share_code_not_found', 'too_many_requests'])
})

test('what is called by another host name is refused, but probes are answered', async (t) => {
  const app = await testApp(t)
  const call = async (host: string, url: string) => (await app.inject({ url, headers: { host } })).statusCode
  for (const host of ['localhost', 'LOCALHOST:8080', '127.0.0.1:1', '[::1]:8080']) {
    assert.equal(await call(host, accounts.getMe.path), 401, host)
  }
  for (const host of ['evil.example', 'localhost.evil.example', 'localhost@evil.example']) {
    assert.equal(await call(host, accounts.getMe.path), 421, host)
  }
  assert.equal(await call('evil.example', '/'), 421)
})

// ASVS 2.4.1
test('a plain start has its limits on', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-limits-'))
  afterwards(t, () => rm(folder, { recursive: true, force: true }))
  const honeyDue = startHoneyDue(['all', '--data', folder], await freePort())
  afterwards(t, () => honeyDue.stop())
  await honeyDue.ready
  const register = () =>
    fetch(`${honeyDue.url}${accounts.register.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(newPerson({ email: `${crypto.randomUUID()}@example.org` }))
    })
  const statuses = []
  for (let index = 0; index < 6; index++) statuses.push((await register()).status)
  assert.deepEqual(statuses, [202, 202, 202, 202, 202, 429])
  assert.deepEqual(await (await fetch(`${honeyDue.url}/readyz`)).json(), { status: 'ready' })
})

test('the table that operators read is the one that holds', async () => {
  const page = await readFile(new URL('../docs/operating.md', import.meta.url), 'utf8')
  for (const [name, budgets] of Object.entries(rateLimits)) {
    assert.ok(
      page.includes(`| \`${name}\` | ${budgets.map(wordsOf).join('; ')} |`),
      `${name}: ${budgets.map(wordsOf).join('; ')}`
    )
  }
})

function wordsOf({ per, limit, seconds, misses, alarm }: Budget): string {
  const what = misses ? 'wrong ones' : 'calls'
  const time = { 60: 'a minute', 600: 'in ten minutes', 3600: 'an hour', 86_400: 'a day' }[seconds] ?? `in ${seconds} s`
  return `${limit} ${what} ${time} for ${per === 'everybody' ? 'everybody together' : `each ${per}`}${alarm ? ' (told in the log)' : ''}`
}
