import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/factors.ts'
import { makeAuthenticator, type Tweaks } from '#test/authenticator.ts'
import { testApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { auditedEvents, signIn } from '../testing-account.ts'
import { relyingParty } from './passkey-ceremony.ts'
import { challengeMinutes, passkeysPerUser } from './rules.ts'
import {
  answer,
  answered,
  asked,
  guarded,
  onward,
  sessionMethods,
  signInByPasskey,
  withPasskey,
  withTotp
} from './testing-factors.ts'

// ASVS 6.3.3, 6.7.2
test('a passkey is added, and signs in without a password and without a further question', async (t) => {
  const app = await testApp(t)
  const anna = await guarded(app)
  const elsewhere = await signIn(app)
  const options = await anna.caller.call(api.beginPasskey)
  assert.equal(Buffer.from(options.challenge, 'base64url').length, 32)
  assert.equal(options.rp.id, 'localhost')
  assert.equal(Buffer.from(options.user.id, 'base64url').toString(), anna.userId)
  const authenticator = makeAuthenticator()

  const added = await anna.caller.call(api.addPasskey, {
    body: { label: '  Anna’s phone ', credential: authenticator.create(options) }
  })

  assert.deepEqual(
    [added.passkey.label, added.passkey.backedUp, added.passkey.lastUsedAt],
    ['Anna’s phone', false, null]
  )
  assert.equal(added.recoveryCodes?.length, 10, 'with the first factor come recovery codes')
  assert.equal((await elsewhere.caller.problem(accounts.getMe)).code, 'not_signed_in')
  const reply = await signInByPasskey(app, authenticator)
  assert.ok('me' in reply && reply.me.id === anna.userId)
  assert.deepEqual((await sessionMethods(app, anna.userId)).at(-1), ['passkey'])
  const { passkeys } = await app.caller(reply.token ?? '').call(api.listFactors)
  assert.deepEqual(
    passkeys.map(({ label, lastUsedAt }) => [label, lastUsedAt]),
    [['Anna’s phone', app.clock.now().toString()]]
  )
  await app.runJobs()
  assert.match(app.mail.sent.at(-1)?.subject ?? '', /passkey was added/)
})

test('an authenticator that does not count signs in again and again', async (t) => {
  const app = await testApp(t)
  const { caller } = await guarded(app)
  const authenticator = makeAuthenticator({ counts: false })
  await caller.call(api.addPasskey, {
    body: { label: 'Manager', credential: authenticator.create(await caller.call(api.beginPasskey)) }
  })
  await signInByPasskey(app, authenticator)
  await signInByPasskey(app, authenticator)
})

const departures: Record<string, Tweaks> = {
  'another origin': { origin: 'https://honeydue.example' },
  'a page of the same host on another port': { origin: 'http://localhost:9999' },
  'another relying party': { rpId: 'honeydue.example' },
  'nobody present': { userPresent: false, userVerified: false },
  'nobody verified': { userVerified: false },
  'the other ceremony': { type: 'webauthn.create' },
  'another challenge': { challenge: 'A'.repeat(43) },
  'an empty challenge': { challenge: '' },
  'a forged signature': { forged: true },
  'a page inside another site’s': { crossOrigin: true, topOrigin: 'https://elsewhere.example' },
  'a counter that did not rise': { counter: 1 },
  'a counter that is back at zero': { counter: 0 },
  'somebody else’s name': { userHandle: Buffer.from('0190-somebody-else').toString('base64url') },
  'no name': { userHandle: null }
}
for (const [name, tweaks] of Object.entries(departures)) {
  // ASVS 6.7.2
  test(`an answer to the challenge with ${name} signs nobody in, and uses the challenge up`, async (t) => {
    const app = await testApp(t)
    const { authenticator, userId } = await withPasskey(app)
    const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)

    const refused = await app.anonymous.problem(api.signInWithPasskey, {
      body: { flow, assertion: authenticator.get(challenge, tweaks), transport: 'bearer' }
    })

    assert.equal(refused.code, 'passkey_not_accepted')
    assert.ok((await auditedEvents(app)).includes('sign_in.refused'))
    assert.equal((await sessionMethods(app, userId)).length, 1)
    if (tweaks.challenge !== undefined) return
    const again = await app.anonymous.problem(api.signInWithPasskey, {
      body: { flow, assertion: authenticator.get(challenge), transport: 'bearer' }
    })
    assert.equal(again.code, 'passkey_not_accepted', 'the challenge is used up')
  })
}

