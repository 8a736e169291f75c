import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/identities.ts'
import { requestDeletion } from '#contract/privacy.ts'
import { race } from '#test/race.ts'
import { auditedEvents } from '../testing-account.ts'
import { appleApp, federatedApp, meOf, signInWith, type FederatedApp } from './testing-federation.ts'

let counter = 0
type Told = { type: string; at?: Temporal.Instant; sub?: string; claims?: object; asObject?: boolean }

/** As Apple writes it: an event as JSON within the token. */
function notification(app: FederatedApp, { type, at = app.clock.now(), sub = 'sub-anna', claims, asObject }: Told) {
  const event = { type, sub, event_time: at.epochMilliseconds, email: 'anna@example.org', is_private_email: 'true' }
  const events = asObject ? event : JSON.stringify(event)
  const none = { sub: undefined, email: undefined, email_verified: undefined, name: undefined, exp: undefined }
  return app.doubles.apple.sign({ ...none, jti: `event-${counter++}`, events, ...claims })
}

async function tell(app: FederatedApp, payload: string): Promise<number> {
  const { statusCode } = await app.anonymous.send(api.receiveAppleNotification, { body: { payload } })
  return statusCode
}

async function told(app: FederatedApp, what: Told): Promise<void> {
  assert.equal(await tell(app, await notification(app, what)), 200)
  await app.runJobs()
}

/** Somebody who signed in with Apple a minute ago. */
async function withApple(app: FederatedApp) {
  const { visitor, reply } = await signInWith(app, 'apple')
  app.clock.advance({ minutes: 1 })
  return { visitor, me: meOf(reply) }
}

// ASVS 7.6.1
test('a withdrawn consent ends every session, and signing in with Apple again gives it again', async (t) => {
  const app = await federatedApp(t)
  const { visitor, me } = await withApple(app)
  await told(app, { type: 'consent-revoked' })
  assert.equal(await visitor.problem(accounts.getMe), 'not_signed_in')
  assert.ok((await auditedEvents(app)).includes('identity.consent_ended'))
  app.clock.advance({ minutes: 1 })
  const again = await signInWith(app, 'apple')
  assert.equal(meOf(again.reply).id, me.id)
  assert.equal((await again.visitor.call(api.listIdentities)).items[0]?.active, true)
})

test('an identity without consent is no way in that another could be given up for', async (t) => {
  const app = await federatedApp(t)
  const { visitor } = await withApple(app)
  app.doubles.google.person = { sub: 'sub-g', email: 'g@example.org', email_verified: true }
  const { url } = await visitor.call(api.beginLinking, { body: { provider: 'google' } })
  const { state, code } = (await app.doubles.google.authorize(url)) as { state: string; code: string }
  await visitor.call(api.finishLinking, { body: { provider: 'google', state, code } })
  app.clock.advance({ minutes: 1 })
  await told(app, { type: 'consent-revoked' })
  const back = await signInWith(app, 'google')
  const google = (await back.visitor.call(api.listIdentities)).items.find(({ provider }) => provider?.id === 'google')
  assert.equal(
    await back.visitor.problem(api.unlinkIdentity, { params: { identityId: google?.id ?? '' } }),
    'last_way_in'
  )
})

for (const type of ['account-delete', 'account-deleted'])
  test(`${type} disconnects Apple, ends every session and tells the owner the way on`, async (t) => {
    const app = await federatedApp(t)
    const { visitor } = await withApple(app)
    await told(app, { type, asObject: type === 'account-deleted' })
    assert.equal(await visitor.problem(accounts.getMe), 'not_signed_in')
    assert.equal((await app.db.selectFrom('identities').select('id').execute()).length, 0)
    assert.equal(
      (await app.db.selectFrom('users').select('id').execute()).length,
      1,
      'the account is not Apple’s to delete'
    )
    const mail = app.mail.sent.at(-1)
    assert.equal(mail?.subject, 'A way to sign in to honeyDue is gone, your homes are still here')
  })

test('whether Apple passes mail on is kept as the newest news has it, in whatever order it arrives', async (t) => {
  const app = await federatedApp(t)
  await withApple(app)
  const at = app.clock.now()
  const forwarded = async () =>
    (await app.db.selectFrom('identities').select('email_forwarded').executeTakeFirstOrThrow()).email_forwarded
  await told(app, { type: 'email-disabled', at: at.add({ seconds: 20 }) })
  await told(app, { type: 'email-enabled', at: at.add({ seconds: 10 }) })
  assert.equal(await forwarded(), false)
  await told(app, { type: 'email-enabled', at: at.add({ seconds: 30 }) })
  assert.equal(await forwarded(), true)
})

test('news that is older than the last sign-in takes nothing back', async (t) => {
  const app = await federatedApp(t)
  const { visitor } = await withApple(app)
  await told(app, { type: 'consent-revoked', at: app.clock.now().subtract({ minutes: 5 }) })
  await visitor.call(accounts.getMe)
})

test('the same notification again, also a hundred times at once, is answered alike and has one effect', async (t) => {
  const app = await federatedApp(t)
  await withApple(app)
  const payload = await notification(app, { type: 'account-delete' })
  const results = await race(100, () => tell(app, payload))
  assert.ok(results.every((result) => result.status === 'fulfilled' && result.value === 200))
  await app.runJobs()
  assert.equal(app.mail.sent.length, 1)
  assert.equal((await app.db.selectFrom('provider_events').select('id').execute()).length, 1)
})

