import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TOTP } from 'otpauth'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/factors.ts'
import { newId } from '#server/platform/ids.ts'
import { keyringOf, nameOfKey } from '#server/platform/keyring.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { Secret } from '#server/platform/secret.ts'
import { testApp, testKeyring } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { auditedEvents, signIn } from '../testing-account.ts'
import { relyingParty } from './passkey-ceremony.ts'
import { proveFactor, proveTotp } from './prove-factor.ts'
import {
  answer,
  answered,
  asked,
  guarded,
  onward,
  sessionMethods,
  totpCode,
  withTotp,
  wrongTotpCode
} from './testing-factors.ts'
import { mintTotpSecret, totpSecretOf, totpStep } from './totp.ts'

test('a code is the one of RFC 6238 for its step, one step around it, and no other', () => {
  // Appendix B: the secret is the ASCII text 12345678901234567890; of eight digits the last six
  const secret = new Secret('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  const vectors = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130']
  ] as const
  for (const [seconds, code] of vectors) {
    const step = Math.floor(seconds / 30)
    const at = (difference: number) =>
      totpStep(secret, code, Temporal.Instant.fromEpochMilliseconds((seconds + difference * 30) * 1000))
    assert.deepEqual([at(-1), at(0), at(1)], [step, step, step], `${seconds} s`)
    assert.deepEqual([at(-2), at(2)], [undefined, undefined], `${seconds} s, too far`)
  }
})

// ASVS 6.5.1
test('nothing but six ASCII digits is a code, whatever it looks like', () => {
  const secret = mintTotpSecret()
  const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
  const code = new TOTP({ secret: secret.reveal() }).generate({ timestamp: now.epochMilliseconds })
  const lookAlikes = [
    ` ${code}`,
    `${code} `,
    `${code}\n`,
    `0${code}`,
    code.slice(1),
    `${code.slice(0, 3)} ${code.slice(3)}`,
    code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
    code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
  ]

  assert.notEqual(totpStep(secret, code, now), undefined)
  for (const text of lookAlikes) assert.equal(totpStep(secret, text, now), undefined, JSON.stringify(text))
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!/^[0-9]{6}$/.test(text))
      assert.equal(totpStep(secret, text, now), undefined)
    })
  )
})

// ASVS 6.5.3, 6.5.4
test('a secret has 160 random bits', () => {
  const secrets = new Set(Array.from({ length: 100 }, () => mintTotpSecret().reveal()))
  assert.equal(secrets.size, 100)
  for (const secret of secrets) assert.match(secret, /^[A-Z2-7]{32}$/)
})

// ASVS 6.3.3, 6.3.7
test('an app is set up with its secret and a code, and from then on the password alone opens nothing', async (t) => {
  const app = await testApp(t)
  const anna = await guarded(app)
  const elsewhere = await signIn(app)

  const { secret, uri } = await anna.caller.call(api.beginTotp)
  assert.equal(
    uri,
    `otpauth://totp/honeyDue:anna%40example.org?issuer=honeyDue&secret=${secret}&algorithm=SHA1&digits=6&period=30`
  )
  assert.equal((await anna.caller.call(api.listFactors)).totp, null, 'begun is not there yet')
  await signIn(app)
  const added = await anna.caller.call(api.confirmTotp, { body: { code: totpCode(app, secret) } })

  assert.equal(added.recoveryCodes?.length, 10)
  assert.equal((await anna.caller.problem(accounts.getMe)).code, 'not_signed_in', 'the former token has ended')
  assert.equal(
    (await elsewhere.caller.problem(accounts.getMe)).code,
    'not_signed_in',
    'the other session showed no app'
  )
  const { caller } = onward(app, anna, added)
  const factors = await caller.call(api.listFactors)
  assert.deepEqual(factors, {
    totp: { confirmedAt: app.clock.now().toString() },
    recoveryCodes: { left: 10, made: 10 },
    passkeys: []
  })
  assert.deepEqual(await sessionMethods(app, anna.userId), [['password', 'mailed_code', 'totp']])
  assert.deepEqual((await asked(app)).methods, ['totp', 'recovery_code'])
  await app.runJobs()
  assert.match(app.mail.sent.at(-1)?.subject ?? '', /authenticator app now guards/)
})

test('a wrong code sets nothing up, and the secret stays the one that was shown', async (t) => {
  const app = await testApp(t)
  const anna = await guarded(app)
  const { secret } = await anna.caller.call(api.beginTotp)

  const wrong = await anna.caller.problem(api.confirmTotp, { body: { code: wrongTotpCode(app, secret) } })
  assert.equal(wrong.code, 'factor_not_accepted')
  assert.deepEqual((await auditedEvents(app)).at(-1), 'totp.refused')
  await signIn(app)
  await anna.caller.call(api.confirmTotp, { body: { code: totpCode(app, secret) } })
})

