import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/identities.ts'
import * as security from '#contract/security.ts'
import { testApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { auditedEvents } from '../testing-account.ts'
import {
  beginning,
  browser,
  federatedApp,
  type Back,
  goAndReturn,
  meOf,
  returnInput,
  signInWith,
  type ProviderId
} from './testing-federation.ts'

test('without a provider nobody is offered one, and none is found', async (t) => {
  const app = await testApp(t)
  assert.deepEqual(await app.anonymous.call(api.listSignInMethods), { providers: [] })
  const { code } = await app.anonymous.problem(api.beginProviderSignIn, { params: { provider: 'google' } })
  assert.equal(code, 'provider_not_found')
})

test('configured providers are offered by name', async (t) => {
  const app = await federatedApp(t)
  const { providers } = await app.anonymous.call(api.listSignInMethods)
  assert.deepEqual(providers, [
    { id: 'google', kind: 'google', name: 'Google' },
    { id: 'apple', kind: 'apple', name: 'Apple' },
    { id: 'home', kind: 'oidc', name: 'Our house' }
  ])
})

// ASVS 10.2.1, 10.2.3, 10.1.1
test('the browser goes to the provider with PKCE, state and nonce, and for no more than the address and the name', async (t) => {
  const app = await federatedApp(t)
  for (const provider of ['google', 'apple', 'home'] as const) {
    const response = await browser(app).send(api.beginProviderSignIn, { params: { provider } })
    const { searchParams } = new URL(response.json<{ url: string }>().url)
    assert.equal(searchParams.get('code_challenge_method'), 'S256')
    assert.equal(searchParams.get('redirect_uri'), `http://localhost:8080/sign-in/callback/${provider}`)
    const scopes = searchParams.get('scope')?.split(' ') ?? []
    assert.ok(scopes.every((scope) => ['openid', 'email', 'profile', 'name'].includes(scope)))
    const cookie = response.cookies.find(({ name }) => name === '__Host-honeydue-flow') ?? assert.fail('no cookie')
    const { httpOnly, secure, sameSite, path, domain } = cookie
    assert.deepEqual([httpOnly, secure, sameSite, path, domain], [true, true, 'Lax', '/', undefined])
    const parts = [searchParams.get('state'), searchParams.get('nonce'), searchParams.get('code_challenge')]
    assert.equal(new Set([...parts, cookie.value]).size, 4)
  }
})

// ASVS 6.8.1, 10.5.2
test('whoever comes first gets an account without a password, and the same one ever after, whatever address the provider tells', async (t) => {
  const app = await federatedApp(t)
  for (const provider of ['google', 'apple', 'home'] as const) {
    app.doubles[provider].person = {
      sub: `sub-${provider}`,
      email: `${provider}@example.org`,
      email_verified: true,
      name: `Anna ${provider}`
    }
    const first = await signInWith(app, provider)
    const me = meOf(first.reply)
    assert.equal(me.email, `${provider}@example.org`)
    assert.equal(me.displayName, `Anna ${provider}`)
    assert.equal((await first.visitor.call(accounts.getMe)).id, me.id)
    assert.equal(first.visitor.cookies.has('__Host-honeydue-flow'), false, 'nothing is under way any more')
    app.doubles[provider].person = { sub: `sub-${provider}`, email: 'another@example.org', email_verified: true }
    const again = meOf((await signInWith(app, provider)).reply)
    assert.deepEqual([again.id, again.email], [me.id, me.email])
  }
  const stored = await app.db.selectFrom('users').select(['password_hash', 'email_verified_at']).execute()
  assert.ok(stored.every((user) => user.password_hash === null && user.email_verified_at !== null))
  const visitor = browser(app)
  await signInWith(app, 'home', visitor)
  assert.deepEqual((await visitor.call(security.listSessions)).items[0]?.methods, ['oidc'])
})

// ASVS 6.8.1
test('the same subject at two providers is two people', async (t) => {
  const app = await federatedApp(t)
  for (const provider of ['google', 'home'] as const)
    app.doubles[provider].person = { sub: 'the-same', email: `${provider}@example.org`, email_verified: true }
  assert.notEqual(meOf((await signInWith(app, 'google')).reply).id, meOf((await signInWith(app, 'home')).reply).id)
})

// ASVS 10.1.2, 10.2.1
test('what comes back counts once, in the browser that began, with the provider that it began with, for a quarter of an hour', async (t) => {
  const app = await federatedApp(t)
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'google')
  const failed = 'provider_sign_in_failed'
  const stranger = browser(app)
  assert.equal(await stranger.problem(api.finishProviderSignIn, returnInput('google', back)), failed, 'no cookie')
  const theirs = await goAndReturn(app, stranger, 'google')
  assert.equal(await stranger.problem(api.finishProviderSignIn, returnInput('google', back)), failed, 'another’s state')
  const mixed = { state: theirs.state, code: back.code }
  assert.equal(await stranger.problem(api.finishProviderSignIn, returnInput('google', mixed)), failed, 'another’s code')
  const mine = await goAndReturn(app, visitor, 'google')
  for (const provider of ['apple', 'home'] as const)
    assert.equal(await visitor.problem(api.finishProviderSignIn, returnInput(provider, mine)), failed, provider)
  await visitor.call(api.finishProviderSignIn, returnInput('google', mine))
  visitor.cookies.set('__Host-honeydue-flow', 'x'.repeat(43))
  assert.equal(await visitor.problem(api.finishProviderSignIn, returnInput('google', mine)), failed, 'a second time')
  const late = await goAndReturn(app, visitor, 'google')
  app.clock.advance({ minutes: 16 })
  assert.equal(await visitor.problem(api.finishProviderSignIn, returnInput('google', late)), failed, 'too late')
  assert.ok((await auditedEvents(app)).includes('sign_in.refused'))
})

