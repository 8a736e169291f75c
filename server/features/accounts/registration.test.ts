import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/accounts.ts'
import type { Input } from '#contract/route.ts'
import { testApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import {
  account,
  anotherCode,
  auditedEvents,
  auditTrail,
  mailedAction,
  newPerson,
  register,
  signIn
} from './testing-account.ts'

const bearer = { transport: 'bearer' } as const

test('whoever registers and types the mailed code has an account and is signed in', async (t) => {
  const app = await testApp(t)

  const anna = await account(app, { email: 'Anna@Example.org', displayName: '  Anna ', language: 'de' })

  const { me, expiresAt } = anna.signedIn
  assert.deepEqual(
    { ...me, id: '' },
    {
      id: '',
      email: 'anna@example.org',
      displayName: 'Anna',
      timeZone: 'Europe/Berlin',
      language: 'de',
      dueSoonDays: 30,
      reminderHour: 8,
      doneNotices: 'plain',
      createdAt: '2026-03-10T12:00:00Z',
      eraseAt: null,
      isStaff: false,
      offersPlans: false
    }
  )
  assert.equal(expiresAt, '2027-03-10T12:00:00Z')
  assert.deepEqual(await anna.caller.call(api.getMe), me)
  assert.deepEqual(
    app.mail.sent.map(({ to, language, subject }) => [to, language, subject]),
    [['anna@example.org', 'de', 'Dein Code für honeyDue']]
  )
  assert.match(mailedAction(app), /^\d{8}$/)
  assert.deepEqual(await auditedEvents(app), ['registration.requested', 'account.registered', 'session.started'])
})

// ASVS 3.3.4
test('a browser gets the cookie and sees no token', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)

  const response = await app.anonymous.send(api.verifyRegistration, {
    params: { registrationId },
    body: { code: mailedAction(app), transport: 'cookie' }
  })

  assert.equal(response.statusCode, 201)
  assert.equal(response.json<{ token: unknown }>().token, null)
  const [cookie] = response.cookies
  assert.match(cookie?.value ?? '', /^hds_/)
  assert.deepEqual(
    { ...cookie, value: '', expires: cookie?.expires?.toISOString() },
    {
      name: '__Host-honeydue',
      value: '',
      path: '/',
      expires: '2026-04-09T12:00:00.000Z',
      httpOnly: true,
      secure: true,
      sameSite: cookie?.sameSite
    }
  )
  assert.ok(!response.body.includes(cookie?.value ?? '-'))
})

// ASVS 6.3.8
test('the answer to a known address has the same form, and its owner gets a helpful mail instead of a code', async (t) => {
  const app = await testApp(t)
  await account(app, { language: 'de' })
  const answers = []
  for (const email of ['nobody@example.org', 'ANNA@example.org']) {
    answers.push(await app.anonymous.send(api.register, { body: newPerson({ email, displayName: 'Mallory' }) }))
  }

  const [unknown, known] = answers.map(({ statusCode, headers, body }) => ({
    statusCode,
    headers: { ...headers, 'x-request-id': '', date: '' },
    body: body.replace(/"[0-9a-f-]{36}"/, '"id"')
  }))
  assert.deepEqual(known, unknown)
  assert.equal(known?.statusCode, 202)
  await app.runJobs()

  const [forUnknown, forKnown] = app.mail.sent.slice(1)
  assert.deepEqual([forUnknown?.to, forUnknown?.subject], ['nobody@example.org', 'Your code for honeyDue'])
  assert.deepEqual([forKnown?.to, forKnown?.subject], ['anna@example.org', 'Du hast schon ein Konto bei honeyDue'])
  assert.ok(!JSON.stringify(forKnown).includes('Mallory'))
  const registrationId = answers[1]?.json<{ registrationId: string }>().registrationId ?? assert.fail()
  const refused = await app.anonymous.problem(api.verifyRegistration, {
    params: { registrationId },
    body: { code: '00000000', ...bearer }
  })
  assert.equal(refused.code, 'code_not_accepted')
})

