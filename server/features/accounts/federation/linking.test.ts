import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/identities.ts'
import { race } from '#test/race.ts'
import { account, auditedEvents, mailedToken, newPerson, signIn } from '../testing-account.ts'
import {
  browser,
  federatedApp,
  goAndReturn,
  linkOf,
  meOf,
  returnInput,
  signInWith,
  type Browser,
  type FederatedApp,
  type ProviderId
} from './testing-federation.ts'

/** Somebody with a password whose address Google vouches for. */
async function askedToLink(app: FederatedApp) {
  const anna = await account(app)
  const { visitor, reply } = await signInWith(app, 'google')
  return { anna, visitor, link: linkOf(reply) }
}

async function passwordIn(visitor: Browser, change: object = {}) {
  const { email, password } = newPerson()
  return visitor.call(accounts.signIn, { body: { email, password, transport: 'cookie', ...change } })
}

// ASVS 6.8.1
test('an address that has an account is not let in by a provider alone: its owner is asked', async (t) => {
  const app = await federatedApp(t)
  const { visitor, link } = await askedToLink(app)
  assert.deepEqual([link.ticket, link.provider, link.email], [null, 'google', 'anna@example.org'])
  assert.equal(await visitor.problem(accounts.getMe), 'not_signed_in')
  assert.equal((await app.db.selectFrom('identities').select('id').execute()).length, 0)
})

test('whoever signs in to that account in the same browser connects the two, and hears of it by mail', async (t) => {
  const app = await federatedApp(t)
  const { anna, visitor } = await askedToLink(app)
  await passwordIn(visitor)
  const identity = await visitor.call(api.linkIdentity, { body: {} })
  assert.deepEqual([identity.provider?.id, identity.email, identity.active], ['google', 'anna@example.org', true])
  await app.runJobs()
  assert.equal(app.mail.sent.at(-1)?.subject, 'A new way to sign in to honeyDue')
  assert.equal(meOf((await signInWith(app, 'google')).reply).id, anna.signedIn.me.id)
  assert.ok((await auditedEvents(app)).includes('identity.linked'))
})

test('the ticket is for one account, once, and for the browser that has it', async (t) => {
  const app = await federatedApp(t)
  const { anna, visitor } = await askedToLink(app)
  const ben = await account(app, { email: 'ben@example.org', password: 'neun gelbe Astern' })
  await passwordIn(visitor, { email: ben.email, password: ben.password })
  assert.equal(await visitor.problem(api.linkIdentity, { body: {} }), 'link_not_accepted', 'another account')
  assert.equal((await anna.caller.problem(api.linkIdentity, { body: {} })).code, 'link_not_accepted', 'no ticket')
  await passwordIn(visitor)
  const ticket = visitor.cookies.get('__Host-honeydue-flow') ?? assert.fail('no ticket')
  await visitor.call(api.linkIdentity, { body: {} })
  assert.equal(
    (await anna.caller.problem(api.linkIdentity, { body: { ticket } })).code,
    'link_not_accepted',
    'a second time'
  )
  await app.runJobs()
})

test('the account’s address gets a link that connects the two where the sign-in began, and only there', async (t) => {
  const app = await federatedApp(t)
  const { anna, visitor } = await askedToLink(app)
  await visitor.call(api.mailLinkConfirmation, { body: {} })
  await app.runJobs()
  const token = mailedToken(app)
  const body = { token, transport: 'cookie' }
  assert.equal(await browser(app).problem(api.confirmLinkByMail, { body }), 'link_not_accepted', 'another browser')
  const stranger = browser(app)
  await goAndReturn(app, stranger, 'google')
  assert.equal(await stranger.problem(api.confirmLinkByMail, { body }), 'link_not_accepted', 'another flow')
  assert.equal(meOf(await visitor.call(api.confirmLinkByMail, { body })).id, anna.signedIn.me.id)
  assert.equal(await visitor.problem(api.confirmLinkByMail, { body }), 'link_not_accepted', 'a second time')
  await app.runJobs()
  assert.equal(meOf((await signInWith(app, 'google')).reply).id, anna.signedIn.me.id)
})