test('of a hundred returns at once one gets in', async (t) => {
  const app = await federatedApp(t)
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'google')
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const results = await race(100, () =>
    app.anonymous.send(api.finishProviderSignIn, { ...returnInput('google', back), headers })
  )
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.deepEqual(
    [201, 401].map((status) => statuses.filter((other) => other === status).length),
    [1, 99]
  )
  assert.equal((await app.db.selectFrom('sessions').select('id').execute()).length, 1)
})

test('of two browsers that bring the same new person at once, both get in to one account', async (t) => {
  const app = await federatedApp(t)
  const visitors = [browser(app), browser(app), browser(app), browser(app)]
  const backs: Back[] = []
  for (const visitor of visitors) backs.push(await goAndReturn(app, visitor, 'google'))
  const results = await race(4, async (index) => {
    const [visitor, back] = [visitors[index] ?? assert.fail(), backs[index] ?? assert.fail()]
    return visitor.call(api.finishProviderSignIn, returnInput('google', back))
  })
  const ids = results.map((result) =>
    result.status === 'fulfilled' ? meOf(result.value).id : assert.fail(String(result.reason))
  )
  assert.equal(new Set(ids).size, 1)
  assert.equal((await app.db.selectFrom('identities').select('id').execute()).length, 1)
})

// ASVS 10.2.2
test('a provider that names itself must be the one that was asked, and one that always does must do so', async (t) => {
  const app = await federatedApp(t)
  const tryWith = async (provider: ProviderId, iss: string | undefined) => {
    const visitor = browser(app)
    const { state, code } = await goAndReturn(app, visitor, provider)
    const response = await visitor.send(
      api.finishProviderSignIn,
      returnInput(provider, { state, code, ...(iss !== undefined && { iss }) })
    )
    return response.statusCode
  }
  assert.equal(await tryWith('home', undefined), 401)
  assert.equal(await tryWith('home', 'https://evil.test'), 401)
  assert.equal(await tryWith('home', app.doubles.google.issuer), 401)
  assert.equal(await tryWith('google', 'https://appleid.apple.com'), 401)
  assert.equal(await tryWith('google', 'https://accounts.google.com'), 201)
})

// ASVS 10.5.1, 10.5.3, 10.5.4
test('an ID token of another issuer, for another client, with another nonce or too old lets nobody in', async (t) => {
  const app = await federatedApp(t)
  const seconds = Math.floor(app.clock.now().epochMilliseconds / 1000)
  for (const claims of [
    { iss: 'https://evil.test' },
    { aud: 'another-client' },
    { nonce: undefined },
    { nonce: 'another' },
    { iat: seconds - 3600 },
    { exp: seconds - 120 },
    { sub: '' }
  ]) {
    app.doubles.google.forged = { claims }
    const visitor = browser(app)
    const back = await goAndReturn(app, visitor, 'google')
    assert.equal(
      await visitor.problem(api.finishProviderSignIn, returnInput('google', back)),
      'provider_sign_in_failed',
      JSON.stringify(claims)
    )
  }
  assert.equal((await app.db.selectFrom('users').select('id').execute()).length, 0)
})

// ASVS 10.5.3
test('a description that is about another issuer is not believed, and the provider counts as away', async (t) => {
  const app = await federatedApp(t)
  app.doubles.home.forged = { issuer: 'https://evil.test' }
  const response = await browser(app).send(api.beginProviderSignIn, { params: { provider: 'home' } })
  assert.equal(response.json<{ code: string }>().code, 'provider_unavailable')
  assert.equal(response.headers['retry-after'], '30')
  app.doubles.home.forged = undefined
  app.clock.advance({ seconds: 31 })
  assert.ok('me' in (await signInWith(app, 'home')).reply)
})

test('a provider that is down is said to be down, and everything else goes on', async (t) => {
  const app = await federatedApp(t)
  for (const fault of [500, 503, 429, 302, 0]) {
    app.doubles.google.faults.token = fault
    const visitor = browser(app)
    const back = await goAndReturn(app, visitor, 'google')
    assert.equal(
      await visitor.problem(api.finishProviderSignIn, returnInput('google', back)),
      'provider_unavailable',
      String(fault)
    )
  }
  delete app.doubles.google.faults.token
  app.doubles.google.faults.keys = 0
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'google')
  assert.equal(await visitor.problem(api.finishProviderSignIn, returnInput('google', back)), 'provider_unavailable')
  await app.anonymous.call(api.listSignInMethods)
})