// ASVS 1.3.11, 2.2.2, 6.2.1
test('what cannot be accepted is refused with its reason, and nothing is kept or mailed', async (t) => {
  const app = await testApp(t)
  const refusals = [
    [{ password: 'password123' }, 'password_too_weak', '/password', 'common'],
    [{ password: 'o\u0308o\u0308o\u0308a\u0308e\u0308' }, 'password_too_weak', '/password', 'too_short'],
    [{ password: 'anna anna 77' }, 'password_too_weak', '/password', 'personal'],
    [{ timeZone: 'Mars/Olympus' }, 'time_zone_unknown', '/timeZone', 'unknown'],
    [{ displayName: ' \u200B ' }, 'invalid_input', '/displayName', 'blank'],
    [{ email: 'anna@example.org\r\nBcc: x@example.org' }, 'invalid_input', '/email', undefined],
    [{ email: '"anna b"@example.org' }, 'invalid_input', '/email', undefined]
  ] as const

  for (const [change, code, path, reason] of refusals) {
    const problem = await app.anonymous.problem(api.register, { body: newPerson(change) })
    assert.deepEqual([problem.code, problem.fields?.[0]?.path], [code, path])
    if (reason !== undefined) assert.equal(problem.fields?.[0]?.reason, reason)
  }

  await app.runJobs()
  assert.deepEqual(await app.db.selectFrom('registrations').select('id').execute(), [])
  assert.deepEqual(app.mail.sent, [])
})

// ASVS 6.5.1, 6.6.2
test('a code works once, for its own registration only', async (t) => {
  const app = await testApp(t)
  const first = await register(app)
  const code = mailedAction(app)
  const other = await register(app, { email: 'ben@example.org' })
  const attempt = (registrationId: string) => ({ params: { registrationId }, body: { code, ...bearer } })

  assert.equal((await app.anonymous.problem(api.verifyRegistration, attempt(other))).code, 'code_not_accepted')
  await app.anonymous.call(api.verifyRegistration, attempt(first))
  assert.equal((await app.anonymous.problem(api.verifyRegistration, attempt(first))).code, 'code_not_accepted')
  assert.equal((await app.anonymous.problem(api.verifyRegistration, attempt(first))).code, 'code_not_accepted')
  assert.equal((await auditedEvents(app)).filter((event) => event === 'registration.refused').length, 3)
})

// ASVS 6.5.5
test('a code ends after ten minutes, the registration after a day', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  const code = mailedAction(app)
  const problem = () =>
    app.anonymous.problem(api.verifyRegistration, { params: { registrationId }, body: { code, ...bearer } })

  app.clock.advance({ minutes: 10 })
  assert.equal((await problem()).code, 'code_not_accepted')

  app.clock.advance({ hours: 23, minutes: 50 })
  await app.anonymous.call(api.resendCode, { params: { registrationId } })
  await app.runJobs()
  assert.equal(app.mail.sent.length, 1, 'too late for a new code')
})

test('a registration ends after a day, although its newest code is still young', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  app.clock.advance({ hours: 23, minutes: 55 })
  await app.anonymous.call(api.resendCode, { params: { registrationId } })
  await app.runJobs()
  app.clock.advance({ minutes: 5 })

  const body = { code: mailedAction(app), ...bearer }
  const refused = await app.anonymous.problem(api.verifyRegistration, { params: { registrationId }, body })

  assert.equal(refused.code, 'code_not_accepted')
})

test('a code is good until its last second', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  app.clock.advance({ minutes: 9, seconds: 59 })

  const body = { code: mailedAction(app), ...bearer }
  await app.anonymous.call(api.verifyRegistration, { params: { registrationId }, body })
})

// ASVS 6.6.2, 6.6.3
test('five wrong tries use a code up, and a new code starts anew', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  const code = mailedAction(app)
  const attempt = (typed: string) => ({ params: { registrationId }, body: { code: typed, ...bearer } })
  for (let tries = 0; tries < 5; tries += 1) {
    await app.anonymous.problem(api.verifyRegistration, attempt(anotherCode(code)))
  }
  assert.equal((await app.anonymous.problem(api.verifyRegistration, attempt(code))).code, 'code_not_accepted')

  await app.anonymous.call(api.resendCode, { params: { registrationId } })
  await app.runJobs()

  assert.equal((await app.anonymous.problem(api.verifyRegistration, attempt(code))).code, 'code_not_accepted')
  await app.anonymous.call(api.verifyRegistration, attempt(mailedAction(app)))
})

