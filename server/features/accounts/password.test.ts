import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/accounts.ts'
import { createResidence } from '#contract/residences.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { argon2Hasher, createPasswords, parameters, type Hasher } from './passwords.ts'
import { account, auditedEvents, auditTrail, mailedAction, mailedToken, newPerson, signIn } from './testing-account.ts'

const email = 'anna@example.org'
const newPassword = 'acht weisse Rosen'

async function forgot(app: TestApp, address = email): Promise<void> {
  await app.anonymous.call(api.forgotPassword, { body: { email: address } })
  await app.runJobs()
}

// ASVS 6.3.7, 7.4.3
test('a forgotten password is replaced by way of a mailed link; every session ends and none begins', async (t) => {
  const app = await testApp(t)
  const phone = await account(app)
  const laptop = await signIn(app)
  await forgot(app, 'ANNA@example.org')
  assert.match(mailedAction(app), /^http:\/\/localhost:8080\/reset-password#token=[\w-]{43}$/)

  const response = await app.anonymous.send(api.resetPassword, {
    body: { token: mailedToken(app), password: newPassword }
  })

  assert.deepEqual([response.statusCode, response.body], [204, ''])
  const cookies = response.cookies.map(({ name }) => name)
  assert.deepEqual(cookies, ['__Host-hd_dev'], 'the device is known, and nobody is signed in')
  for (const { caller } of [phone, laptop]) assert.equal((await caller.problem(api.getMe)).code, 'not_signed_in')
  const old = await app.anonymous.problem(api.signIn, {
    body: { email, password: phone.password, transport: 'bearer' }
  })
  assert.equal(old.code, 'sign_in_failed')
  await signIn(app, { password: newPassword })
  await app.runJobs()
  assert.equal(app.mail.sent.at(-1)?.subject, 'Your honeyDue password was changed')
  const events = await auditTrail(app)
  for (const event of ['password.reset_requested', 'password.reset', 'session.ended']) {
    assert.ok(
      events.some((one) => one.event === event && one.subject === phone.signedIn.me.id),
      event
    )
  }
})

// ASVS 6.3.8
test('asking for a link is answered alike for an address without an account, and mails nobody', async (t) => {
  const app = await testApp(t)
  await account(app)
  const answers = []
  for (const address of [email, 'nobody@example.org']) {
    answers.push(await app.anonymous.send(api.forgotPassword, { body: { email: address } }))
  }
  const [known, unknown] = answers.map(({ statusCode, headers, body }) => ({
    statusCode,
    body,
    headers: { ...headers, 'x-request-id': '', date: '' }
  }))
  const outbox = await app.db.selectFrom('outbox').select('name').execute()
  await app.runJobs()

  assert.deepEqual(known, unknown)
  assert.equal(known?.statusCode, 202)
  assert.equal(outbox.length, 2, 'both take the same steps')
  assert.equal(app.mail.sent.length, 2)
})

// ASVS 6.4.1, 6.5.1, 6.5.5
test('a link works once, for an hour, and only the newest', async (t) => {
  const app = await testApp(t)
  await account(app)
  await forgot(app)
  const superseded = mailedToken(app)
  await forgot(app)
  const newest = mailedToken(app)
  const problem = async (token: string) =>
    (await app.anonymous.problem(api.resetPassword, { body: { token, password: newPassword } })).code

  assert.equal(await problem(superseded), 'reset_link_not_accepted')
  assert.equal(await problem('A'.repeat(43)), 'reset_link_not_accepted')
  app.clock.advance({ minutes: 59, seconds: 59 })
  await app.anonymous.call(api.resetPassword, { body: { token: newest, password: newPassword } })
  assert.equal(await problem(newest), 'reset_link_not_accepted')
  await forgot(app)
  app.clock.advance({ minutes: 60 })
  assert.equal(await problem(mailedToken(app)), 'reset_link_not_accepted')
  assert.equal((await auditedEvents(app)).filter((event) => event === 'password.reset_refused').length, 4)
})

test('a weak password is refused and leaves the link as it is', async (t) => {
  const app = await testApp(t)
  await account(app)
  await forgot(app)
  const token = mailedToken(app)

  const weak = await app.anonymous.problem(api.resetPassword, { body: { token, password: 'anna anna 77' } })

  assert.deepEqual(
    [weak.code, weak.fields],
    ['password_too_weak', [{ in: 'body', path: '/password', reason: 'personal' }]]
  )
  await app.anonymous.call(api.resetPassword, { body: { token, password: newPassword } })
})

// ASVS 6.2.11
test('the name of a home one belongs to is no password, on a change and on a reset', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  await anna.caller.call(createResidence, { body: { name: 'Schloss Bröckelstein', timeZone: 'Europe/Berlin' } })
  await forgot(app)
  const weak = 'bröckelstein 77'
  const body = { currentPassword: anna.password, newPassword: weak }

  const onChange = await anna.caller.problem(api.changePassword, { body })
  const onReset = await app.anonymous.problem(api.resetPassword, { body: { token: mailedToken(app), password: weak } })

  assert.deepEqual(onChange.fields, [{ in: 'body', path: '/newPassword', reason: 'personal' }])
  assert.deepEqual(onReset.fields, [{ in: 'body', path: '/password', reason: 'personal' }])
})

