import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InjectOptions } from 'fastify'
import * as api from '#contract/accounts.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { guessLimits } from './guess-rules.ts'
import { argon2Hasher, createPasswords, parameters } from './passwords.ts'
import { account, auditedEvents, mailedToken, newPerson } from './testing-account.ts'

type Try = { password?: string; email?: string; from?: string; device?: string; transport?: 'bearer' | 'cookie' }

const anna = { email: newPerson().email, password: newPerson().password }

/** One try to sign in, from an address, with the credential of a device if there is one. */
async function tryIn(app: TestApp, { password = 'wrong', from = '198.51.100.1', device, ...rest }: Try = {}) {
  const options: InjectOptions = {
    method: 'POST',
    url: api.signIn.path,
    remoteAddress: from,
    headers: device === undefined ? {} : { 'honeydue-device': device },
    payload: { email: anna.email, transport: 'bearer', password, ...rest }
  }
  return app.inject(options)
}

/** The statuses of so many tries, one after the other. */
async function statuses(app: TestApp, count: number, attempt: Try | ((index: number) => Try) = {}): Promise<number[]> {
  const seen: number[] = []
  for (let index = 0; index < count; index++) {
    seen.push((await tryIn(app, typeof attempt === 'function' ? attempt(index) : attempt)).statusCode)
  }
  return seen
}

function retryAfter({ headers }: { headers: Record<string, unknown> }): number {
  return Number(headers['retry-after'])
}

/** An app in which the computations of password hashes are counted. */
async function countingApp(scope: Parameters<typeof testApp>[0]) {
  let verifications = 0
  const real = argon2Hasher(parameters)
  const verify: typeof real.verify = (...given) => (verifications++, real.verify(...given))
  const app = await testApp(scope, { passwords: createPasswords({ hasher: { ...real, verify } }) })
  return { app, verifications: () => verifications }
}

// ASVS 6.1.1, 6.3.1
test('after five failures from one address it pauses, twice as long each time, and nothing is evaluated meanwhile', async (t) => {
  const { app, verifications } = await countingApp(t)
  await account(app)
  assert.deepEqual(await statuses(app, 6), [401, 401, 401, 401, 401, 429])
  assert.equal(verifications(), 5)

  const refused = await tryIn(app, { password: anna.password })
  assert.deepEqual([refused.statusCode, refused.json().code, retryAfter(refused)], [429, 'too_many_requests', 60])
  assert.equal(verifications(), 5, 'the right password is not looked at either')

  app.clock.advance({ seconds: 60 })
  assert.deepEqual(await statuses(app, 2), [401, 429])
  assert.equal(retryAfter(await tryIn(app)), 120)
  app.clock.advance({ seconds: 119 })
  assert.deepEqual(await statuses(app, 1), [429])
  app.clock.advance({ seconds: 1 })
  assert.equal((await tryIn(app, { password: anna.password })).statusCode, 201)
  assert.deepEqual(await statuses(app, 5), [401, 401, 401, 401, 401], 'whoever got in begins anew')
})

test('one address cannot keep others from the account', async (t) => {
  const app = await testApp(t)
  await account(app)
  await statuses(app, 6)
  assert.equal((await tryIn(app, { from: '203.0.113.9', password: anna.password })).statusCode, 201)
})

test('all addresses of an IPv6 /64 are one, and a /48 has a limit of its own', async (t) => {
  const app = await testApp(t)
  const sameNet = (index: number) => ({ from: `2001:db8:1:2::${index + 1}` })
  assert.deepEqual((await statuses(app, 6, sameNet)).at(-1), 429)

  const { free } = guessLimits.site
  const seen = await statuses(app, 30, (index) => ({ from: `2001:db8:1:${(index + 16).toString(16)}::1` }))
  assert.equal(seen.filter((status) => status === 401).length, free - 5, 'five came from the first /64')
  assert.equal((await tryIn(app, { from: '2001:db8:2::1' })).statusCode, 401, 'another /48')
})

test('from three sources on, all unknown devices share twenty guesses and one every half hour', async (t) => {
  const { app, verifications } = await countingApp(t)
  await account(app)
  const seen = await statuses(app, 100, (index) => ({ from: `198.51.100.${index + 1}` }))
  assert.equal(seen.filter((status) => status === 401).length, guessLimits.account.burst)
  assert.equal(verifications(), guessLimits.account.burst)
  assert.equal(retryAfter(await tryIn(app, { from: '203.0.113.1' })), guessLimits.account.everySeconds)

  app.clock.advance({ minutes: 30 })
  assert.deepEqual(await statuses(app, 2, (index) => ({ from: `203.0.113.${index + 1}` })), [401, 429])
})