test('a copied authenticator shows itself by its counter, which is noted', async (t) => {
  const app = await testApp(t)
  const { authenticator } = await withPasskey(app)
  const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)
  const assertion = authenticator.get(challenge, { counter: 1 })
  await app.anonymous.problem(api.signInWithPasskey, { body: { flow, assertion, transport: 'bearer' } })
  assert.ok((await auditedEvents(app)).includes('passkey.counter_fell'))
})

// ASVS 6.7.2
test('an answer works once, with the flow that asked for it, for ten minutes', async (t) => {
  const app = await testApp(t)
  const { authenticator } = await withPasskey(app)
  const begin = () => app.anonymous.call(api.beginPasskeySignIn)
  const enter = (flow: string, assertion: api.Assertion) =>
    app.anonymous.send(api.signInWithPasskey, { body: { flow, assertion, transport: 'bearer' } })

  const first = await begin()
  const assertion = authenticator.get(first.challenge)
  assert.equal((await enter((await begin()).flow, assertion)).statusCode, 422, 'the flow of somebody else')
  assert.equal((await enter(first.flow, assertion)).statusCode, 201)
  assert.equal((await enter(first.flow, assertion)).statusCode, 422, 'replayed')
  const late = await begin()
  app.clock.advance({ minutes: challengeMinutes })
  assert.equal((await enter(late.flow, authenticator.get(late.challenge))).statusCode, 422, 'too late')
})

test('of twenty who send one answer at once one is signed in', async (t) => {
  const app = await testApp(t)
  const { authenticator } = await withPasskey(app)
  const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)
  const body = { flow, assertion: authenticator.get(challenge), transport: 'bearer' } as const

  const results = await race(20, () => app.anonymous.send(api.signInWithPasskey, { body }))

  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 201).length, 1)
})

// ASVS 2.3.1
test('a challenge of one kind is none of another: adding, signing in, stepping up, second factor', async (t) => {
  const app = await testApp(t)
  const anna = await withPasskey(app)
  const { authenticator, caller } = anna
  const enter = (flow: string, challenge: string) =>
    app.anonymous.send(api.signInWithPasskey, {
      body: { flow, assertion: authenticator.get(challenge), transport: 'bearer' }
    })
  const { flow, challenge } = await app.anonymous.call(api.beginPasskeySignIn)
  const question = await asked(app)

  assert.equal((await enter(flow, (await caller.call(api.challengeSession)).challenge)).statusCode, 422)
  assert.equal((await enter(flow, (await caller.call(api.beginPasskey)).challenge)).statusCode, 422)
  assert.equal((await enter(flow, question.challenge)).statusCode, 422)
  const proof = { method: 'passkey', assertion: authenticator.get(challenge) } as const
  assert.equal((await answer(app, question.challenge, proof)).statusCode, 422)
  assert.equal((await answer(app, challenge, proof)).statusCode, 422)
})

