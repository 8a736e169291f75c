import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/identities.ts'
import * as residences from '#contract/residences.ts'
import * as security from '#contract/security.ts'
import { account, mailedAction, mailedToken, register } from '../testing-account.ts'
import { federatedApp, linkOf, meOf, signInWith, type FederatedApp } from './testing-federation.ts'

/**
 * The five attacks of Sudhodanan and Paverd, "Pre-hijacked accounts" (arXiv 2205.10174): somebody prepares something under
 * the address of a person who has no account yet, and waits for that person to come.
 */

const victim = { sub: 'sub-victim', email: 'anna@example.org', email_verified: true }
const attacker = { sub: 'sub-attacker', email: 'anna@example.org', email_verified: false }

/** The attacker's own provider says that the address is theirs, without having looked. */
async function attackerWithClaim(app: FederatedApp) {
  app.doubles.home.person = attacker
  const { visitor, reply } = await signInWith(app, 'home')
  return { visitor, me: meOf(reply) }
}

async function victimComes(app: FederatedApp) {
  app.doubles.google.person = victim
  const { visitor, reply } = await signInWith(app, 'google')
  return { visitor, me: meOf(reply) }
}

test('classic-federated merge: a password that was chosen under the address before opens nothing', async (t) => {
  const app = await federatedApp(t)
  const registrationId = await register(app, { password: 'the attacker knows this' })
  const code = mailedAction(app) // the attacker has none of it, but if it leaks later it must be dead
  const { me } = await victimComes(app)
  const body = { email: 'anna@example.org', password: 'the attacker knows this', transport: 'bearer' } as const
  assert.equal((await app.anonymous.problem(accounts.signIn, { body })).code, 'sign_in_failed')
  const verification = { params: { registrationId }, body: { code, transport: 'bearer' } } as const
  assert.equal((await app.anonymous.problem(accounts.verifyRegistration, verification)).code, 'code_not_accepted')
  assert.equal((await app.db.selectFrom('users').select('id').execute()).length, 1)
  assert.equal(me.email, 'anna@example.org')
})

test('unexpired session: whoever waited in a session under the address is out, and was never in the same account', async (t) => {
  const app = await federatedApp(t)
  const waiting = await attackerWithClaim(app)
  const { me } = await victimComes(app)
  assert.notEqual(me.id, waiting.me.id)
  assert.equal(await waiting.visitor.problem(accounts.getMe), 'not_signed_in')
})

test('trojan identifier: another identity that was connected under the address leads nowhere near the new account', async (t) => {
  const app = await federatedApp(t)
  await attackerWithClaim(app)
  const { me, visitor } = await victimComes(app)
  assert.equal((await visitor.call(api.listIdentities)).items.length, 1)
  app.doubles.home.person = attacker
  assert.notEqual(meOf((await signInWith(app, 'home')).reply).id, me.id)
})

test('unexpired change of address: a proof of the address that was begun before does not end in another’s account', async (t) => {
  const app = await federatedApp(t)
  const waiting = await attackerWithClaim(app)
  await waiting.visitor.call(security.resendAddressCode)
  await app.runJobs()
  const code = mailedAction(app)
  await victimComes(app)
  assert.equal(await waiting.visitor.problem(security.proveAddress, { body: { code } }), 'not_signed_in')
  const again = await attackerWithClaim(app)
  assert.equal(await again.visitor.problem(security.proveAddress, { body: { code } }), 'code_not_accepted')
  await again.visitor.call(security.resendAddressCode)
  await app.runJobs()
  assert.equal(app.mail.sent.at(-1)?.subject, 'This address has a honeyDue account already')
})

test('non-verifying provider: what it says of an address neither finds an account nor keeps its owner from one', async (t) => {
  const app = await federatedApp(t)
  const anna = await account(app)
  const waiting = await attackerWithClaim(app)
  assert.notEqual(waiting.me.id, anna.signedIn.me.id)
  assert.equal(await waiting.visitor.problem(residences.listResidences), 'email_not_verified')
  await anna.caller.call(accounts.getMe)
  await app.anonymous.call(accounts.forgotPassword, { body: { email: 'anna@example.org' } })
  await app.runJobs()
  await app.anonymous.call(accounts.resetPassword, { body: { token: mailedToken(app), password: 'acht weisse Rosen' } })
  await app.runJobs()
  const sign = { email: 'anna@example.org', password: 'acht weisse Rosen', transport: 'bearer' } as const
  const reply = await app.anonymous.call(accounts.signIn, { body: sign })
  assert.ok('me' in reply && reply.me.id === anna.signedIn.me.id)
})

test('an address that is only claimed keeps nobody from registering it, and the claim goes', async (t) => {
  const app = await federatedApp(t)
  const waiting = await attackerWithClaim(app)
  const anna = await account(app)
  assert.notEqual(anna.signedIn.me.id, waiting.me.id)
  assert.equal(await waiting.visitor.problem(accounts.getMe), 'not_signed_in')
  await app.anonymous.call(accounts.forgotPassword, { body: { email: 'anna@example.org' } })
  await app.runJobs()
})

test('a claim gets no mail to choose a password by: nobody has shown whose address it is', async (t) => {
  const app = await federatedApp(t)
  await attackerWithClaim(app)
  await app.anonymous.call(accounts.forgotPassword, { body: { email: 'anna@example.org' } })
  await app.runJobs()
  assert.deepEqual(app.mail.sent, [])
})

test('with the code that is mailed an address is proved, and everything opens', async (t) => {
  const app = await federatedApp(t)
  const { visitor, me } = await attackerWithClaim(app)
  const rival = await attackerWithClaim(app)
  assert.equal(rival.me.id, me.id)
  assert.equal(await visitor.problem(residences.listResidences), 'email_not_verified')
  await visitor.call(security.resendAddressCode)
  await app.runJobs()
  const code = mailedAction(app)
  await visitor.call(security.proveAddress, { body: { code } })
  await visitor.call(residences.listResidences)
  assert.equal(await visitor.problem(security.proveAddress, { body: { code } }), 'code_not_accepted')
  await app.runJobs()
})

test('a relay’s address never finds an account, and is proved by the mail that it passes on', async (t) => {
  const app = await federatedApp(t)
  const relay = 'x7k2@privaterelay.appleid.com'
  await account(app, { email: relay })
  app.doubles.apple.person = { sub: 'sub-1', email: relay, email_verified: true, is_private_email: true }
  const { visitor, reply } = await signInWith(app, 'apple')
  meOf(reply)
  assert.equal(await visitor.problem(residences.listResidences), 'email_not_verified')
})

test('an identity that is new but whose verified address has an account is asked about, however often it comes', async (t) => {
  const app = await federatedApp(t)
  await account(app)
  app.doubles.google.person = victim
  for (const sub of ['one', 'two']) {
    app.doubles.google.person = { ...victim, sub }
    linkOf((await signInWith(app, 'google')).reply)
  }
  assert.equal((await app.db.selectFrom('users').select('id').execute()).length, 1)
})