test('two sources do not arm the common limit', async (t) => {
  const app = await testApp(t)
  for (let hour = 0; hour < 8; hour++) {
    await statuses(app, 10, (index) => ({ from: `198.51.100.${(index % 2) + 1}` }))
    app.clock.advance({ hours: 1 })
  }
  assert.equal((await tryIn(app, { from: '203.0.113.1' })).statusCode, 401)
})

// ASVS 6.3.1
test('a known device gets in while others are made to wait, and has pauses of its own', async (t) => {
  const app = await testApp(t)
  const { signedIn } = await account(app)
  const device = signedIn.device ?? assert.fail('no device')
  await statuses(app, 100, (index) => ({ from: `198.51.100.${index + 1}` }))
  assert.equal((await tryIn(app, { password: anna.password })).statusCode, 429, 'an unknown device')

  assert.equal((await tryIn(app, { device, password: anna.password })).statusCode, 201)
  assert.deepEqual(await statuses(app, 6, { device }), [401, 401, 401, 401, 401, 429])
  assert.equal(retryAfter(await tryIn(app, { device })), guessLimits.device.firstPauseSeconds)
  app.clock.advance({ seconds: 30 })
  assert.equal((await tryIn(app, { device, password: anna.password })).statusCode, 201)
})

test('a stolen device has ten guesses and is then known no more', async (t) => {
  const { app, verifications } = await countingApp(t)
  const { signedIn } = await account(app)
  const device = signedIn.device ?? assert.fail('no device')
  await statuses(app, 30, (index) => ({ from: `198.51.100.${index + 1}` }))
  const before = verifications()
  for (let hour = 0; hour < 24; hour++) {
    await statuses(app, 3, { device })
    app.clock.advance({ minutes: 61 })
  }
  const { revokedAfter } = guessLimits.device
  const strangers = verifications() - before - revokedAfter
  assert.ok(strangers <= 48, `${strangers} guesses beside the ten`)
  assert.deepEqual(await app.db.selectFrom('device_credentials').select('id').execute(), [])
  assert.ok((await auditedEvents(app)).includes('device.revoked'))
})

test('the device of one account says nothing for another', async (t) => {
  const app = await testApp(t)
  const { signedIn } = await account(app, { email: 'ben@example.org' })
  await account(app)
  await statuses(app, 6)
  const device = signedIn.device ?? assert.fail('no device')
  assert.equal((await tryIn(app, { device, password: anna.password })).statusCode, 429)
})

test('whether or not there is an account, a pause begins at the same guess with the same bytes', async (t) => {
  const app = await testApp(t)
  await account(app)
  const seen = []
  for (const email of [anna.email, 'nobody@example.org']) {
    const answers = []
    for (let index = 0; index < 7; index++) answers.push(await tryIn(app, { email }))
    seen.push(
      answers.map(({ statusCode, headers, body }) => ({
        statusCode,
        headers: { ...headers, 'x-request-id': '', date: '' },
        body: body.replaceAll(/[0-9a-f-]{36}/g, 'id')
      }))
    )
  }
  assert.deepEqual(seen[0], seen[1])
  await app.runJobs()
})

// ASVS 15.4.2
test('of a hundred wrong passwords at once exactly as many are evaluated as the limit allows', async (t) => {
  const { app, verifications } = await countingApp(t)
  const one = await race(100, () => tryIn(app, {}))
  assert.equal(one.filter((it) => it.status === 'fulfilled' && it.value.statusCode === 401).length, 5)
  assert.equal(verifications(), 5)

  const many = await race(100, (index) => tryIn(app, { email: 'ben@example.org', from: `198.51.100.${index + 1}` }))
  const answered = many.map((it) => (it.status === 'fulfilled' ? it.value.statusCode : 0))
  assert.ok(
    answered.every((status) => [401, 429, 503].includes(status)),
    String(answered)
  )
  const { burst } = guessLimits.account
  assert.ok(answered.filter((status) => status === 401).length <= burst)
  assert.ok(verifications() <= 5 + burst, `${verifications()} were compared`)
})

test('a change of password shares the counters of the account', async (t) => {
  const app = await testApp(t)
  const { caller } = await account(app)
  const body = { currentPassword: 'wrong', newPassword: 'acht weisse Rosen' }
  const codes = []
  for (let index = 0; index < 6; index++) codes.push((await caller.problem(api.changePassword, { body })).code)
  assert.deepEqual(codes.slice(4), ['current_password_wrong', 'too_many_requests'])
  assert.equal((await tryIn(app, { from: '127.0.0.1', password: anna.password })).statusCode, 429)
  await app.runJobs()
})