test('a mailed link counts once of a hundred at once', async (t) => {
  const app = await federatedApp(t)
  const { visitor } = await askedToLink(app)
  await visitor.call(api.mailLinkConfirmation, { body: {} })
  await app.runJobs()
  const cookie = `__Host-honeydue-flow=${visitor.cookies.get('__Host-honeydue-flow')}`
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const body = { token: mailedToken(app), transport: 'cookie' } as const
  const results = await race(100, () => app.anonymous.send(api.confirmLinkByMail, { body, headers }))
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 201).length, 1)
  assert.equal(statuses.filter((status) => status === 422).length, 99)
  await app.runJobs()
})

test('a new password ends a link that was mailed before', async (t) => {
  const app = await federatedApp(t)
  const { anna, visitor } = await askedToLink(app)
  await visitor.call(api.mailLinkConfirmation, { body: {} })
  await app.runJobs()
  const token = mailedToken(app)
  await anna.caller.call(accounts.changePassword, {
    body: { currentPassword: anna.password, newPassword: 'zehn blaue Veilchen' }
  })
  await app.runJobs()
  assert.equal(
    await visitor.problem(api.confirmLinkByMail, { body: { token, transport: 'cookie' } }),
    'link_not_accepted'
  )
})

test('an app gets the ticket to keep, and both ways work for it', async (t) => {
  const app = await federatedApp(t)
  const anna = await account(app)
  const { nonce } = await app.anonymous.call(api.challengeApp, { params: { provider: 'google' } })
  const idToken = await app.doubles.google.sign({ nonce })
  const body = { idToken, nonce, transport: 'bearer', timeZone: 'Europe/Berlin', language: 'en' } as const
  const { ticket } = linkOf(await app.anonymous.call(api.signInWithIdToken, { params: { provider: 'google' }, body }))
  assert.ok(ticket !== null)
  await anna.caller.call(api.linkIdentity, { body: { ticket } })
  await app.runJobs()
  assert.equal((await anna.caller.call(api.listIdentities)).items.length, 1)
})

/** Connects from the security page. */
async function connect(app: FederatedApp, visitor: Browser, provider: ProviderId) {
  const { url } = await visitor.call(api.beginLinking, { body: { provider } })
  const { state, code, iss } = (await app.doubles[provider].authorize(url)) as {
    state: string
    code: string
    iss?: string
  }
  return { provider, state, code, ...(iss !== undefined && { issuer: iss }) }
}

test('somebody who is signed in connects a provider, whatever address it tells', async (t) => {
  const app = await federatedApp(t)
  await account(app)
  const visitor = browser(app)
  await passwordIn(visitor)
  app.doubles.home.person = { sub: 'sub-home', email: 'elsewhere@example.org', email_verified: false }
  const body = await connect(app, visitor, 'home')
  assert.equal((await visitor.call(api.finishLinking, { body })).email, 'elsewhere@example.org')
  const { items, hasPassword } = await visitor.call(api.listIdentities)
  assert.deepEqual([items.length, items[0]?.provider?.name, hasPassword], [1, 'Our house', true])
  const me = await visitor.call(accounts.getMe)
  assert.equal(me.email, 'anna@example.org', 'the account keeps its own address')
  await app.runJobs()
})

// ASVS 10.1.2
test('connecting belongs to the session that began, and asks who it is once more', async (t) => {
  const app = await federatedApp(t)
  await account(app)
  const visitor = browser(app)
  await passwordIn(visitor)
  const body = await connect(app, visitor, 'google')
  const other = browser(app)
  await passwordIn(other)
  other.cookies.set('__Host-honeydue-flow', visitor.cookies.get('__Host-honeydue-flow') ?? '')
  assert.equal(await other.problem(api.finishLinking, { body }), 'provider_sign_in_failed')
  const entering = returnInput('google', body)
  assert.equal(await visitor.problem(api.finishProviderSignIn, entering), 'provider_sign_in_failed', 'it is no sign-in')
  app.clock.advance({ minutes: 11 })
  assert.equal(await visitor.problem(api.beginLinking, { body: { provider: 'google' } }), 'step_up_required')
  assert.equal(await visitor.problem(api.finishLinking, { body }), 'step_up_required')
})

test('what somebody else signs in with is not taken from them', async (t) => {
  const app = await federatedApp(t)
  app.doubles.google.person = { sub: 'sub-ben', email: 'ben@example.org', email_verified: true }
  await signInWith(app, 'google')
  await account(app)
  const visitor = browser(app)
  await passwordIn(visitor)
  const body = await connect(app, visitor, 'google')
  assert.equal(await visitor.problem(api.finishLinking, { body }), 'identity_taken')
})