// ASVS 9.2.2, 9.2.3
test('what is not a notification of Apple’s for us is refused, and nothing is written', async (t) => {
  const app = await federatedApp(t)
  await withApple(app)
  const revoked = { type: 'consent-revoked' }
  const seconds = Math.floor(app.clock.now().epochMilliseconds / 1000)
  const forged = [
    'not.a.token',
    (await notification(app, revoked)).replace(/.{4}$/, 'AAAA'),
    await notification(app, { ...revoked, claims: { aud: 'another.app' } }),
    await notification(app, { ...revoked, claims: { iss: 'https://evil.test' } }),
    await notification(app, { ...revoked, claims: { jti: undefined } }),
    await notification(app, { ...revoked, claims: { iat: seconds + 120 } }),
    await notification(app, { ...revoked, claims: { iat: seconds - 31 * 86_400 } }),
    await notification(app, { ...revoked, claims: { exp: seconds - 120 } }),
    await notification(app, { ...revoked, claims: { events: undefined } }),
    await notification(app, { ...revoked, claims: { events: '[]' } }),
    await notification(app, { type: 'something-else' }),
    await notification(app, { ...revoked, sub: '' }),
    await app.doubles.google.sign({ iss: 'https://appleid.apple.com', aud: appleApp, jti: 'x', events: '{}' }),
    await app.doubles.apple.sign({ nonce: 'an ID token' })
  ]
  for (const [index, payload] of forged.entries()) assert.equal(await tell(app, payload), 401, `number ${index}`)
  assert.equal((await app.db.selectFrom('provider_events').select('id').execute()).length, 0)
})

// ASVS 9.2.2
test('a notification is no ID token', async (t) => {
  const app = await federatedApp(t)
  const { nonce } = await app.anonymous.call(api.challengeApp, { params: { provider: 'apple' } })
  const idToken = await notification(app, { type: 'email-enabled' })
  const body = { idToken, nonce, transport: 'bearer', timeZone: 'Europe/Berlin', language: 'en' } as const
  const problem = await app.anonymous.problem(api.signInWithIdToken, { params: { provider: 'apple' }, body })
  assert.equal(problem.code, 'provider_sign_in_failed')
})

test('Apple is told that somebody has left until it has listened, and once', async (t) => {
  const app = await federatedApp(t)
  await withApple(app)
  app.doubles.apple.faults.revoke = 500
  await app.db.deleteFrom('users').execute() // however an account goes
  const pending = async () => (await app.db.selectFrom('pending_revocations').select('id').execute()).length
  const run = async () => {
    await app.db.insertInto('outbox').values({ name: 'identities.revoke', payload: '{}' }).execute()
    await app.runJobs()
  }
  for (let minutes = 0; minutes < 60; minutes += 11) {
    await run()
    assert.equal(await pending(), 1)
    app.clock.advance({ minutes: 11 })
  }
  assert.ok(app.doubles.apple.asked.revoke >= 5)
  delete app.doubles.apple.faults.revoke
  await run()
  assert.equal(await pending(), 0)
  assert.equal(app.doubles.apple.revoked.length, 1)
  app.clock.advance({ hours: 1 })
  await run()
  assert.equal(app.doubles.apple.revoked.length, 1)
})

test('when an account is erased Apple has seen its token revoked, also if it did not listen at first', async (t) => {
  const app = await federatedApp(t)
  const { visitor, me } = await withApple(app)
  app.doubles.apple.faults.revoke = 503
  await visitor.call(requestDeletion)
  app.clock.advance({ hours: 24 * 7 + 1 })
  await app.db.insertInto('outbox').values({ name: 'privacy.erase-accounts', payload: '{}' }).execute()
  await app.runJobs()
  assert.equal(await app.db.selectFrom('users').select('id').where('id', '=', me.id).executeTakeFirst(), undefined)
  assert.equal(app.doubles.apple.revoked.length, 0)

  delete app.doubles.apple.faults.revoke
  app.clock.advance({ hours: 1 })
  await app.db.insertInto('outbox').values({ name: 'identities.revoke', payload: '{}' }).execute()
  await app.runJobs()
  assert.equal(app.doubles.apple.revoked.length, 1)
})

test('a token that Apple does not know any more counts as revoked', async (t) => {
  const app = await federatedApp(t)
  await withApple(app)
  app.doubles.apple.forgetTokens()
  await app.db.deleteFrom('users').execute()
  await app.db.insertInto('outbox').values({ name: 'identities.revoke', payload: '{}' }).execute()
  await app.runJobs()
  assert.deepEqual([app.doubles.apple.asked.revoke, app.doubles.apple.revoked.length], [1, 0])
  assert.equal((await app.db.selectFrom('pending_revocations').select('id').execute()).length, 0)
})

test('what was received is forgotten when it would not be believed any more', async (t) => {
  const app = await federatedApp(t)
  await withApple(app)
  await told(app, { type: 'email-disabled' })
  const sweep = async () => {
    await app.db.insertInto('outbox').values({ name: 'identities.sweep', payload: '{}' }).execute()
    await app.runJobs()
    return (await app.db.selectFrom('provider_events').select('id').execute()).length
  }
  app.clock.advance({ hours: 24 * 30 })
  assert.equal(await sweep(), 1)
  app.clock.advance({ hours: 48 })
  assert.equal(await sweep(), 0)
})