test('begun again, only the newest secret counts; confirmed, neither begins nor is confirmed again', async (t) => {
  const app = await testApp(t)
  const anna = await guarded(app)
  assert.equal((await anna.caller.problem(api.confirmTotp, { body: { code: '123456' } })).code, 'factor_not_accepted')
  const former = await anna.caller.call(api.beginTotp)
  const { secret } = await anna.caller.call(api.beginTotp)
  assert.notEqual(secret, former.secret)
  const { code } = await anna.caller.problem(api.confirmTotp, { body: { code: wrongTotpCode(app, secret) } })
  assert.equal(code, 'factor_not_accepted')

  const { caller } = onward(
    app,
    anna,
    await anna.caller.call(api.confirmTotp, { body: { code: totpCode(app, secret) } })
  )
  assert.equal((await caller.problem(api.beginTotp)).code, 'totp_already_there')
  const again = { body: { code: totpCode(app, secret, 1) } }
  assert.equal((await caller.problem(api.confirmTotp, again)).code, 'totp_already_there')
})

test('two who confirm at once with one code add one app and one set of recovery codes', async (t) => {
  const app = await testApp(t)
  const anna = await guarded(app)
  const { secret } = await anna.caller.call(api.beginTotp)
  const body = { code: totpCode(app, secret) }

  const statuses = (await race(5, () => anna.caller.send(api.confirmTotp, { body }))).map((result) =>
    result.status === 'fulfilled' ? result.value.statusCode : 0
  )

  assert.equal(statuses.filter((status) => status === 200).length, 1)
  assert.ok(
    statuses.every((status) => [200, 409].includes(status)),
    String(statuses)
  )
  const { count } = await app.db
    .selectFrom('recovery_codes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  assert.equal(count, 10)
})

// ASVS 6.5.1
test('a code is right once, and no older one is right after it', async (t) => {
  const app = await testApp(t)
  const { secret } = await withTotp(app)
  app.clock.advance({ seconds: 60 })
  const code = totpCode(app, secret)
  const { challenge } = await asked(app)
  const first = await answer(app, challenge, { method: 'totp', code })
  assert.equal(first.statusCode, 201)

  const next = await asked(app)
  for (const replayed of [code, totpCode(app, secret, -1)]) {
    const refused = await answer(app, next.challenge, { method: 'totp', code: replayed })
    assert.equal(refused.json<{ code: string }>().code, 'factor_not_accepted')
  }
  app.clock.advance({ seconds: 30 })
  await answered(app, next.challenge, { method: 'totp', code: totpCode(app, secret) })
})

// ASVS 6.5.1
test('of twenty answers to one question with one right code one begins a session', async (t) => {
  const app = await testApp(t)
  const { secret, userId } = await withTotp(app)
  app.clock.advance({ seconds: 30 })
  const code = totpCode(app, secret)
  const { challenge } = await asked(app)

  const results = await race(20, () => answer(app, challenge, { method: 'totp', code }))

  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 201).length, 1)
  const refused = statuses.filter((status) => status === 422 || status === 429)
  assert.equal(refused.length, 19, 'used by then, or more guesses at once than are allowed')
  assert.equal((await sessionMethods(app, userId)).length, 2)
})

// ASVS 6.5.1
test('of twenty transactions at once that show the same code one is told that it is right', async (t) => {
  const app = await testApp(t)
  const { secret, userId } = await withTotp(app)
  app.clock.advance({ seconds: 30 })
  const ctx = makeContext(app.ground, { kind: 'anonymous' } as const, {
    requestId: newId(),
    ip: undefined,
    userAgent: ''
  })
  const shown = { userId, code: totpCode(app, secret) }

  const results = await race(20, () => ctx.write((tx) => proveTotp(tx, ctx, testKeyring, shown)))

  const right = results.filter((result) => result.status === 'fulfilled' && result.value)
  assert.equal(right.length, 1)
})

// ASVS 6.5.8
test('the server’s clock decides: a code of an hour ago is wrong whatever the client says the time is', async (t) => {
  const app = await testApp(t)
  const { secret } = await withTotp(app)
  const old = totpCode(app, secret, 1)
  const then = app.clock.now()
  app.clock.advance({ hours: 1 })
  const { challenge } = await asked(app)

  const refused = await app.anonymous.problem(api.answerSecondFactor, {
    body: { challenge, proof: { method: 'totp', code: old }, transport: 'bearer' },
    headers: { date: new Date(then.epochMilliseconds).toUTCString() }
  })
  assert.equal(refused.code, 'factor_not_accepted')
})

// ASVS 6.5.5
test('a code works in its own thirty seconds and one step around them', async (t) => {
  const app = await testApp(t)
  const { secret } = await withTotp(app)
  const code = totpCode(app, secret, 4)
  app.clock.advance({ seconds: 60 })
  const early = await answer(app, (await asked(app)).challenge, { method: 'totp', code })
  assert.equal(early.statusCode, 422, 'two steps early')
  app.clock.advance({ seconds: 120 })
  const late = await answer(app, (await asked(app)).challenge, { method: 'totp', code })
  assert.equal(late.statusCode, 422, 'two steps late')
  app.clock.advance({ seconds: -30 })
  await answered(app, (await asked(app)).challenge, { method: 'totp', code })
})