test('nobody’s passkey and a nonsensical answer are refused alike', async (t) => {
  const app = await testApp(t)
  const { authenticator } = await withPasskey(app)
  const stranger = makeAuthenticator()
  stranger.create({ challenge: 'A'.repeat(43), user: { id: 'QQ' }, rp: { id: 'localhost' } })
  const enter = async (change: (challenge: string) => api.Assertion) => {
    const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)
    const body = { flow, assertion: change(challenge), transport: 'bearer' } as const
    return (await app.anonymous.problem(api.signInWithPasskey, { body })).code
  }

  assert.equal(await enter((challenge) => stranger.get(challenge)), 'passkey_not_accepted')
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 }).map((array) => Buffer.from(array).toString('base64url'))
  const part = fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature', 'id', 'userHandle')
  await fc.assert(
    fc.asyncProperty(part, bytes, async (name, text) => {
      const code = await enter((challenge) => ({ ...authenticator.get(challenge), [name]: text }))
      assert.equal(code, 'passkey_not_accepted')
    }),
    { numRuns: 60 }
  )
})

test('a credential that was made elsewhere, for another session or without verification is not added', async (t) => {
  const app = await testApp(t)
  const anna = await guarded(app)
  const laptop = await signIn(app)
  const refused = async (tweaks: Tweaks) => {
    const credential = makeAuthenticator().create(await anna.caller.call(api.beginPasskey), tweaks)
    return (await anna.caller.problem(api.addPasskey, { body: { label: 'Key', credential } })).code
  }
  for (const name of ['another origin', 'another relying party', 'nobody verified', 'another challenge'] as const) {
    assert.equal(await refused(departures[name] ?? {}), 'passkey_not_accepted', name)
  }
  assert.equal(await refused({ type: 'webauthn.get' }), 'passkey_not_accepted')

  const credential = makeAuthenticator().create(await anna.caller.call(api.beginPasskey))
  const body = { label: 'Key', credential }
  assert.equal((await laptop.caller.problem(api.addPasskey, { body })).code, 'passkey_not_accepted', 'another session')
  const { caller } = onward(app, anna, await anna.caller.call(api.addPasskey, { body }))
  assert.equal((await caller.problem(api.addPasskey, { body })).code, 'passkey_not_accepted', 'the challenge is used')
  assert.ok((await auditedEvents(app)).includes('passkey.refused'))
})

test('one credential belongs to one account, and is added once', async (t) => {
  const app = await testApp(t)
  const { authenticator, caller } = await withPasskey(app)
  const ben = await guarded(app, { email: 'ben@example.org' })
  for (const person of [caller, ben.caller]) {
    const credential = authenticator.create(await person.call(api.beginPasskey))
    const problem = await person.problem(api.addPasskey, { body: { label: 'Again', credential } })
    assert.equal(problem.code, 'passkey_already_there')
  }
  assert.deepEqual((await caller.call(api.beginPasskey)).excludeCredentials, [
    { id: authenticator.credentialId, type: 'public-key', transports: ['internal'] }
  ])
})

test('a passkey is renamed and removed by its owner and found by nobody else', async (t) => {
  const app = await testApp(t)
  const anna = await withPasskey(app)
  const ben = await withPasskey(app, await guarded(app, { email: 'ben@example.org' }))
  const params = { passkeyId: anna.passkey.id }
  const body = { label: 'Blue key' }

  assert.equal((await anna.caller.call(api.renamePasskey, { params, body })).label, 'Blue key')
  assert.equal((await ben.caller.problem(api.renamePasskey, { params, body })).code, 'passkey_not_found')
  assert.equal((await ben.caller.problem(api.removePasskey, { params })).code, 'passkey_not_found')
  const blank = await anna.caller.problem(api.renamePasskey, { params, body: { label: ' \u2063 ' } })
  assert.deepEqual(blank.fields, [{ in: 'body', path: '/label', reason: 'blank' }])
  const { caller } = onward(app, anna, await anna.caller.call(api.removePasskey, { params }))
  assert.equal((await caller.problem(api.removePasskey, { params })).code, 'passkey_not_found')
  assert.deepEqual((await caller.call(api.listFactors)).passkeys, [])
  const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)
  const gone = { flow, assertion: anna.authenticator.get(challenge), transport: 'bearer' } as const
  assert.equal((await app.anonymous.problem(api.signInWithPasskey, { body: gone })).code, 'passkey_not_accepted')
  await app.runJobs()
  assert.ok(app.mail.sent.some(({ to, subject }) => to === anna.email && /passkey was removed/.test(subject)))
})

