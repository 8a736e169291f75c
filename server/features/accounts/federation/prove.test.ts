import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setPassword } from '#contract/accounts.ts'
import * as api from '#contract/identities.ts'
import { beginProviderProof, finishProviderProof, getStepUp } from '#contract/security.ts'
import { race } from '#test/race.ts'
import { account, auditedEvents } from '../testing-account.ts'
import {
  browser,
  federatedApp,
  goAndReturn,
  returnInput,
  signInWith,
  type Back,
  type Browser,
  type FederatedApp,
  type ProviderId
} from './testing-federation.ts'

const chosen = { body: { newPassword: 'acht weisse Rosen' } }

/** To the provider and back, without telling our server yet. */
async function goAndProve(app: FederatedApp, visitor: Browser, provider: ProviderId): Promise<Back> {
  const { url } = await visitor.call(beginProviderProof, { body: { provider } })
  return (await app.doubles[provider].authorize(url)) as Back // what every provider's answer has
}

function proofInput(provider: ProviderId, { state, code, iss }: Back) {
  return { body: { provider, state, code, ...(iss !== undefined && { issuer: iss }) } }
}

/** The cookie by which a browser is signed in: no other holds such a token. */
function sessionOf({ cookies }: Browser): [name: string, token: string] {
  return [...cookies].find(([, token]) => token.startsWith('hds_')) ?? assert.fail('not signed in')
}

/** Somebody who came in with a provider, so long ago that they have to show who they are. */
async function comeInLongAgo(app: FederatedApp, provider: ProviderId): Promise<Browser> {
  const { visitor } = await signInWith(app, provider)
  app.clock.advance({ minutes: 11 })
  assert.equal(await visitor.problem(setPassword, chosen), 'step_up_required')
  return visitor
}

for (const provider of ['google', 'apple', 'home'] as const)
  // ASVS 7.5.3
  test(`whoever has neither password nor factor shows at ${provider} who they are, and may then set a password`, async (t) => {
    const app = await federatedApp(t)
    const visitor = await comeInLongAgo(app, provider)
    const ways = await visitor.call(getStepUp)
    assert.deepEqual([ways.first, ways.second, ways.providers.map(({ id }) => id)], [[], [], [provider]])
    const before = sessionOf(visitor)

    await visitor.call(finishProviderProof, proofInput(provider, await goAndProve(app, visitor, provider)))

    assert.ok(
      [...visitor.cookies.values()].every((value) => !before.includes(value)),
      'the session has a new token'
    )
    await visitor.call(setPassword, chosen)
    await app.runJobs()
    assert.equal((await visitor.call(api.listIdentities)).hasPassword, true)
    const { first, providers } = await visitor.call(getStepUp)
    assert.deepEqual([first, providers], [['password'], []])
    assert.ok((await auditedEvents(app)).includes('step_up.done'))
    assert.equal(await visitor.problem(beginProviderProof, { body: { provider } }), 'proofs_incomplete')
    assert.equal(await visitor.problem(setPassword, chosen), 'password_already_there')
  })

// ASVS 7.2.4
test('another person, an earlier moment, another session, another beginning: nothing of it shows who one is', async (t) => {
  const app = await federatedApp(t)
  const visitor = await comeInLongAgo(app, 'home')
  const { home } = app.doubles
  const anna = home.person
  const seconds = () => Math.floor(app.clock.now().epochMilliseconds / 1000)
  const refused = async (input: object, who: Browser = visitor) =>
    assert.equal(await who.problem(finishProviderProof, input), 'provider_sign_in_failed')

  home.person = { sub: 'sub-nobody', email: 'nobody@example.org', email_verified: true }
  await refused(proofInput('home', await goAndProve(app, visitor, 'home')))
  home.person = { sub: 'sub-ben', email: 'ben@example.org', email_verified: true }
  const ben = await comeInLongAgo(app, 'home')
  await refused(proofInput('home', await goAndProve(app, visitor, 'home')))

  home.person = anna
  for (const authTime of [seconds() - 3600, undefined, 'now', -1]) {
    home.forged = { claims: { auth_time: authTime } }
    await refused(proofInput('home', await goAndProve(app, visitor, 'home')))
  }
  home.forged = undefined

  const entering = await goAndReturn(app, visitor, 'home')
  await refused(proofInput('home', entering))
  const proving = await goAndProve(app, visitor, 'home')
  assert.equal(await visitor.problem(api.finishProviderSignIn, returnInput('home', proving)), 'provider_sign_in_failed')
  home.person = { sub: 'sub-ben', email: 'ben@example.org', email_verified: true }
  await refused(proofInput('home', await goAndProve(app, ben, 'home')), visitor)
  const elsewhere = browser(app)
  home.person = anna
  await signInWith(app, 'home', elsewhere)
  const session = sessionOf(elsewhere)
  const begun = await goAndProve(app, visitor, 'home')
  elsewhere.cookies.clear()
  for (const [name, value] of visitor.cookies) elsewhere.cookies.set(name, value)
  elsewhere.cookies.set(...session)
  await refused(proofInput('home', begun), elsewhere)

  assert.equal(await visitor.problem(setPassword, chosen), 'step_up_required')
  const refusals = (await auditedEvents(app)).filter((event) => event === 'step_up.refused')
  assert.equal(refusals.length, 9)
})

test('a proof counts once, however often and however quickly it is sent', async (t) => {
  const app = await federatedApp(t)
  const visitor = await comeInLongAgo(app, 'google')
  const input = proofInput('google', await goAndProve(app, visitor, 'google'))
  const results = await race(3, async () => visitor.send(finishProviderProof, input))
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 200).length, 1)
  assert.ok(statuses.every((status) => status === 200 || status === 401))
})

test('a password is set once: who has one changes it', async (t) => {
  const app = await federatedApp(t)
  const { visitor } = await signInWith(app, 'google')
  const results = await race(2, async () => visitor.send(setPassword, chosen))
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.deepEqual(new Set(statuses), new Set([204, 409]))
  await app.runJobs()
  assert.deepEqual(
    app.mail.sent.map(({ to }) => to),
    ['anna@example.org']
  )
  const ben = await account(app, { email: 'ben@example.org' })
  assert.equal((await ben.caller.problem(setPassword, chosen)).code, 'password_already_there')
})

test('a provider that does not answer is no refusal', async (t) => {
  const app = await federatedApp(t)
  const visitor = await comeInLongAgo(app, 'home')
  const input = proofInput('home', await goAndProve(app, visitor, 'home'))
  app.doubles.home.faults.token = 500
  assert.equal(await visitor.problem(finishProviderProof, input), 'provider_unavailable')
})
