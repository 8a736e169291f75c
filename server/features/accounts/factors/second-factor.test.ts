import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/factors.ts'
import { routes } from '#contract/index.ts'
import type { Route } from '#contract/route.ts'
import { renderText } from '#server/gateways/mail/render.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { auditedEvents, mailedToken, signIn } from '../testing-account.ts'
import { challengeMinutes, challengeTries } from './rules.ts'
import {
  answer,
  answered,
  asked,
  guarded,
  onward,
  sessionMethods,
  totpCode,
  withPasskey,
  withTotp,
  wrongTotpCode
} from './testing-factors.ts'

const code = (response: { json<T>(): T }) => response.json<{ code: string }>().code

// ASVS 6.3.3, 6.3.4
test('with a second factor the password is half of the way, and the answer is the other half', async (t) => {
  const app = await testApp(t)
  const { secret, userId } = await withTotp(app)
  app.clock.advance({ seconds: 30 })

  const { challenge, methods, expiresAt } = await asked(app)

  assert.match(challenge, /^[\w-]{43}$/)
  assert.deepEqual(methods, ['totp', 'recovery_code'])
  const minutes = app.clock.now().until(Temporal.Instant.from(expiresAt)).total('minutes')
  assert.equal(minutes, challengeMinutes)
  assert.ok(minutes <= 10)
  assert.equal((await sessionMethods(app, userId)).length, 1, 'no session has begun')
  const { me, token } = await answered(app, challenge, { method: 'totp', code: totpCode(app, secret) })
  assert.equal(me.id, userId)
  assert.equal((await app.caller(token ?? '').call(accounts.getMe)).id, userId)
  assert.deepEqual((await sessionMethods(app, userId)).at(-1), ['password', 'totp'])
  assert.deepEqual((await auditedEvents(app)).slice(-2), ['second_factor.asked', 'session.started'])
})

// ASVS 6.3.4
test('who is half-way in can call nothing: the question opens no operation, as a token or as a cookie', async (t) => {
  const app = await testApp(t)
  await withTotp(app)
  const { challenge } = await asked(app)
  const signedIn = Object.entries<Route>(routes).filter(([, { access }]) => access === 'user')
  assert.ok(signedIn.length > 20)

  for (const [operationId, { method, path }] of signedIn) {
    const url = path.replaceAll(/:\w+/g, newId())
    for (const token of [challenge, `hds_${challenge}`, `hds_${challenge}000000`]) {
      const bearer = await app.inject({ method, url, headers: { authorization: `Bearer ${token}` } })
      const headers = { cookie: `__Host-honeydue=${token}`, 'sec-fetch-site': 'same-origin' }
      const cookie = await app.inject({ method, url, headers })
      assert.deepEqual([bearer.statusCode, cookie.statusCode], [401, 401], operationId)
    }
  }
})

// ASVS 6.6.3
test('five wrong answers end the question, and its owner is told that somebody has the password', async (t) => {
  const app = await testApp(t)
  const { secret } = await withTotp(app)
  app.clock.advance({ seconds: 30 })
  const { challenge } = await asked(app)
  for (let tries = 1; tries <= challengeTries; tries += 1) {
    const wrong = await answer(app, challenge, { method: 'totp', code: wrongTotpCode(app, secret) })
    assert.equal(code(wrong), 'factor_not_accepted', `try ${tries}`)
  }

  const late = await answer(app, challenge, { method: 'totp', code: totpCode(app, secret) })

  assert.equal(code(late), 'challenge_not_accepted')
  await app.runJobs()
  assert.match(app.mail.sent.at(-1)?.subject ?? '', /did not get past your second factor/)
  assert.equal(challengeTries, 5)
})

// ASVS 6.6.3
test('a hundred wrong answers at once use up five tries and no more', async (t) => {
  const app = await testApp(t)
  const { secret } = await withTotp(app)
  const { challenge } = await asked(app)
  const wrong = wrongTotpCode(app, secret)

  const results = await race(100, () => answer(app, challenge, { method: 'totp', code: wrong }))

  const codes = results.map((result) => (result.status === 'fulfilled' ? code(result.value) : 'failed'))
  assert.equal(codes.filter((name) => name === 'factor_not_accepted').length, challengeTries)
  const refused = codes.filter((name) => name === 'challenge_not_accepted' || name === 'too_many_requests')
  assert.equal(refused.length, 100 - challengeTries)
})

test('the last try counts when it is right', async (t) => {
  const app = await testApp(t)
  const { secret } = await withTotp(app)
  app.clock.advance({ seconds: 30 })
  const { challenge } = await asked(app)
  for (let tries = 1; tries < challengeTries; tries += 1) {
    await answer(app, challenge, { method: 'totp', code: wrongTotpCode(app, secret) })
  }
  await answered(app, challenge, { method: 'totp', code: totpCode(app, secret) })
})