test('the fifth try may still be the right one', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  const code = mailedAction(app)
  const attempt = (typed: string) => ({ params: { registrationId }, body: { code: typed, ...bearer } })
  for (let tries = 0; tries < 4; tries += 1) {
    await app.anonymous.problem(api.verifyRegistration, attempt(anotherCode(code)))
  }

  await app.anonymous.call(api.verifyRegistration, attempt(code))
})

// ASVS 6.6.3, 15.4.2
test('of a hundred wrong tries at once exactly five are looked at', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  const code = mailedAction(app)
  const attempt = (typed: string) => ({ params: { registrationId }, body: { code: typed, ...bearer } })

  const results = await race(100, () => app.anonymous.problem(api.verifyRegistration, attempt(anotherCode(code))))

  assert.deepEqual(
    new Set(results.map((result) => result.status === 'fulfilled' && result.value.code)),
    new Set(['code_not_accepted'])
  )
  const left = await app.db.selectFrom('one_time_credentials').select(['attempts_left', 'consumed_at']).execute()
  assert.deepEqual(left, [{ attempts_left: 0, consumed_at: null }])
  assert.equal((await app.anonymous.problem(api.verifyRegistration, attempt(code))).code, 'code_not_accepted')
})

// ASVS 2.3.4, 6.5.1
test('a hundred verifications with the right code at once make one account and one session', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  const input = { params: { registrationId }, body: { code: mailedAction(app), ...bearer } }

  const results = await race(100, async () => (await app.anonymous.send(api.verifyRegistration, input)).statusCode)

  const statuses = results.map((result) => result.status === 'fulfilled' && result.value)
  assert.deepEqual(
    [statuses.filter((status) => status === 201).length, statuses.filter((status) => status === 422).length],
    [1, 99]
  )
  assert.equal((await app.db.selectFrom('users').select('id').execute()).length, 1)
  assert.equal((await app.db.selectFrom('sessions').select('id').execute()).length, 1)
})

test('of two registrations of one address, proved at the same moment, one becomes the account', async (t) => {
  const app = await testApp(t)
  const passwords = ['sieben rote Tulpen', 'acht weisse Rosen']
  const inputs: Input<typeof api.verifyRegistration>[] = []
  for (const password of passwords) {
    const registrationId = await register(app, { password })
    inputs.push({ params: { registrationId }, body: { code: mailedAction(app), ...bearer } })
  }

  const answers = await race(2, async (index) => {
    const response = await app.anonymous.send(api.verifyRegistration, inputs[index] ?? assert.fail())
    return response.statusCode === 201 ? 'in' : response.json<{ code: string }>().code
  })

  const outcomes = answers.map((answer) => answer.status === 'fulfilled' && answer.value)
  assert.deepEqual(new Set(outcomes), new Set(['code_not_accepted', 'in']))
  const winner = outcomes.indexOf('in')
  await signIn(app, { password: passwords[winner] ?? '' })
  const loser = { email: 'anna@example.org', password: passwords[1 - winner] ?? '', ...bearer }
  assert.equal((await app.anonymous.problem(api.signIn, { body: loser })).code, 'sign_in_failed')
})

// ASVS 6.3.8
test('asking for a code again is answered alike whether or not there is such a registration', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  const { signedIn } = await account(app, { email: 'ben@example.org' })
  const known = await app.anonymous.send(api.resendCode, { params: { registrationId } })
  const unknown = await app.anonymous.send(api.resendCode, { params: { registrationId: signedIn.me.id } })

  assert.deepEqual([known.statusCode, known.body], [202, unknown.body])
  assert.equal(unknown.statusCode, 202)
  await app.runJobs()
  assert.equal(app.mail.sent.length, 3)
  const requested = (await auditTrail(app)).filter(({ event }) => event === 'registration.code_requested')
  assert.deepEqual(
    requested.map(({ subject }) => subject),
    [registrationId, null]
  )
})

test('a code that is asked for after the account was made is not mailed', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  await app.anonymous.call(api.resendCode, { params: { registrationId } })
  const body = { code: mailedAction(app), ...bearer }
  await app.anonymous.call(api.verifyRegistration, { params: { registrationId }, body })

  await app.runJobs()

  assert.equal(app.mail.sent.length, 1)
})
