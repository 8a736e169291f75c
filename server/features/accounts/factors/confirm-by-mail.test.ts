import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/factors.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { guessLimits } from '../guess-rules.ts'
import { account, anotherCode, auditedEvents, mailedAction, newPerson } from '../testing-account.ts'
import { withTotp } from './testing-factors.ts'

const { email, password } = newPerson()
const attacked = '198.51.100'
const elsewhere = '203.0.113.7'

type Try = { from?: string; device?: string | null; email?: string; password?: string }

async function tryIn(app: TestApp, { from = elsewhere, device, ...given }: Try = {}) {
  return app.inject({
    method: 'POST',
    url: accounts.signIn.path,
    remoteAddress: from,
    headers: typeof device === 'string' ? { 'honeydue-device': device } : {},
    payload: { email, password, transport: 'bearer', ...given }
  })
}

/** Stolen passwords are tried at so many accounts from one network that its alarm is raised. */
async function stuffFromOneNetwork(app: TestApp): Promise<void> {
  for (let index = 0; index < guessLimits.alarm.perNetwork; index++)
    await tryIn(app, { email: `somebody${index}@example.org`, password: 'stolen', from: `${attacked}.${index + 1}` })
}

/** The same from everywhere; all but the last try stand in the database already, which saves computing their hashes. */
async function stuffFromEverywhere(app: TestApp): Promise<void> {
  const now = app.clock.now().toString()
  const rows = Array.from({ length: guessLimits.alarm.overall }, () => ({
    identifier_digest: Buffer.from(newId().replaceAll('-', '')),
    source_digest: Buffer.from(newId().replaceAll('-', '')),
    network_digest: Buffer.from(newId().replaceAll('-', '')),
    independent: true,
    failures: 1,
    guessed_at: now
  }))
  await app.db.insertInto('guess_sources').values(rows).execute()
  await tryIn(app, {
    email: `one.more${app.clock.now().epochMilliseconds}@example.org`,
    password: 'stolen',
    from: '192.0.2.200'
  })
}

type Asked = { secondFactor?: { challenge: string; methods: string[] } }

/** The question that a sign-in was answered with. */
function questionOf(response: { json<T>(): T; body: string }) {
  return response.json<Asked>().secondFactor ?? assert.fail(response.body)
}

const answer = (app: TestApp, challenge: string, code: string) =>
  app.anonymous.send(api.answerSecondFactor, {
    body: { challenge, proof: { method: 'mailed_code', code }, transport: 'bearer' }
  })

async function methodsOfNewestSession({ db }: TestApp): Promise<string> {
  const { methods } = await db
    .selectFrom('sessions')
    .select(({ cast }) => cast<string>('methods', 'text').as('methods'))
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return methods
}

// ASVS 6.3.1
test('while many accounts are guessed at, a right password on a device nobody knows needs the mailed code as well', async (t) => {
  const app = await testApp(t)
  await account(app)
  assert.ok('me' in (await tryIn(app)).json<object>(), 'no alarm, no question')
  await stuffFromEverywhere(app)

  const question = questionOf(await tryIn(app))
  await app.runJobs()
  const code = mailedAction(app)

  assert.deepEqual(question.methods, ['mailed_code'])
  assert.match(code, /^\d{8}$/)
  assert.equal(
    (await answer(app, question.challenge, anotherCode(code))).json<{ code: string }>().code,
    'factor_not_accepted'
  )
  const entered = await answer(app, question.challenge, code)
  assert.equal(entered.statusCode, 201, entered.body)
  assert.deepEqual(await methodsOfNewestSession(app), '{password,mailed_code}')
  const { device } = entered.json<{ device: string }>()
  assert.ok('me' in (await tryIn(app, { device })).json<object>(), 'the device is known from now on')
  const again = await answer(app, question.challenge, code)
  assert.equal(
    again.json<{ code: string }>().code,
    'challenge_not_accepted',
    'the question works once, and so its code'
  )

  app.clock.advance({ hours: guessLimits.alarm.hours })
  assert.ok('me' in (await tryIn(app)).json<object>(), 'the alarm has fallen')
})