// ASVS 6.6.2
test('a question is answered once, in ten minutes, and not after a newer one or by somebody else', async (t) => {
  const app = await testApp(t)
  const anna = await withTotp(app)
  const ben = await withTotp(app, await guarded(app, { email: 'ben@example.org' }))
  app.clock.advance({ seconds: 60 })
  const right = () => ({ method: 'totp', code: totpCode(app, anna.secret) }) as const

  const superseded = await asked(app)
  const annas = await asked(app)
  const bens = await asked(app, { email: 'ben@example.org' })
  assert.equal(code(await answer(app, superseded.challenge, right())), 'challenge_not_accepted')
  assert.equal(code(await answer(app, bens.challenge, right())), 'factor_not_accepted', 'Anna’s code to Ben’s question')
  const bensCode = { method: 'recovery_code', code: ben.recoveryCodes[0] ?? '' } as const
  assert.equal(
    code(await answer(app, annas.challenge, bensCode)),
    'factor_not_accepted',
    'Ben’s code to Anna’s question'
  )
  await answered(app, annas.challenge, right())
  app.clock.advance({ seconds: 60 })
  assert.equal(code(await answer(app, annas.challenge, right())), 'challenge_not_accepted', 'answered before')

  const old = await asked(app)
  app.clock.advance({ minutes: challengeMinutes })
  assert.equal(code(await answer(app, old.challenge, right())), 'challenge_not_accepted', 'too late')
  assert.equal(code(await answer(app, 'A'.repeat(43), right())), 'challenge_not_accepted', 'nobody’s')
})

// ASVS 6.4.3
test('a new password by mail does not get past the second factor, and ends the question that was open', async (t) => {
  const app = await testApp(t)
  const { secret } = await withTotp(app)
  app.clock.advance({ seconds: 30 })
  const open = await asked(app)
  await app.anonymous.call(accounts.forgotPassword, { body: { email: 'anna@example.org' } })
  await app.runJobs()
  const password = 'acht weisse Rosen'
  await app.anonymous.call(accounts.resetPassword, { body: { token: mailedToken(app), password } })

  const right = { method: 'totp', code: totpCode(app, secret) } as const
  assert.equal(code(await answer(app, open.challenge, right)), 'challenge_not_accepted')
  await answered(app, (await asked(app, { password })).challenge, right)
})

test('a wrong password is refused as ever, whether or not there is a second factor', async (t) => {
  const app = await testApp(t)
  await withTotp(app)
  const body = { email: 'anna@example.org', password: 'acht weisse Rosen', transport: 'bearer' } as const
  assert.equal((await app.anonymous.problem(accounts.signIn, { body })).code, 'sign_in_failed')
})

// ASVS 6.4.4, 6.5.1, 6.5.2, 6.3.7
test('a recovery code stands in once, however it is typed, and its owner is told how many are left', async (t) => {
  const app = await testApp(t)
  const { recoveryCodes, userId, secret } = await withTotp(app)
  const [first = '', second = ''] = recoveryCodes
  const typed = first.replaceAll('-', ' ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')

  await answered(app, (await asked(app)).challenge, { method: 'recovery_code', code: typed })

  assert.deepEqual((await sessionMethods(app, userId)).at(-1), ['password', 'recovery_code'])
  const { challenge } = await asked(app)
  assert.equal(code(await answer(app, challenge, { method: 'recovery_code', code: first })), 'factor_not_accepted')
  const { token } = await answered(app, challenge, { method: 'recovery_code', code: second })
  const caller = app.caller(token ?? '')
  assert.deepEqual((await caller.call(api.listFactors)).recoveryCodes, { left: 8, made: 10 })
  await app.runJobs()
  const told = app.mail.sent.filter(({ subject }) => /recovery code was used/.test(subject))
  assert.deepEqual(new Set(told.map((mail) => /(\d+) codes are left/.exec(renderText(mail))?.[1])), new Set(['8', '9']))
  assert.ok(!told.some((mail) => /Make new ones/.test(renderText(mail))), 'many are left')
  app.clock.advance({ seconds: 30 })
  await answered(app, (await asked(app)).challenge, { method: 'totp', code: totpCode(app, secret) })
})

// ASVS 6.5.1
test('of twenty answers with one recovery code one begins a session', async (t) => {
  const app = await testApp(t)
  const { recoveryCodes } = await withTotp(app)
  const { challenge } = await asked(app)
  const proof = { method: 'recovery_code', code: recoveryCodes[0] ?? '' } as const

  const results = await race(20, () => answer(app, challenge, proof))

  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 201).length, 1)
})