test('an address that the ID token leaves out is asked for, and must be of the same person', async (t) => {
  const app = await federatedApp(t)
  app.doubles.home.forged = { claims: { email: undefined, email_verified: undefined } }
  assert.equal(meOf((await signInWith(app, 'home')).reply).email, 'anna@example.org')
  app.doubles.home.forged = { claims: { email: undefined, sub: 'somebody-else' } }
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'home')
  assert.equal(await visitor.problem(api.finishProviderSignIn, returnInput('home', back)), 'provider_sign_in_failed')
})

test('without any address there is no account to make', async (t) => {
  const app = await federatedApp(t)
  app.doubles.google.person = { sub: 'sub-nobody' }
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'google')
  assert.equal(await visitor.problem(api.finishProviderSignIn, returnInput('google', back)), 'provider_email_missing')
})

test('somebody whom staff has shut out does not get in with a provider either', async (t) => {
  const app = await federatedApp(t)
  await signInWith(app, 'google')
  await app.db.updateTable('users').set({ disabled_at: app.clock.now().toString() }).execute()
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'google')
  assert.equal(await visitor.problem(api.finishProviderSignIn, returnInput('google', back)), 'provider_sign_in_failed')
})

// ASVS 10.1.1
test('no token of a provider reaches the browser, the log or the database', async (t) => {
  const app = await federatedApp(t)
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'apple')
  const response = await visitor.send(api.finishProviderSignIn, returnInput('apple', back))
  const rows = await app.db.selectFrom('identities').selectAll().execute()
  const credentials = await app.db.selectFrom('one_time_credentials').selectAll().execute()
  const seen = [response.body, JSON.stringify(app.log.lines), JSON.stringify(rows), JSON.stringify(credentials)]
  const secrets = [back.code, back.state.slice('enter.'.length), ...visitor.cookies.values()]
  for (const text of seen) {
    assert.doesNotMatch(text, /eyJ[\w-]+\.eyJ/, 'a token')
    for (const secret of secrets) assert.ok(!text.includes(secret))
  }
  assert.match(rows[0]?.refresh_token ?? '', /^[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/)
})

// ASVS 10.2.1, 3.7.2
test('Apple’s form comes from another site without a cookie: it does nothing but lead back to our page, behind the #', async (t) => {
  const app = await federatedApp(t)
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'apple')
  const payload = new URLSearchParams({
    ...back,
    user: '{"name":{"firstName":"Anna"}}',
    id_token: 'eyJ',
    evil: '1'
  }).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    origin: 'https://appleid.apple.com',
    'sec-fetch-site': 'cross-site'
  }
  const response = await app.inject({ method: 'POST', url: '/sign-in/callback/apple', headers, payload })
  assert.equal(response.statusCode, 303)
  const location = response.headers.location ?? ''
  assert.ok(location.startsWith('/sign-in/callback/apple#'))
  const given = new URLSearchParams(location.split('#')[1])
  assert.deepEqual([...given.keys()], ['state', 'code', 'user'])
  assert.deepEqual(response.cookies, [])
  const [state, code] = [given.get('state') ?? '', given.get('code') ?? '']
  assert.equal(
    meOf(await visitor.call(api.finishProviderSignIn, returnInput('apple', { state, code }))).email,
    'anna@example.org'
  )

  const elsewhere = await app.inject({
    method: 'POST',
    url: '/sign-in/callback/apple',
    headers,
    payload: 'x'.repeat(20_000)
  })
  assert.equal(elsewhere.statusCode, 413)
})

test('what Apple’s form says of a name is a name like any other that is typed', async (t) => {
  const app = await federatedApp(t)
  const visitor = browser(app)
  app.doubles.apple.person = { sub: 'sub-1', email: 'x@example.org', email_verified: 'true' }
  const back = await goAndReturn(app, visitor, 'apple')
  const input = returnInput('apple', back, { displayName: '  Anna  ' })
  assert.equal(meOf(await visitor.call(api.finishProviderSignIn, input)).displayName, 'Anna')
  const long = returnInput('apple', back, { displayName: 'x'.repeat(81) })
  assert.equal(await visitor.problem(api.finishProviderSignIn, long), 'invalid_input')
})

test('a time zone that this server does not know is refused before anything is used up', async (t) => {
  const app = await federatedApp(t)
  const visitor = browser(app)
  const back = await goAndReturn(app, visitor, 'google')
  const input = returnInput('google', back, { ...beginning, timeZone: 'Mars/Olympus' })
  assert.equal(await visitor.problem(api.finishProviderSignIn, input), 'time_zone_unknown')
  assert.ok('me' in (await visitor.call(api.finishProviderSignIn, returnInput('google', back))))
})