test('the alarm of one network asks whoever comes from there and nobody else', async (t) => {
  const app = await testApp(t)
  await account(app)
  await stuffFromOneNetwork(app)

  assert.ok('me' in (await tryIn(app, { from: elsewhere })).json<object>())
  assert.deepEqual(questionOf(await tryIn(app, { from: `${attacked}.250` })).methods, ['mailed_code'])
  await app.runJobs()
})

test('the owner gets in on a known device 24 times of 24 while the attack goes on all day', async (t) => {
  const app = await testApp(t)
  const { signedIn } = await account(app)
  const mails = app.mail.sent.length
  let entries = 0
  for (let hour = 0; hour < 24; hour++) {
    await stuffFromEverywhere(app)
    assert.ok('secondFactor' in (await tryIn(app)).json<object>(), `strangers are asked in hour ${hour}`)
    if ('me' in (await tryIn(app, { device: signedIn.device })).json<object>()) entries += 1
    app.clock.advance({ hours: 1 })
  }
  assert.equal(entries, 24)
  await app.runJobs()
  assert.ok(app.mail.sent.length > mails)
})

test('who has a second factor is asked for that and gets no mail', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  await withTotp(app, { ...anna, userId: anna.signedIn.me.id })
  await app.runJobs()
  const mails = app.mail.sent.length
  await stuffFromEverywhere(app)

  assert.deepEqual(questionOf(await tryIn(app)).methods, ['totp', 'recovery_code'])
  await app.runJobs()
  assert.equal(app.mail.sent.length, mails)
})

// ASVS 6.3.8
test('during the alarm too, an unknown address and a wrong password are answered the same and mail nothing', async (t) => {
  const app = await testApp(t)
  await account(app)
  await stuffFromEverywhere(app)
  const mails = app.mail.sent.length
  const answers = []
  for (const given of [{ password: 'wrong' }, { email: 'nobody@example.org' }]) answers.push(await tryIn(app, given))

  const [known, unknown] = answers.map(({ statusCode, body }) => [statusCode, body.replaceAll(/[0-9a-f-]{36}/g, 'id')])
  assert.deepEqual(known, unknown)
  assert.equal(known?.[0], 401)
  await app.runJobs()
  assert.equal(app.mail.sent.length, mails)
})

test('a code answers the question it was mailed for, once', async (t) => {
  const app = await testApp(t)
  await account(app)
  await account(app, { email: 'ben@example.org' })
  await stuffFromEverywhere(app)
  const anna = questionOf(await tryIn(app))
  const ben = questionOf(await tryIn(app, { email: 'ben@example.org' }))
  await app.runJobs()
  const code = mailedAction(app)

  const refused = await answer(app, ben.challenge, code)
  assert.equal(refused.json<{ code: string }>().code, 'factor_not_accepted', 'the code of another')
  const results = await race(20, () => answer(app, anna.challenge, code))
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 500))
  assert.equal(statuses.filter((status) => status === 201).length, 1, 'of many who have it one gets in')
})

test('after five wrong answers the right one is too late', async (t) => {
  const app = await testApp(t)
  await account(app)
  await stuffFromEverywhere(app)
  const other = questionOf(await tryIn(app))
  await app.runJobs()
  const next = mailedAction(app)
  for (let count = 0; count < 5; count++) await answer(app, other.challenge, anotherCode(next))
  assert.equal((await answer(app, other.challenge, next)).json<{ code: string }>().code, 'challenge_not_accepted')
  assert.ok((await auditedEvents(app)).includes('second_factor.refused'))
})

test('where the operator has turned it off, a right password is enough', async (t) => {
  const app = await testApp(t, { confirmByMail: false })
  await account(app)
  await stuffFromEverywhere(app)
  assert.ok('me' in (await tryIn(app)).json<object>())
})
