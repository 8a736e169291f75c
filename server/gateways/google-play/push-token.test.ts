import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { generateKeyPair, SignJWT } from 'jose'
import { testGooglePlay } from '#test/doubles/google-play.ts'
import { ProviderUnavailable } from '../identity-providers/provider.ts'
import { PushRefused, pushVerifier } from './push-token.ts'

const start = Temporal.Instant.from('2026-03-10T12:00:00Z')
const seconds = start.epochMilliseconds / 1000

async function stage(t: TestContext) {
  let instant = start
  const google = await testGooglePlay(t, { now: () => instant })
  const verify = pushVerifier(google.settings)
  return {
    google,
    topic: google.topic,
    verify: (token: string) => verify(token, instant),
    advance: (by: Temporal.DurationLike) => void (instant = instant.add(by))
  }
}

test('a push of ours is known by its account, in both spellings of the issuer, for as long as the token is good', async (t) => {
  const { topic, verify, advance } = await stage(t)
  await verify(await topic.sign())
  await verify(await topic.sign({ iss: 'accounts.google.com' }))
  await verify(await topic.sign({ azp: undefined }))
  const old = await topic.sign()
  advance({ minutes: 59 })
  await verify(old)
  advance({ minutes: 3 })
  await assert.rejects(verify(old), PushRefused)
})

// ASVS 9.1.1, 9.1.2, 9.2.1, 9.2.2, 9.2.3
test('what anybody else can have made is refused', async (t) => {
  const { google, topic, verify } = await stage(t)
  const { account } = google
  const foreign: [string, Record<string, unknown>][] = [
    ['another audience', { aud: 'https://else.example/api/webhooks/google-play' }],
    ['several audiences', { aud: [google.settings.pushAudience, 'https://else.example'] }],
    ['ours within a list', { aud: [google.settings.pushAudience] }],
    ['another account of ours', { email: account.email }],
    ['another project’s account', { email: 'play-push@elsewhere.iam.gserviceaccount.com' }],
    ['an address that ends like ours', { email: `x${google.settings.pushAccount}` }],
    ['the address in capitals', { email: google.settings.pushAccount.toUpperCase() }],
    ['no address', { email: undefined }],
    ['an address that Google has not seen proved', { email_verified: false }],
    ['"true" as text', { email_verified: 'true' }],
    ['no word of that', { email_verified: undefined }],
    ['another issuer', { iss: 'https://accounts.google.com.evil.example' }],
    ['expired', { exp: seconds - 61 }],
    ['no end', { exp: undefined }],
    ['made tomorrow', { iat: seconds + 86_400, exp: seconds + 90_000 }],
    ['no beginning', { iat: undefined }]
  ]
  for (const [what, claims] of foreign) await assert.rejects(verify(await topic.sign(claims)), PushRefused, what)
  await verify(await topic.sign())
})

// ASVS 9.1.1, 9.1.2, 9.1.3
test('nobody signs with what Google publishes, nor with a key of their own', async (t) => {
  const { google, topic, verify } = await stage(t)
  const [jwk] = (await topic.keys()).keys
  const header = { kid: jwk?.kid ?? assert.fail(), typ: 'JWT' }
  const claims = topic.claims()
  const { privateKey } = await generateKeyPair('RS256')
  const signed = (alg: string, key: Parameters<SignJWT['sign']>[0], more = {}) =>
    new SignJWT(claims).setProtectedHeader({ ...header, ...more, alg }).sign(key)
  const [head, payload] = (await topic.sign()).split('.')
  const none = Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url')
  const forged: [string, string][] = [
    ['HS256 with the published key as text', await signed('HS256', Buffer.from(JSON.stringify(jwk)))],
    ['HS256 with its modulus', await signed('HS256', Buffer.from(jwk?.n ?? '', 'base64url'))],
    ['another key under the same id', await signed('RS256', privateKey)],
    ['a key that the token brings along', await signed('RS256', privateKey, { jwk })],
    ['PS256', await topic.sign({}, { kid: 'unknown' })],
    ['none', `${none}.${payload}.`],
    ['no signature', `${head}.${payload}.`],
    ['no token', '']
  ]
  for (const [what, token] of forged) await assert.rejects(verify(token), PushRefused, what)
  assert.ok(google.asked.keys <= 2, 'tokens with unknown keys do not make us ask again and again')
})

test('while Google’s keys cannot be had nothing is said about a push, and known keys last for a day', async (t) => {
  const { google, topic, verify, advance } = await stage(t)
  google.faults.keys = 503
  const isUnavailable = async () => assert.rejects(verify(await topic.sign()), ProviderUnavailable)
  await isUnavailable()
  delete google.faults.keys
  advance({ minutes: 1 })
  await verify(await topic.sign())
  google.faults.keys = 0
  advance({ hours: 23 })
  await verify(await topic.sign())
  advance({ hours: 26 })
  await isUnavailable()
})