test('the owner is told once a day, and the link makes the device known on which it is used', async (t) => {
  const app = await testApp(t)
  await account(app)
  await statuses(app, 40, (index) => ({ from: `198.51.100.${(index % 8) + 1}` }))
  await app.runJobs()
  const told = app.mail.sent.filter(({ subject }) => subject === 'Wrong passwords for your honeyDue account')
  assert.deepEqual(
    told.map(({ to }) => to),
    [anna.email]
  )

  const token = mailedToken(app)
  const reset = await app.anonymous.send(api.resetPassword, { body: { token, password: 'acht weisse Rosen' } })
  const [cookie] = reset.cookies
  assert.deepEqual(
    { ...cookie, value: '' },
    { name: '__Host-hd_dev', value: '', maxAge: 31_536_000, path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }
  )
  const device = cookie?.value ?? assert.fail('no cookie')
  assert.equal((await tryIn(app, { password: 'acht weisse Rosen' })).statusCode, 429)
  assert.equal((await tryIn(app, { device, password: 'acht weisse Rosen' })).statusCode, 201)

  app.clock.advance({ hours: 24 })
  await statuses(app, 6)
  await app.runJobs()
  assert.equal(app.mail.sent.filter(({ subject }) => subject === told[0]?.subject).length, 2)
})

test('an account that lets nobody in answers like a wrong password, also after a pause has begun', async (t) => {
  const { app, verifications } = await countingApp(t)
  await account(app)
  await app.db.updateTable('users').set({ disabled_at: app.clock.now().toString() }).execute()
  const seen = await statuses(app, 6, { password: anna.password })
  assert.deepEqual(seen, [401, 401, 401, 401, 401, 429])
  assert.equal(verifications(), 5)
  await app.runJobs()
})

test('a browser gets the credential as a cookie and keeps it; the next sign-in on it replaces its session', async (t) => {
  const app = await testApp(t)
  await account(app)
  const first = await tryIn(app, { password: anna.password, transport: 'cookie' })
  assert.equal(first.json().device, null)
  const cookies = Object.fromEntries(first.cookies.map(({ name, value }) => [name, value]))
  const device = cookies['__Host-hd_dev'] ?? assert.fail('no cookie')

  const second = await app.inject({
    method: 'POST',
    url: api.signIn.path,
    cookies: { '__Host-hd_dev': device },
    headers: { 'sec-fetch-site': 'same-origin' },
    payload: { ...anna, transport: 'cookie' }
  })
  assert.equal(second.statusCode, 201, second.body)
  assert.equal(second.cookies.find(({ name }) => name === '__Host-hd_dev')?.value, device)
  const former = { '__Host-honeydue': cookies['__Host-honeydue'] ?? '' }
  assert.equal((await app.inject({ url: api.getMe.path, cookies: former })).statusCode, 401)
  assert.ok((await auditedEvents(app)).includes('session.replaced'))
  assert.equal((await app.db.selectFrom('device_credentials').select('id').execute()).length, 2)
})

test('a new password makes every other device unknown', async (t) => {
  const app = await testApp(t)
  const { caller, signedIn } = await account(app)
  const other = (await tryIn(app, { password: anna.password })).json<{ device: string }>().device
  const body = { currentPassword: anna.password, newPassword: 'acht weisse Rosen' }
  await caller.call(api.changePassword, { body })
  await statuses(app, 60, (index) => ({ from: `198.51.100.${index + 1}` }))
  const password = body.newPassword
  assert.equal((await tryIn(app, { device: other, password })).statusCode, 429)
  assert.equal((await tryIn(app, { device: signedIn.device ?? '', password })).statusCode, 201)
  await app.runJobs()
})

test('many accounts guessed at from one network are noted once', async (t) => {
  const app = await testApp(t)
  const { perNetwork } = guessLimits.alarm
  await statuses(app, perNetwork + 5, (index) => ({ from: `198.51.100.${index}`, email: `p${index}@example.org` }))
  const noted = async () => (await auditedEvents(app)).filter((event) => event === 'guessing.many_accounts').length
  assert.equal(await noted(), 1)
  assert.match(JSON.stringify(app.log.lines), /many accounts are being guessed at/)
})

test('what is forgotten is swept, and no address of anybody is kept in the clear', async (t) => {
  const app = await testApp(t)
  await statuses(app, 3)
  const kept = await app.db.selectFrom('guess_sources').selectAll().execute()
  assert.doesNotMatch(JSON.stringify(kept), /198\.51|anna/)
  app.clock.advance({ hours: guessLimits.forgottenHours + 1 })
  await app.db.transaction().execute((tx) => enqueue(tx, 'accounts.sweep', {}))
  await app.runJobs()
  assert.deepEqual(await app.db.selectFrom('guess_sources').selectAll().execute(), [])
})
