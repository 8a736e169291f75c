import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/security.ts'
import type { ProofMethod } from '#contract/security.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { requireComplete, type RequiredProofs } from './proofs.ts'
import { account, auditedEvents, newPerson, signIn } from './testing-account.ts'

const right = { method: 'password', password: newPerson().password } as const
const body = { proofs: [right] }

/** Somebody whose sign-in is too long ago for guarded operations. */
async function staleAccount(app: TestApp) {
  const anna = await account(app)
  app.clock.advance({ minutes: 11 })
  return anna
}

// ASVS 7.2.4, 7.5.1
test('showing the password opens guarded operations under a new token, and the old one has ended', async (t) => {
  const app = await testApp(t)
  const anna = await staleAccount(app)
  await signIn(app)
  assert.equal((await anna.caller.problem(api.endOtherSessions)).code, 'step_up_required')
  assert.deepEqual(await anna.caller.call(api.getStepUp), { alone: [], first: ['password'], second: [], providers: [] })

  const { token, authenticatedAt } = await anna.caller.call(api.stepUp, { body })

  assert.equal(authenticatedAt, app.clock.now().toString())
  assert.equal((await anna.caller.problem(accounts.getMe)).code, 'not_signed_in')
  const renewed = app.caller(token ?? assert.fail('no token'))
  await renewed.call(api.endOtherSessions)
  assert.equal((await renewed.call(api.listSessions)).items.length, 1)
  assert.ok((await auditedEvents(app)).includes('step_up.done'))
  app.clock.advance({ minutes: 11 })
  assert.equal((await renewed.problem(api.endOtherSessions)).code, 'step_up_required')
})

// ASVS 3.3.1, 3.3.2, 3.3.3, 3.3.4
test('a browser gets the new token as its cookie and never to read', async (t) => {
  const app = await testApp(t)
  await account(app)
  const { email, password } = newPerson()
  const former = theCookie(
    await app.anonymous.send(accounts.signIn, { body: { email, password, transport: 'cookie' } })
  )
  const headersWith = (value: string) => ({ cookie: `__Host-honeydue=${value}`, 'sec-fetch-site': 'same-origin' })

  const response = await app.anonymous.send(api.stepUp, { body, headers: headersWith(former.value) })

  assert.equal(response.statusCode, 200)
  assert.equal(response.json<{ token: unknown }>().token, null)
  const cookie = theCookie(response)
  assert.notEqual(cookie.value, former.value)
  assert.deepEqual({ ...cookie, value: '' }, { ...former, value: '' }, 'it has the same attributes and lasts no longer')
  const { httpOnly, secure, sameSite, path, domain } = cookie
  assert.deepEqual([httpOnly, secure, sameSite, path, domain], [true, true, 'Lax', '/', undefined])
  const statuses = []
  for (const { value } of [former, cookie])
    statuses.push((await app.inject({ url: accounts.getMe.path, headers: headersWith(value) })).statusCode)
  assert.deepEqual(statuses, [401, 200])
})

test('a wrong password is refused and noted, and the session stays as it is', async (t) => {
  const app = await testApp(t)
  const anna = await staleAccount(app)

  const problem = await anna.caller.problem(api.stepUp, { body: { proofs: [{ ...right, password: 'acht Rosen' }] } })

  assert.equal(problem.code, 'proof_not_accepted')
  assert.equal((await auditedEvents(app)).at(-1), 'step_up.refused')
  assert.equal((await anna.caller.problem(api.endOtherSessions)).code, 'step_up_required')
  await anna.caller.call(api.stepUp, { body })
})

test('proofs are taken each once, with nothing missing and nothing besides', async (t) => {
  const app = await testApp(t)
  const anna = await staleAccount(app)

  const problem = await anna.caller.problem(api.stepUp, { body: { proofs: [right, right] } })

  assert.equal(problem.code, 'proofs_incomplete')
  const both: RequiredProofs = { alone: ['passkey'], first: ['password'], second: ['totp', 'passkey'] }
  const refused = (given: ProofMethod[]) =>
    assert.throws(() => requireComplete(both, given), { code: 'proofs_incomplete' })
  const wrong: ProofMethod[][] = [[], ['password'], ['totp'], ['totp', 'totp'], ['password', 'password', 'totp']]
  for (const given of [...wrong, ['passkey', 'passkey'], ['passkey', 'totp']] as ProofMethod[][]) refused(given)
  requireComplete(both, ['password', 'totp'])
  requireComplete(both, ['totp', 'password'])
  requireComplete(both, ['password', 'passkey'])
  requireComplete(both, ['passkey'])
})

function theCookie({ cookies: [cookie] }: LightMyRequestResponse) {
  return cookie ?? assert.fail('no cookie')
}

// ASVS 2.3.4
test('of many step-ups with one token one succeeds, and its new token works', async (t) => {
  const app = await testApp(t)
  const anna = await staleAccount(app)

  const results = await race(20, () => anna.caller.send(api.stepUp, { body }))

  const answers = results.map((result) => (result.status === 'fulfilled' ? result.value : assert.fail('threw')))
  const done = answers.filter(({ statusCode }) => statusCode === 200)
  assert.equal(done.length, 1)
  const others = answers.map(({ statusCode }) => statusCode).filter((status) => status !== 200)
  assert.ok(
    others.every((status) => status === 401 || status === 429),
    'late, or more guesses at once than are allowed'
  )
  const { token } = done[0]?.json<{ token: string }>() ?? assert.fail('none')
  await app.caller(token).call(api.endOtherSessions)
})

test('a session that its owner ends meanwhile is not brought back by a step-up', async (t) => {
  const app = await testApp(t)
  const anna = await staleAccount(app)
  const laptop = await signIn(app)

  const [stepped] = await Promise.all([
    anna.caller.send(api.stepUp, { body }),
    laptop.caller.call(api.endOtherSessions)
  ])

  const token = stepped.statusCode === 200 ? stepped.json<{ token: string }>().token : anna.token
  assert.equal((await app.caller(token).problem(accounts.getMe)).code, 'not_signed_in')
})

test('the reply of a step-up is not given twice', async (t) => {
  const app = await testApp(t)
  const anna = await staleAccount(app)
  const headers = { 'idempotency-key': 'a-key-of-anna' }
  const { token } = await anna.caller.call(api.stepUp, { body, headers })

  const again = await app.caller(token ?? '').problem(api.stepUp, { body, headers })

  assert.equal(again.code, 'idempotency_reply_withheld')
})
