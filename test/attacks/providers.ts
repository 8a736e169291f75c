import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/identities.ts'
import { guarded, withTotp } from '#server/features/accounts/factors/testing-factors.ts'
import {
  browser,
  goAndReturn,
  linkOf,
  returnInput,
  signInWith,
  type FederatedApp
} from '#server/features/accounts/federation/testing-federation.ts'
import { account } from '#server/features/accounts/testing-account.ts'
import { assertRefused, type Attack } from './attack.ts'

/** An ID token that is right but for one thing; `forge` gets the nonce that was given out and a right token. */
function token(source: string, story: string, forge: (app: FederatedApp, nonce: string) => Promise<string[]>): Attack {
  return {
    source,
    kind: 'takeover',
    story,
    async replay(app) {
      const nonce = async () => (await app.anonymous.call(api.challengeApp, { params: { provider: 'google' } })).nonce
      const live = await nonce()
      for (const idToken of await forge(app, live)) assertRefused(await show(app, idToken, live), 401)
      const right = await nonce()
      const idToken = await app.doubles.google.sign({ nonce: right })
      assert.equal((await show(app, idToken, right)).statusCode, 201, 'a right one gets in')
    }
  }
}

function show(app: FederatedApp, idToken: string, nonce: string) {
  const body = { idToken, nonce, timeZone: 'Europe/Berlin', language: 'en', transport: 'bearer' } as const
  return app.anonymous.send(api.signInWithIdToken, { params: { provider: 'google' }, body })
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The signed part of a right token under another header. */
async function under(app: FederatedApp, nonce: string, header: object): Promise<string> {
  const [, payload] = (await app.doubles.google.sign({ nonce })).split('.')
  return `${part(header)}.${payload}`
}

export const providerAttacks: Attack[] = [
  token(
    'CVE-2020-26244 (pyoidc)',
    'An ID token that says of itself that it is not signed was believed.',
    async (app, nonce) =>
      Promise.all(
        ['none', 'None', 'NONE', 'nOnE'].map(async (alg) => `${await under(app, nonce, { alg, typ: 'JWT' })}.`)
      )
  ),
  token(
    'CVE-2016-10555 (jwt-simple)',
    'The public key, which everybody has, was taken for a shared secret.',
    async (app, nonce) => {
      const { keys } = (await (await fetch(`${app.doubles.google.url}/oauth2/v3/certs`)).json()) as { keys: object[] }
      const kid = (keys[0] as { kid: string }).kid // what a key set has
      const signed = await under(app, nonce, { alg: 'HS256', kid })
      const secrets = [JSON.stringify(keys[0]), (keys[0] as { n: string }).n]
      return secrets.map((secret) => `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`)
    }
  ),
  token(
    'CVE-2018-0114 (node-jose)',
    'The token brought the key along, or the address of the key, by which it was judged.',
    async (app, nonce) => {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const jwk = await exportJWK(publicKey)
      const claims = JSON.parse(
        Buffer.from((await app.doubles.google.sign({ nonce })).split('.')[1] ?? '', 'base64url').toString()
      ) as Record<string, unknown> // of a token that was made above
      const headers = [{ jwk }, { jku: 'https://evil.example/keys' }, { x5u: 'https://evil.example/key' }]
      return Promise.all(
        headers.map((header) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey))
      )
    }
  ),
  token(
    'Grammarly, Vidio and Bukalapak 2023 (Salt Labs, tokens of another app)',
    'A token that the provider had made for another service was enough.',
    async ({ doubles: { google } }, nonce) =>
      Promise.all([
        google.sign({ nonce, aud: 'app.of.mallory' }),
        google.sign({ nonce, aud: ['web.google', 'app.of.mallory'] }),
        google.sign({ nonce, azp: 'app.of.mallory' })
      ])
  ),
  token(
    'OpenID Connect Core §3.1.3.7: issuer, expiry, nonce',
    'A token of somebody else, of last week, or of another sign-in was taken.',
    async ({ doubles: { google }, clock }, nonce) => {
      const hourAgo = Math.floor(clock.now().epochMilliseconds / 1000) - 3600
      return Promise.all([
        google.sign({ nonce, iss: 'https://accounts.google.com.evil.example' }),
        google.sign({ nonce, iat: hourAgo, exp: hourAgo + 600 }),
        google.sign({ nonce: undefined }),
        google.sign({ nonce: 'n'.repeat(43) })
      ])
    }
  ),
  {
    source: 'RFC 9700 §4.5, injection of a code',
    kind: 'takeover',
    story: 'A code that was taken from the victim’s way back was brought in by the attacker’s own browser.',
    async replay(app) {
      const [victim, attacker] = [browser(app), browser(app)]
      const theirs = await goAndReturn(app, victim, 'google')
      const own = await goAndReturn(app, attacker, 'google')
      const finish = (input: object) => attacker.send(api.finishProviderSignIn, input)
      assertRefused(await finish(returnInput('google', theirs)), 401)
      assertRefused(await finish(returnInput('google', { ...own, code: theirs.code })), 401)
    }
  },
  {
    source: 'Fett, Küsters and Schmitz 2016, mix-up (RFC 9207)',
    kind: 'takeover',
    story: 'The answer of an honest provider was taken to another one, which so got its code.',
    async replay(app) {
      const visitor = browser(app)
      const back = await goAndReturn(app, visitor, 'home')
      const asked = app.doubles.google.asked.token
      assertRefused(await visitor.send(api.finishProviderSignIn, returnInput('google', back)), 401)
      assert.equal(app.doubles.google.asked.token, asked, 'the code was sent nowhere')
      const named = await goAndReturn(app, visitor, 'home')
      const from = returnInput('home', { ...named, iss: 'https://evil.example' })
      assertRefused(await visitor.send(api.finishProviderSignIn, from), 401)
    }
  },
  {
    source: 'nOAuth 2023 (Descope; several services with Microsoft)',
    kind: 'takeover',
    story: 'The address that a provider told, and that nobody had proved there, led into the account of its owner.',
    async replay(app) {
      const anna = await account(app)
      app.doubles.home.person = { sub: 'sub-mallory', email: anna.email, email_verified: false }
      const { visitor } = await signInWith(app, 'home')
      const me = await visitor.send(accounts.getMe)
      if (me.statusCode === 200) assert.notEqual(me.json<{ id: string }>().id, anna.signedIn.me.id)
      app.doubles.home.person = { sub: 'sub-mallory-2', email: anna.email, email_verified: true }
      const asking = await signInWith(app, 'home')
      assert.equal(linkOf(asking.reply).email, anna.email)
      assertRefused(await asking.visitor.send(accounts.getMe), 401)
      await app.runJobs()
    }
  },
  {
    source: 'GHSA-8jvc-mcx6-r4cg, CVE-2026-34727 (Vikunja)',
    kind: 'takeover',
    story: 'Who came in by a provider was not asked for the second factor.',
    async replay(app) {
      const visitor = browser(app)
      await signInWith(app, 'google', visitor)
      const owner = await guarded(app, { email: 'tess@example.org' })
      const { userId } = await withTotp(app, owner)
      await app.db.updateTable('identities').set({ user_id: userId }).execute()
      const { reply, visitor: again } = await signInWith(app, 'google')
      assert.ok('secondFactor' in reply, 'it is asked for')
      assertRefused(await again.send(accounts.getMe), 401)
      await app.runJobs()
    }
  }
]