// ASVS 6.5.6, 6.3.7
test('removing the app asks who one is, takes the recovery codes along, and the password is enough again', async (t) => {
  const app = await testApp(t)
  const anna = await withTotp(app)
  app.clock.advance({ minutes: 11 })
  assert.equal((await anna.caller.problem(api.removeTotp)).code, 'step_up_required')
  const { challenge } = await asked(app)
  const again = await answered(app, challenge, { method: 'totp', code: totpCode(app, anna.secret) })
  const open = await asked(app)

  const removed = await app.caller(again.token ?? '').call(api.removeTotp)

  const { caller } = onward(app, anna, removed)
  assert.deepEqual(await caller.call(api.listFactors), { totp: null, recoveryCodes: null, passkeys: [] })
  assert.equal((await caller.problem(api.removeTotp)).code, 'totp_not_found')
  assert.equal((await caller.problem(api.renewRecoveryCodes)).code, 'no_second_factor')
  for (const proof of [
    { method: 'totp', code: totpCode(app, anna.secret, 1) },
    { method: 'recovery_code', code: anna.recoveryCodes[0] ?? '' }
  ] as const) {
    const refused = await answer(app, open.challenge, proof)
    assert.equal(refused.json<{ code: string }>().code, 'factor_not_accepted', `${proof.method} of before`)
  }
  await signIn(app)
  await app.runJobs()
  assert.match(app.mail.sent.at(-1)?.subject ?? '', /authenticator app was removed/)
})

test('a session in a browser gets its new token as a cookie', async (t) => {
  const app = await testApp(t)
  const { email, password } = await guarded(app)
  const browser = await app.anonymous.send(accounts.signIn, { body: { email, password, transport: 'cookie' } })
  const cookie = (response: typeof browser) => `__Host-honeydue=${response.cookies[0]?.value}`
  const send = (route: typeof api.beginTotp | typeof api.confirmTotp, from: string, body?: object) =>
    app.inject({
      method: route.method,
      url: route.path,
      headers: { cookie: from, origin: 'http://localhost:8080', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { payload: JSON.stringify(body) })
    })
  const begun = await send(api.beginTotp, cookie(browser))

  const confirmed = await send(api.confirmTotp, cookie(browser), {
    code: totpCode(app, begun.json<{ secret: string }>().secret)
  })

  assert.equal(confirmed.statusCode, 200, confirmed.body)
  assert.equal(confirmed.json<{ token: null }>().token, null)
  assert.match(String(confirmed.headers['set-cookie']), /^__Host-honeydue=hds_.*HttpOnly; Secure/)
  const me = (from: string) => app.inject({ method: 'GET', url: accounts.getMe.path, headers: { cookie: from } })
  assert.equal((await me(cookie(browser))).statusCode, 401)
  assert.equal((await me(cookie(confirmed))).statusCode, 200)
})

test('a secret that is moved to somebody else’s row opens nothing', async (t) => {
  const app = await testApp(t)
  const { userId } = await withTotp(app)
  const { sealed_secret: sealed } = await app.db
    .selectFrom('totp_factors')
    .select('sealed_secret')
    .executeTakeFirstOrThrow()

  assert.match(testKeyring.open('field', sealed, totpSecretOf(userId)).reveal(), /^[A-Z2-7]{32}$/)
  assert.throws(() => testKeyring.open('field', sealed, totpSecretOf('somebody else')))
})

test('when the key is replaced with an overlap, apps and recovery codes go on working', async (t) => {
  const formerKey = new Secret('the former key of this test, long enough')
  const app = await testApp(t, { keyring: keyringOf(formerKey) })
  const { secret, userId, recoveryCodes } = await withTotp(app)
  app.clock.advance({ seconds: 30 })
  const k = 'another key for tests, long enough for the rule'
  const former = { kid: nameOfKey(formerKey), k: formerKey.reveal() }
  const keyring = keyringOf(new Secret(JSON.stringify({ active: 'k2', keys: [{ kid: 'k2', k }, former] })))
  const services = { keyring, party: relyingParty('http://localhost:8080') }
  const origin = { requestId: newId(), ip: undefined, userAgent: '' }
  const ctx = makeContext(app.ground, { kind: 'anonymous' } as const, origin)
  const holds = (proof: api.FactorProof) =>
    ctx.write((tx) => proveFactor(tx, ctx, services, { userId, proof, challenge: '' }))

  assert.equal(await holds({ method: 'totp', code: totpCode(app, secret) }), true)
  assert.equal(await holds({ method: 'recovery_code', code: recoveryCodes[0] ?? '' }), true)
  assert.equal(await holds({ method: 'recovery_code', code: recoveryCodes[0] ?? '' }), false)
})