test('of two accounts that connect one identity at once, one gets it', async (t) => {
  const app = await federatedApp(t)
  await account(app)
  await account(app, { email: 'ben@example.org', password: 'neun gelbe Astern' })
  app.doubles.google.person = { sub: 'sub-new', email: 'new@example.org', email_verified: true }
  const visitors = [browser(app), browser(app)]
  await passwordIn(visitors[0] ?? assert.fail())
  await passwordIn(visitors[1] ?? assert.fail(), { email: 'ben@example.org', password: 'neun gelbe Astern' })
  const bodies = [
    await connect(app, visitors[0] ?? assert.fail(), 'google'),
    await connect(app, visitors[1] ?? assert.fail(), 'google')
  ]
  const results = await race(2, async (index) =>
    (visitors[index] ?? assert.fail()).send(api.finishLinking, { body: bodies[index] })
  )
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.deepEqual(new Set(statuses), new Set([201, 409]))
  await app.runJobs()
})

test('disconnecting leaves one way in at least, and tells the owner and Apple', async (t) => {
  const app = await federatedApp(t)
  const { visitor } = await signInWith(app, 'apple')
  const { items, hasPassword } = await visitor.call(api.listIdentities)
  const identityId = items[0]?.id ?? assert.fail('none')
  assert.equal(hasPassword, false)
  assert.equal(await visitor.problem(api.unlinkIdentity, { params: { identityId } }), 'last_way_in')
  app.doubles.google.person = { sub: 'sub-g', email: 'g@example.org', email_verified: true }
  await visitor.call(api.finishLinking, { body: await connect(app, visitor, 'google') })
  await visitor.call(api.unlinkIdentity, { params: { identityId } })
  await app.runJobs()
  assert.deepEqual(
    app.mail.sent.map(({ subject }) => subject),
    ['A new way to sign in to honeyDue', 'A way to sign in to honeyDue is gone']
  )
  assert.equal(app.doubles.apple.revoked.length, 1)
  assert.equal(await visitor.problem(api.unlinkIdentity, { params: { identityId } }), 'identity_not_found')
})

test('of the last two ways in, disconnected at once, one stays', async (t) => {
  const app = await federatedApp(t)
  const { visitor } = await signInWith(app, 'apple')
  app.doubles.google.person = { sub: 'sub-g', email: 'g@example.org', email_verified: true }
  await visitor.call(api.finishLinking, { body: await connect(app, visitor, 'google') })
  const { items } = await visitor.call(api.listIdentities)
  const results = await race(2, async (index) =>
    visitor.send(api.unlinkIdentity, { params: { identityId: items[index]?.id ?? '' } })
  )
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.deepEqual(new Set(statuses), new Set([204, 409]))
  await app.runJobs()
})

test('a stranger’s identity is not found', async (t) => {
  const app = await federatedApp(t)
  const { visitor } = await signInWith(app, 'google')
  const { items } = await visitor.call(api.listIdentities)
  const ben = await account(app, { email: 'ben@example.org' })
  const problem = await ben.caller.problem(api.unlinkIdentity, { params: { identityId: items[0]?.id ?? '' } })
  assert.equal(problem.code, 'identity_not_found')
})

test('an account without a password gets one through the mailed link, and then has two ways in', async (t) => {
  const app = await federatedApp(t)
  const me = meOf((await signInWith(app, 'google')).reply)
  await app.anonymous.call(accounts.forgotPassword, { body: { email: me.email } })
  await app.runJobs()
  await app.anonymous.call(accounts.resetPassword, { body: { token: mailedToken(app), password: 'acht weisse Rosen' } })
  await app.runJobs()
  const { caller } = await signIn(app, { password: 'acht weisse Rosen' })
  const { items, hasPassword } = await caller.call(api.listIdentities)
  assert.deepEqual([items.length, hasPassword], [1, true])
})

test('an account without a password is not let in with any, and nobody can tell that it has none', async (t) => {
  const app = await federatedApp(t)
  await signInWith(app, 'google')
  for (const password of ['', ' ', 'null', 'sieben rote Tulpen'].filter((given) => given !== '')) {
    const problem = await app.anonymous.problem(accounts.signIn, {
      body: { email: 'anna@example.org', password, transport: 'bearer' }
    })
    assert.equal(problem.code, 'sign_in_failed')
  }
})