// ASVS 6.5.3, 6.5.4
test('recovery codes are ten of sixty random bits, kept as keyed digests and shown once', async (t) => {
  const app = await testApp(t)
  const { recoveryCodes, caller } = await withTotp(app)
  assert.equal(new Set(recoveryCodes).size, 10)
  for (const recoveryCode of recoveryCodes)
    assert.match(recoveryCode, /^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)

  const { recoveryCodes: renewed } = await caller.call(api.renewRecoveryCodes)

  assert.equal(new Set([...recoveryCodes, ...renewed]).size, 20)
  const { challenge } = await asked(app)
  const former = await answer(app, challenge, { method: 'recovery_code', code: recoveryCodes[0] ?? '' })
  assert.equal(code(former), 'factor_not_accepted')
  await answered(app, challenge, { method: 'recovery_code', code: renewed[0] ?? '' })
  await app.runJobs()
  assert.ok(app.mail.sent.some(({ subject }) => /new honeyDue recovery codes/.test(subject)))
})

test('the mail says so when few recovery codes are left', async (t) => {
  const app = await testApp(t)
  const { recoveryCodes } = await withTotp(app)
  for (const recoveryCode of recoveryCodes.slice(0, 9)) {
    await answered(app, (await asked(app)).challenge, { method: 'recovery_code', code: recoveryCode })
  }
  await app.runJobs()
  const texts = app.mail.sent.map(renderText)
  assert.equal(texts.filter((text) => /Make new ones soon/.test(text)).length, 3)
  assert.ok(texts.some((text) => /One code is left\. Make new ones soon/.test(text)))
})

test('shown once: a repeated request is told so instead of getting the codes again', async (t) => {
  const app = await testApp(t)
  const { caller } = await withTotp(app)
  const headers = { 'idempotency-key': 'once-and-for-all' }
  await caller.call(api.renewRecoveryCodes, { headers })
  assert.equal((await caller.problem(api.renewRecoveryCodes, { headers })).code, 'idempotency_reply_withheld')
})

test('a sign-in and a new factor at the same moment leave no session that has shown none', async (t) => {
  for (let round = 0; round < 5; round += 1) {
    const app = await testApp(t)
    const anna = await guarded(app)
    const { secret } = await anna.caller.call(api.beginTotp)
    const { email, password } = anna
    await race(8, (index) =>
      index === 0
        ? anna.caller.send(api.confirmTotp, { body: { code: totpCode(app, secret) } })
        : app.anonymous.send(accounts.signIn, { body: { email, password, transport: 'bearer' } })
    )
    assert.deepEqual(await sessionMethods(app, anna.userId), [['password', 'mailed_code', 'totp']])
  }
})

test('a second kind of factor leaves the sessions that have shown the first', async (t) => {
  const app = await testApp(t)
  const anna = await withTotp(app)
  app.clock.advance({ seconds: 30 })
  const laptop = await answered(app, (await asked(app)).challenge, {
    method: 'totp',
    code: totpCode(app, anna.secret)
  })

  const { recoveryCodes, caller } = await withPasskey(app, anna)

  assert.equal(recoveryCodes, null, 'she has some')
  await app.caller(laptop.token ?? '').call(accounts.getMe)
  await caller.call(accounts.getMe)
  assert.deepEqual((await asked(app)).methods, ['totp', 'passkey', 'recovery_code'])
})

test('without the app a passkey still is a second factor, and the recovery codes stay', async (t) => {
  const app = await testApp(t)
  const anna = await withPasskey(app, await withTotp(app))

  const removed = onward(app, anna, await anna.caller.call(api.removeTotp))

  assert.deepEqual((await removed.caller.call(api.listFactors)).recoveryCodes, { left: 10, made: 10 })
  assert.deepEqual((await asked(app)).methods, ['passkey', 'recovery_code'])
  const parted = onward(
    app,
    anna,
    await removed.caller.call(api.removePasskey, { params: { passkeyId: anna.passkey.id } })
  )
  assert.equal((await parted.caller.call(api.listFactors)).recoveryCodes, null)
  await signIn(app)
})

test('what is guarded asks who one is, each of it', async (t) => {
  const app = await testApp(t)
  const { caller, passkey } = await withPasskey(app)
  app.clock.advance({ minutes: 11 })
  const credential = { id: 'AA', clientDataJSON: 'AA', attestationObject: 'AA', transports: [] }
  const problems = [
    await caller.problem(api.beginTotp),
    await caller.problem(api.confirmTotp, { body: { code: '123456' } }),
    await caller.problem(api.removeTotp),
    await caller.problem(api.renewRecoveryCodes),
    await caller.problem(api.beginPasskey),
    await caller.problem(api.addPasskey, { body: { label: 'Key', credential } }),
    await caller.problem(api.removePasskey, { params: { passkeyId: passkey.id } })
  ]
  assert.deepEqual(new Set(problems.map((problem) => problem.code)), new Set(['step_up_required']))
})
