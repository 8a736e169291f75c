import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/identities.ts'
import { race } from '#test/race.ts'
import { appleApp, beginning, federatedApp, meOf, type FederatedApp } from './testing-federation.ts'

async function nonceFor(app: FederatedApp, provider: string): Promise<string> {
  return (await app.anonymous.call(api.challengeApp, { params: { provider } })).nonce
}

const hashed = (nonce: string) => createHash('sha256').update(nonce).digest('hex')

function input(
  provider: string,
  body: { idToken: string; nonce: string; authorizationCode?: string; displayName?: string }
) {
  return { params: { provider }, body: { ...body, ...beginning, transport: 'bearer' } } as const
}

test('an app signs in with the ID token that its platform gave it', async (t) => {
  const app = await federatedApp(t)
  const nonce = await nonceFor(app, 'google')
  const idToken = await app.doubles.google.sign({ aud: 'app.google', nonce })
  const reply = await app.anonymous.call(api.signInWithIdToken, input('google', { idToken, nonce }))
  const me = meOf(reply)
  assert.ok('token' in reply && reply.token !== null)
  assert.equal((await app.caller(reply.token).call(accounts.getMe)).id, me.id)
})

// ASVS 10.5.1
test('the same ID token a second time is refused, also of a hundred at once', async (t) => {
  const app = await federatedApp(t)
  const nonce = await nonceFor(app, 'google')
  const body = input('google', { idToken: await app.doubles.google.sign({ nonce }), nonce })
  const results = await race(100, () => app.anonymous.send(api.signInWithIdToken, body))
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.deepEqual(
    [statuses.filter((status) => status === 201).length, statuses.filter((status) => status === 401).length],
    [1, 99]
  )
  assert.equal((await app.anonymous.problem(api.signInWithIdToken, body)).code, 'provider_sign_in_failed')
})

// ASVS 10.1.2, 10.5.1
test('a nonce that was not given out, or for another provider, or is too old, signs nobody in', async (t) => {
  const app = await federatedApp(t)
  const refusedWith = async (nonce: string) => {
    const idToken = await app.doubles.google.sign({ nonce })
    return (await app.anonymous.problem(api.signInWithIdToken, input('google', { idToken, nonce }))).code
  }
  assert.equal(await refusedWith('n'.repeat(43)), 'provider_sign_in_failed')
  assert.equal(await refusedWith(await nonceFor(app, 'apple')), 'provider_sign_in_failed')
  const late = await nonceFor(app, 'google')
  app.clock.advance({ minutes: 16 })
  assert.equal(await refusedWith(late), 'provider_sign_in_failed')
})

test('an app of Apple puts the hash of the nonce into its token, and the nonce itself does not do', async (t) => {
  const app = await federatedApp(t)
  const plain = await nonceFor(app, 'apple')
  const withPlain = await app.doubles.apple.sign({ aud: appleApp, nonce: plain })
  assert.equal(
    (await app.anonymous.problem(api.signInWithIdToken, input('apple', { idToken: withPlain, nonce: plain }))).code,
    'provider_sign_in_failed'
  )
  const nonce = await nonceFor(app, 'apple')
  const idToken = await app.doubles.apple.sign({
    aud: appleApp,
    nonce: hashed(nonce),
    email_verified: 'true',
    name: undefined
  })
  const authorizationCode = app.doubles.apple.appCode(appleApp)
  const reply = await app.anonymous.call(
    api.signInWithIdToken,
    input('apple', { idToken, nonce, authorizationCode, displayName: 'Anna Maria' })
  )
  assert.equal(meOf(reply).displayName, 'Anna Maria')
  const kept = await app.db.selectFrom('identities').select(['refresh_token', 'client_id']).executeTakeFirstOrThrow()
  assert.ok(kept.refresh_token !== null)
  assert.equal(kept.client_id, appleApp)
})

test('Apple’s code is exchanged the first time only, and a first time without Apple is no sign-in', async (t) => {
  const app = await federatedApp(t)
  const attempt = async (status: number) => {
    const nonce = await nonceFor(app, 'apple')
    const idToken = await app.doubles.apple.sign({ aud: appleApp, nonce: hashed(nonce) })
    const body = input('apple', { idToken, nonce, authorizationCode: app.doubles.apple.appCode(appleApp) })
    assert.equal((await app.anonymous.send(api.signInWithIdToken, body)).statusCode, status)
  }
  app.doubles.apple.faults.token = 500
  await attempt(503)
  assert.equal((await app.db.selectFrom('identities').select('id').execute()).length, 0)
  delete app.doubles.apple.faults.token
  await attempt(201)
  const asked = app.doubles.apple.asked.token
  await attempt(201)
  assert.equal(app.doubles.apple.asked.token, asked)
})

test('somebody without a name and with a relay’s address is called something', async (t) => {
  const app = await federatedApp(t)
  const nonce = await nonceFor(app, 'apple')
  const claims = {
    email: 'x7k2@privaterelay.appleid.com',
    is_private_email: 'true',
    email_verified: 'true',
    name: undefined
  }
  const idToken = await app.doubles.apple.sign({ ...claims, aud: appleApp, nonce: hashed(nonce) })
  const me = meOf(await app.anonymous.call(api.signInWithIdToken, input('apple', { idToken, nonce })))
  assert.equal(me.displayName, 'New here')
})

test('while an app moves between two Apple teams people keep their accounts', async (t) => {
  const app = await federatedApp(t)
  const signIn = async (claims: object) => {
    const nonce = await nonceFor(app, 'apple')
    const idToken = await app.doubles.apple.sign({ aud: appleApp, nonce: hashed(nonce), ...claims })
    return meOf(await app.anonymous.call(api.signInWithIdToken, input('apple', { idToken, nonce }))).id
  }
  const before = await signIn({ sub: 'old-team.1' })
  await app.db.updateTable('identities').set({ transfer_subject: 'transfer.1' }).execute()
  assert.equal(await signIn({ sub: 'new-team.1', transfer_sub: 'transfer.1' }), before)
  assert.equal(await signIn({ sub: 'new-team.1' }), before)
})
