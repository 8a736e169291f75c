import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import * as api from '#contract/accounts.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { newId } from '#server/platform/ids.ts'
import { assertSameAnswer } from '#test/same-answer.ts'
import { argon2Hasher, createPasswords, parameters, type Hasher } from './passwords.ts'
import { account, newPerson, register } from './testing-account.ts'

const wrong = 'acht weisse Rosen'

/** An app whose computations with passwords are counted. */
async function countingApp(t: TestContext): Promise<{ app: TestApp; counted: () => number }> {
  let calls = 0
  const real = argon2Hasher(parameters)
  const hasher: Hasher = {
    hash: (password) => ((calls += 1), real.hash(password)),
    verify: (stored, password) => ((calls += 1), real.verify(stored, password))
  }
  const app = await testApp(t, { passwords: createPasswords({ hasher }) })
  const counted = () => {
    const seen = calls
    calls = 0
    return seen
  }
  return { app, counted }
}

function assertAllTheSame(answers: readonly LightMyRequestResponse[]): LightMyRequestResponse {
  const [first] = answers
  assert.ok(first)
  for (const answer of answers) assertSameAnswer(answer, first)
  return first
}

// ASVS 6.3.8
test('whoever cannot sign in gets one answer, whatever the reason, after exactly one computation', async (t) => {
  const { app, counted } = await countingApp(t)
  const people = {
    known: { password: wrong },
    'signs in with a provider only': { password: wrong, row: { password_hash: null } },
    'disabled, the right password': { row: { disabled_at: app.clock.now().toString() } },
    'disabled, a wrong password': { password: wrong, row: { disabled_at: app.clock.now().toString() } },
    damaged: { row: { password_hash: 'broken' } },
    'of parameters that would take all memory': {
      row: {
        password_hash:
          '$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g'
      }
    }
  } as const satisfies Record<string, { password?: string; row?: object }>
  const answers: LightMyRequestResponse[] = []
  const attempt = async (who: string, email: string, password: string) => {
    counted()
    answers.push(await app.anonymous.send(api.signIn, { body: { email, password, transport: 'cookie' } }))
    assert.equal(counted(), 1, who)
  }

  for (const [index, [who, person]] of Object.entries(people).entries()) {
    const email = `person${index}@example.org`
    const { password } = await account(app, { email })
    if ('row' in person) await app.db.updateTable('users').set(person.row).where('email', '=', email).execute()
    await attempt(who, email, 'password' in person ? person.password : password)
  }
  await register(app, { email: 'unproved@example.org' })
  await attempt('not proved', 'unproved@example.org', newPerson().password)
  await attempt('unknown', 'unknown@example.org', wrong)

  assert.equal(assertAllTheSame(answers).statusCode, 401)
})

// ASVS 6.3.8
test('registering, asking for a link and asking for a code are answered alike for known and unknown, and before any mail', async (t) => {
  const { app, counted } = await countingApp(t)
  await account(app)
  const registrationId = await register(app, { email: 'ben@example.org' })
  const mails = app.mail.sent.length
  counted()

  const registrations = []
  for (const email of ['anna@example.org', 'nina@example.org']) {
    registrations.push(await app.anonymous.send(api.register, { body: newPerson({ email }) }))
    assert.equal(counted(), 1, email)
  }
  const links = []
  for (const email of ['anna@example.org', 'nina@example.org'])
    links.push(await app.anonymous.send(api.forgotPassword, { body: { email } }))
  const codes = []
  for (const id of [registrationId, newId()])
    codes.push(await app.anonymous.send(api.resendCode, { params: { registrationId: id } }))

  for (const answers of [registrations, links, codes]) assert.equal(assertAllTheSame(answers).statusCode, 202)
  assert.equal(counted(), 0)
  assert.equal(app.mail.sent.length, mails)
  const work = await app.db
    .selectFrom('outbox')
    .select(['name', (eb) => eb.fn.countAll<string>().as('count')])
    .groupBy('name')
    .execute()
  assert.deepEqual(
    Object.fromEntries(work.map(({ name, count }) => [name, Number(count)])),
    { 'accounts.mail-code': 4, 'accounts.mail-reset-link': 2 },
    'both take the same steps'
  )
  await app.runJobs()
  assert.deepEqual(
    app.mail.sent
      .slice(mails)
      .map(({ to }) => to)
      .toSorted(),
    ['anna@example.org', 'anna@example.org', 'ben@example.org', 'nina@example.org']
  )
})

test('what the database is asked is the same for known and unknown, statement by statement', async (t) => {
  const { app } = await countingApp(t)
  await account(app)
  const registrationId = await register(app, { email: 'ben@example.org' })
  const asked: string[] = []
  const real = pg.Client.prototype.query as (...given: unknown[]) => unknown
  t.mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...given: unknown[]) {
    asked.push(typeof given[0] === 'string' ? given[0] : String((given[0] as { text?: string }).text))
    return real.apply(this, given)
  })
  const statements = async (ask: () => Promise<unknown>) => {
    asked.length = 0
    await ask()
    return asked.filter((text) => !text.startsWith('SET '))
  }
  const ways: Record<string, (known: boolean, from: string) => Promise<unknown>> = {
    forgotten: (known, remoteAddress) =>
      app.inject({ method: 'POST', url: api.forgotPassword.path, remoteAddress, payload: { email: emailOf(known) } }),
    'signing in': (known, remoteAddress) => {
      const payload = { email: emailOf(known), password: wrong, transport: 'bearer' }
      return app.inject({ method: 'POST', url: api.signIn.path, remoteAddress, payload })
    },
    'another code': (known, remoteAddress) => {
      const url = api.resendCode.path.replace(':registrationId', known ? registrationId : newId())
      return app.inject({ method: 'POST', url, remoteAddress })
    }
  }
  for (const [what, way] of Object.entries(ways)) {
    await way(true, '192.0.2.1')
    await way(false, '192.0.2.1')
    for (const from of ['192.0.2.1', '192.0.2.2']) {
      const known = await statements(() => way(true, from))
      assert.ok(known.length > 3, what)
      assert.deepEqual(await statements(() => way(false, from)), known, `${what} from ${from}`)
    }
  }
  await app.runJobs()
})

function emailOf(known: boolean): string {
  return known ? 'anna@example.org' : 'nina@example.org'
}

test('a password of megabytes is turned away before it is looked at', async (t) => {
  const { app, counted } = await countingApp(t)
  const huge = 'a'.repeat(10_000_000)

  const answers = [
    await app.anonymous.send(api.signIn, { body: { email: 'anna@example.org', password: huge, transport: 'bearer' } }),
    await app.anonymous.send(api.register, { body: newPerson({ password: huge }) })
  ]

  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [413, 413]
  )
  assert.equal(counted(), 0)
})

test('a password with a NUL is refused everywhere, before it is computed with', async (t) => {
  const { app, counted } = await countingApp(t)
  const password = 'sieben\u0000rote Tulpen'

  const answers = [
    await app.anonymous.send(api.signIn, { body: { email: 'anna@example.org', password, transport: 'bearer' } }),
    await app.anonymous.send(api.register, { body: newPerson({ password }) }),
    await app.anonymous.send(api.resetPassword, { body: { token: 'A'.repeat(43), password } })
  ]

  for (const { statusCode } of answers) assert.ok([400, 422].includes(statusCode), String(statusCode))
  assert.equal(counted(), 0)
})