// ASVS 6.5.6
test('an account with passkeys only keeps its last one, also when two are removed at once', async (t) => {
  const app = await testApp(t)
  const first = await withPasskey(app)
  const second = await withPasskey(app, first, 'Laptop')
  await app.db.updateTable('users').set({ password_hash: null }).execute()
  const reply = await signInByPasskey(app, first.authenticator)
  assert.ok('me' in reply)
  const other = app.caller(reply.token ?? '')

  const results = await race(2, (index) =>
    (index === 0 ? second.caller : other).send(api.removePasskey, {
      params: { passkeyId: (index === 0 ? first : second).passkey.id }
    })
  )

  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.deepEqual(new Set(statuses), new Set([200, 409]))
  const left = await app.db.selectFrom('passkeys').select('label').execute()
  assert.equal(left.length, 1)
})

test('no more than ten, also when two are added at once', async (t) => {
  const app = await testApp(t)
  let person = await withPasskey(app)
  for (let count = 1; count < passkeysPerUser - 1; count += 1) person = await withPasskey(app, person, `Key ${count}`)
  const other = await signInByPasskey(app, person.authenticator)
  assert.ok('me' in other)
  const callers = [person.caller, app.caller(other.token ?? '')]
  const bodies = await Promise.all(
    callers.map(async (caller) => ({
      label: 'Last',
      credential: makeAuthenticator().create(await caller.call(api.beginPasskey))
    }))
  )

  const results = await race(2, (index) =>
    (callers[index] ?? person.caller).send(api.addPasskey, { body: bodies[index] as (typeof bodies)[number] })
  )

  const replies = results.map((result) => (result.status === 'fulfilled' ? result.value : undefined))
  assert.deepEqual(new Set(replies.map((response) => response?.statusCode)), new Set([201, 409]))
  const added = replies.find((response) => response?.statusCode === 201)?.json<{ token: string }>()
  assert.equal((await app.caller(added?.token ?? '').problem(api.beginPasskey)).code, 'too_many_passkeys')
})

test('a passkey answers the question for a second factor, its owner’s only', async (t) => {
  const app = await testApp(t)
  const anna = await withPasskey(app, await withTotp(app))
  const ben = await withPasskey(app, await guarded(app, { email: 'ben@example.org' }))
  const { challenge } = await asked(app)
  const bens = { method: 'passkey', assertion: ben.authenticator.get(challenge) } as const
  assert.equal((await answer(app, challenge, bens)).json<{ code: string }>().code, 'factor_not_accepted')
  const forged = { method: 'passkey', assertion: anna.authenticator.get(challenge, { forged: true }) } as const
  assert.equal((await answer(app, challenge, forged)).json<{ code: string }>().code, 'factor_not_accepted')

  await answered(app, challenge, { method: 'passkey', assertion: anna.authenticator.get(challenge) })
  assert.deepEqual((await sessionMethods(app, anna.userId)).at(-1), ['password', 'passkey'])
})

test('an account that staff has closed is not opened by its passkey', async (t) => {
  const app = await testApp(t)
  const { authenticator } = await withPasskey(app)
  await app.db.updateTable('users').set({ disabled_at: app.clock.now().toString() }).execute()
  const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)
  const body = { flow, assertion: authenticator.get(challenge), transport: 'bearer' } as const
  assert.equal((await app.anonymous.problem(api.signInWithPasskey, { body })).code, 'passkey_not_accepted')
})

test('who we are to an authenticator follows from the public address', () => {
  assert.deepEqual(relyingParty('https://home.example.org'), {
    id: 'home.example.org',
    origin: 'https://home.example.org'
  })
  assert.deepEqual(relyingParty('http://localhost:8080'), { id: 'localhost', origin: 'http://localhost:8080' })
  assert.equal(relyingParty('https://Home.example.org:443').origin, 'https://home.example.org')
})