// ASVS 6.2.4, 6.2.12
test('a password from the list of common ones is refused on register, change and reset', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  await forgot(app)
  const weak = 'Basketball1'
  const body = { currentPassword: anna.password, newPassword: weak }

  const refusals = [
    await app.anonymous.problem(api.register, { body: newPerson({ email: 'ben@example.org', password: weak }) }),
    await anna.caller.problem(api.changePassword, { body }),
    await app.anonymous.problem(api.resetPassword, { body: { token: mailedToken(app), password: weak } })
  ]

  assert.deepEqual(
    refusals.map(({ code, fields }) => [code, fields?.[0]?.reason]),
    refusals.map(() => ['password_too_weak', 'common'])
  )
})

// ASVS 2.3.4, 15.4.2
test('a hundred resets with one link at once change the password once', async (t) => {
  const app = await testApp(t, { passwords: createPasswords({ waiting: 200 }) })
  await account(app)
  await forgot(app)
  const token = mailedToken(app)
  const passwords = Array.from({ length: 100 }, (_, index) => `acht weisse Rosen ${index}`)

  const results = await race(100, async (index) => {
    const body = { token, password: passwords[index] ?? '' }
    return (await app.anonymous.send(api.resetPassword, { body })).statusCode
  })

  const statuses = results.map((result) => result.status === 'fulfilled' && result.value)
  assert.deepEqual(
    [statuses.filter((status) => status === 204).length, statuses.filter((status) => status === 422).length],
    [1, 99]
  )
  await signIn(app, { password: passwords[statuses.indexOf(204)] ?? '' })
  const user = await app.db.selectFrom('users').select('password_version').executeTakeFirstOrThrow()
  assert.equal(user.password_version, 2)
  await app.runJobs()
  assert.equal(app.mail.sent.filter(({ subject }) => subject.includes('was changed')).length, 1)
})

test('a sign-in that began with the old password does not outlive its reset', async (t) => {
  const checked = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const real = argon2Hasher(parameters)
  const hasher: Hasher = {
    ...real,
    async verify(stored, password) {
      const matches = await real.verify(stored, password)
      checked.resolve()
      await goOn.promise
      return matches
    }
  }
  const app = await testApp(t, { passwords: createPasswords({ hasher, parallel: 4 }) })
  const { password } = await account(app)
  await forgot(app)
  const late = app.anonymous.send(api.signIn, { body: { email, password, transport: 'bearer' } })
  await checked.promise

  await app.anonymous.call(api.resetPassword, { body: { token: mailedToken(app), password: newPassword } })
  goOn.resolve()

  assert.equal((await late).statusCode, 401)
  assert.deepEqual(await app.db.selectFrom('sessions').select('id').execute(), [])
})

// ASVS 6.2.2, 6.3.7, 7.4.3
test('changing the password keeps this session, ends the others and any link, and tells the owner', async (t) => {
  const app = await testApp(t)
  const phone = await account(app, { language: 'de' })
  const laptop = await signIn(app)
  await forgot(app)
  const link = mailedToken(app)

  await phone.caller.call(api.changePassword, { body: { currentPassword: phone.password, newPassword } })

  await phone.caller.call(api.getMe)
  assert.equal((await laptop.caller.problem(api.getMe)).code, 'not_signed_in')
  const reset = await app.anonymous.problem(api.resetPassword, { body: { token: link, password: 'neun gelbe Astern' } })
  assert.equal(reset.code, 'reset_link_not_accepted')
  await signIn(app, { password: newPassword })
  await app.runJobs()
  assert.equal(app.mail.sent.at(-1)?.subject, 'Dein Passwort für honeyDue wurde geändert')
  assert.ok((await auditedEvents(app)).includes('password.changed'))
})

// ASVS 6.2.3
test('changing the password needs the current one and a good new one', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  const other = await signIn(app)
  const change = (currentPassword: string, next: string) =>
    anna.caller.problem(api.changePassword, { body: { currentPassword, newPassword: next } })

  assert.equal((await change('not the current one', newPassword)).code, 'current_password_wrong')
  const weak = await change(anna.password, 'honeydue 2026')
  assert.deepEqual(
    [weak.code, weak.fields],
    ['password_too_weak', [{ in: 'body', path: '/newPassword', reason: 'personal' }]]
  )
  const stranger = { currentPassword: anna.password, newPassword }
  assert.equal((await app.anonymous.problem(api.changePassword, { body: stranger })).code, 'not_signed_in')

  await other.caller.call(api.getMe)
  await signIn(app)
  assert.deepEqual(
    (await auditedEvents(app)).filter((event) => event.startsWith('password.')),
    ['password.change_refused']
  )
})

test('of two changes at once one holds, and the other is told that its current password is no more', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  const choices = ['acht weisse Rosen', 'neun gelbe Astern']

  const results = await race(2, async (index) => {
    const body = { currentPassword: anna.password, newPassword: choices[index] ?? '' }
    return (await anna.caller.send(api.changePassword, { body })).statusCode
  })

  const statuses = results.map((result) => result.status === 'fulfilled' && result.value)
  assert.deepEqual(new Set(statuses), new Set([204, 422]))
  await signIn(app, { password: choices[statuses.indexOf(204)] ?? '' })
})

test('a change that is repeated with its Idempotency-Key is done once and answered alike', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  const request = {
    body: { currentPassword: anna.password, newPassword },
    headers: { 'idempotency-key': 'change-password-1' }
  }

  await anna.caller.call(api.changePassword, request)
  await anna.caller.call(api.changePassword, request)

  assert.equal((await auditedEvents(app)).filter((event) => event === 'password.changed').length, 1)
})
