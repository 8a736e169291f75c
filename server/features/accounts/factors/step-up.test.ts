import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/factors.ts'
import * as security from '#contract/security.ts'
import { testApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { guarded, onward, totpCode, withPasskey, withTotp, wrongTotpCode } from './testing-factors.ts'

const password = { method: 'password', password: 'sieben rote Tulpen' } as const

// ASVS 7.5.1
test('with a second factor the password alone is not enough to step up, nor is the factor', async (t) => {
  const app = await testApp(t)
  const { caller, secret } = await withTotp(app)
  app.clock.advance({ minutes: 11 })
  const totp = { method: 'totp', code: totpCode(app, secret) } as const
  assert.deepEqual(await caller.call(security.getStepUp), {
    alone: [],
    first: ['password'],
    second: ['totp', 'recovery_code'],
    providers: []
  })

  for (const proofs of [[password], [totp]]) {
    assert.equal((await caller.problem(security.stepUp, { body: { proofs } })).code, 'proofs_incomplete')
  }
  const wrong = { method: 'totp', code: wrongTotpCode(app, secret) } as const
  const refused = await caller.problem(security.stepUp, { body: { proofs: [password, wrong] } })
  assert.equal(refused.code, 'proof_not_accepted')
  const { token } = await caller.call(security.stepUp, { body: { proofs: [password, totp] } })
  await app.caller(token ?? '').call(api.renewRecoveryCodes)
})

test('a recovery code stands in when stepping up, once', async (t) => {
  const app = await testApp(t)
  const anna = await withTotp(app)
  const code = { method: 'recovery_code', code: anna.recoveryCodes[0] ?? '' } as const
  const body = { proofs: [password, code] }
  const { caller } = onward(app, anna, await anna.caller.call(security.stepUp, { body }))
  assert.equal((await caller.problem(security.stepUp, { body })).code, 'proof_not_accepted')
})

test('a passkey is enough alone to step up: it has asked for the finger or the PIN itself', async (t) => {
  const app = await testApp(t)
  const anna = await withPasskey(app)
  app.clock.advance({ minutes: 11 })
  assert.deepEqual((await anna.caller.call(security.getStepUp)).alone, ['passkey'])
  const { challenge, rpId } = await anna.caller.call(api.challengeSession)
  assert.equal(rpId, 'localhost')
  const proof = { method: 'passkey', assertion: anna.authenticator.get(challenge) } as const

  const stepped = await anna.caller.call(security.stepUp, { body: { proofs: [proof] } })

  const { caller } = onward(app, anna, stepped)
  await caller.call(api.removePasskey, { params: { passkeyId: anna.passkey.id } })
})

test('a passkey steps nobody up with a challenge of another session, of nobody, or twice', async (t) => {
  const app = await testApp(t)
  const anna = await withPasskey(app)
  const ben = await withPasskey(app, await guarded(app, { email: 'ben@example.org' }))
  const stepUp = async (challenge: string) => {
    const proof = { method: 'passkey', assertion: anna.authenticator.get(challenge) } as const
    return (await anna.caller.send(security.stepUp, { body: { proofs: [proof] } })).statusCode
  }

  assert.equal(await stepUp((await ben.caller.call(api.challengeSession)).challenge), 422)
  assert.equal(await stepUp((await app.anonymous.call(api.beginPasskeySignIn)).challenge), 422)
  assert.equal(await stepUp('A'.repeat(43)), 422)
  const { challenge } = await anna.caller.call(api.challengeSession)
  const bens = { method: 'passkey', assertion: ben.authenticator.get(challenge) } as const
  const foreign = await anna.caller.problem(security.stepUp, { body: { proofs: [bens] } })
  assert.equal(foreign.code, 'proof_not_accepted', 'somebody else’s passkey')
  assert.equal(await stepUp(challenge), 422, 'the challenge is used up')
})

// ASVS 6.5.1
test('of twenty who step up with one code at once one succeeds', async (t) => {
  const app = await testApp(t)
  const { caller, secret } = await withTotp(app)
  app.clock.advance({ seconds: 30 })
  const proofs = [password, { method: 'totp', code: totpCode(app, secret) } as const]

  const results = await race(20, () => caller.send(security.stepUp, { body: { proofs } }))

  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 200).length, 1)
  assert.ok(
    statuses.every((status) => [200, 401, 422, 429].includes(status)),
    String(statuses)
  )
})
