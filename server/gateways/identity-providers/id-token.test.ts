import assert from 'node:assert/strict'
import { createHmac, createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { base64url, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose'
import { identityOfIdToken, type Expected } from './id-token.ts'
import { verificationKey } from './signature.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const seconds = now.epochMilliseconds / 1000
const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }
const key = (await verificationKey(jwk, 'RS256')) ?? assert.fail('no key')

const expected: Expected = {
  issuers: ['https://accounts.google.com', 'accounts.google.com'],
  clientIds: ['web.example.org', 'app.example.org'],
  nonce: 'the-nonce',
  keyOf: async (kid) => (kid === undefined || kid === 'key-1' ? key : undefined),
  now
}
const right = {
  iss: 'https://accounts.google.com',
  aud: 'web.example.org',
  sub: '10769150350006150715113082367',
  iat: seconds,
  exp: seconds + 600,
  nonce: 'the-nonce',
  email: 'Anna@Example.org',
  email_verified: true
}

function token(claims: object = {}, header: object = {}): Promise<string> {
  const all = Object.fromEntries(Object.entries({ ...right, ...claims }).filter(([, value]) => value !== undefined))
  return new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header }).sign(privateKey)
}

async function refusal(idToken: string): Promise<string> {
  return identityOfIdToken(idToken, expected).then(
    () => 'accepted',
    (error: Error & { reason?: string }) => error.reason ?? String(error)
  )
}

/** A token with parts as they are given, signed rightly or not. */
function raw(
  header: unknown,
  claims: unknown,
  sign = (input: string) => createHmac('sha256', 'x').update(input).digest('base64url')
) {
  const input = [header, claims]
    .map((part) => base64url.encode(typeof part === 'string' ? part : JSON.stringify(part)))
    .join('.')
  return `${input}.${sign(input)}`
}

test('a right token says who it is, with the address in lower case', async () => {
  const identity = await identityOfIdToken(await token({ name: 'Anna' }), expected)
  assert.deepEqual(identity, {
    issuer: 'https://accounts.google.com',
    subject: right.sub,
    clientId: 'web.example.org',
    email: 'anna@example.org',
    emailVerified: true,
    privateEmail: false,
    name: 'Anna',
    transferSubject: undefined,
    authenticatedAt: undefined,
    refreshToken: undefined
  })
})

// ASVS 6.8.2, 9.1.1
test('a token whose signature is broken, blank, another’s or of other bytes is refused', async () => {
  const [header = '', payload = '', signature = ''] = (await token()).split('.')
  const others = (await token({ sub: 'somebody else' })).split('.')
  const bytes = Buffer.from(signature, 'base64url')
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
  const broken = [
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload}.${bytes.toString('base64url')}`,
    `${header}.${payload}.${base64url.encode('null')}`,
    `${header}.${others[1]}.${signature}`,
    `${header}..${signature}`,
    `${header}.${payload}.${signature}.`,
    `${header}.${payload}.${signature}=`,
    `${header}.${payload}.${signature} `,
    ` ${header}.${payload}.${signature}`,
    `${header}.${payload}.${signature}\n`
  ]
  for (const idToken of broken) assert.equal(await refusal(idToken), 'signature', idToken.slice(-40))
})

// ASVS 9.1.2
test('no algorithm but RS256 is accepted: none in any spelling, the public key as a shared secret, its relatives', async () => {
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const hmac = (input: string) => createHmac('sha256', pem).update(input).digest('base64url')
  for (const alg of ['none', 'None', 'NONE', 'nOnE', '', null, ['RS256'], undefined]) {
    assert.equal(await refusal(raw({ alg, kid: 'key-1' }, right, () => '')), 'signature')
    assert.equal(await refusal(raw({ alg, kid: 'key-1' }, right)), 'signature')
  }
  assert.equal(await refusal(new UnsecuredJWT(right).encode()), 'signature')
  assert.equal(await refusal(raw({ alg: 'HS256', kid: 'key-1' }, right, hmac)), 'signature')
  for (const alg of ['RS384', 'RS512', 'PS256', 'ES256', 'rs256'])
    assert.equal(await refusal(raw({ alg, kid: 'key-1' }, right)), 'signature')
})

// ASVS 9.1.3
test('a key that the token brings along or points at is not looked at', async () => {
  const stranger = await generateKeyPair('RS256', { extractable: true })
  const theirs = await exportJWK(stranger.publicKey)
  const forge = (header: object) =>
    new SignJWT(right).setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header }).sign(stranger.privateKey)
  for (const header of [
    { jwk: theirs },
    { jku: 'http://127.0.0.1:1/jwks' },
    { x5u: 'http://127.0.0.1:1/x5u' },
    { x5c: ['MIIB'] },
    { kid: 'key-2', jwk: { ...theirs, kid: 'key-2' } }
  ])
    assert.equal(await refusal(await forge(header)), 'signature')
  assert.equal(await refusal(await token({}, { jku: 'http://127.0.0.1:1/jwks', jwk: theirs })), 'accepted')
})

test('a key id is a name and nothing more', async () => {
  const tricks = [
    '',
    '/dev/null',
    '../../../../etc/passwd',
    "x' UNION SELECT 'key",
    'key-1|sleep 9',
    'k'.repeat(129),
    'KEY-1'
  ]
  for (const kid of tricks) assert.equal(await refusal(await token({}, { kid })), 'signature', kid)
  for (const kid of [1, null, ['key-1'], { toString: 'key-1' }])
    assert.equal(await refusal(raw({ alg: 'RS256', kid }, right)), 'signature')
})

// ASVS 9.2.2
test('a token of another type, or that demands something to be understood, is refused', async () => {
  for (const header of [{ typ: 'at+jwt' }, { typ: 'secevent+jwt' }, { typ: 'dpop+jwt' }])
    assert.equal(await refusal(await token({}, header)), 'signature')
  assert.equal(await refusal(await token({}, { typ: 'JWT' })), 'accepted')
  for (const header of [{ crit: ['exp'], exp: 1 }, { b64: true, crit: ['b64'] }, { crit: [] }])
    assert.equal(await refusal(raw({ alg: 'RS256', kid: 'key-1', ...header }, right)), 'signature')
})

// ASVS 10.5.3
test('the issuer is one of its exact spellings', async () => {
  assert.equal(await refusal(await token({ iss: 'accounts.google.com' })), 'accepted')
  const variants = [
    'https://accounts.google.com/',
    'http://accounts.google.com',
    'https://accounts.google.com.evil.test',
    'HTTPS://ACCOUNTS.GOOGLE.COM',
    '',
    undefined,
    ['https://accounts.google.com'],
    null
  ]
  for (const iss of variants) assert.equal(await refusal(await token({ iss })), 'issuer', String(iss))
})

// ASVS 9.2.3, 10.5.4
test('the audience is one of our clients, all of it, and so is the party that it was issued to', async () => {
  for (const claims of [
    { aud: 'app.example.org' },
    { aud: ['web.example.org'] },
    { azp: 'app.example.org' },
    { aud: ['web.example.org', 'app.example.org'], azp: 'web.example.org' }
  ])
    assert.equal(await refusal(await token(claims)), 'accepted', JSON.stringify(claims))
  for (const aud of [
    undefined,
    null,
    '',
    [],
    {},
    'other',
    'web.example.or',
    'web.example.org ',
    ['other', 'web.example.org'],
    ['web.example.org', 'other'],
    [['web.example.org']]
  ])
    assert.equal(await refusal(await token({ aud })), 'audience', JSON.stringify(aud))
  for (const claims of [
    { azp: 'other' },
    { azp: null },
    { aud: ['web.example.org', 'app.example.org'] },
    { aud: ['web.example.org', 'app.example.org'], azp: 'other' }
  ])
    assert.equal(await refusal(await token(claims)), 'authorized party', JSON.stringify(claims))
})

// ASVS 9.2.1
test('a token counts from when it was issued, for ten minutes at most, and not after its end', async () => {
  const accepted = [{ exp: seconds - 59 }, { iat: seconds + 60 }, { iat: seconds - 600 }, { nbf: seconds + 60 }]
  for (const claims of accepted) assert.equal(await refusal(await token(claims)), 'accepted', JSON.stringify(claims))
  const refused: [object, string][] = [
    [{ exp: seconds - 61 }, 'expired'],
    [{ exp: seconds - 60 }, 'expired'],
    [{ exp: undefined }, 'expired'],
    [{ exp: null }, 'expired'],
    [{ iat: undefined }, 'issued in the future'],
    [{ iat: seconds + 61 }, 'issued in the future'],
    [{ iat: seconds - 601 }, 'issued too long ago'],
    [{ iat: seconds - 604_800, exp: seconds + 600 }, 'issued too long ago'],
    [{ nbf: seconds + 61 }, 'not yet valid']
  ]
  for (const [claims, reason] of refused)
    assert.equal(await refusal(await token(claims)), reason, JSON.stringify(claims))
})

test('a claim of another type is not read as what it resembles', async () => {
  const signRaw = async (text: string) => {
    const { CompactSign } = await import('jose')
    return new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(privateKey)
  }
  const change = (from: string, to: string) => JSON.stringify(right).replace(from, to)
  assert.equal(await refusal(await signRaw(change(`"exp":${right.exp}`, '"exp":1e400'))), 'expired')
  assert.equal(await refusal(await signRaw(change(`"exp":${right.exp}`, `"exp":"${right.exp}"`))), 'expired')
  assert.equal(
    await refusal(await signRaw(change(`"iat":${right.iat}`, `"iat":[${right.iat}]`))),
    'issued in the future'
  )
  assert.equal(await refusal(await signRaw(change('"the-nonce"', '["the-nonce"]'))), 'nonce')
  for (const payload of ['null', '[]', '"text"', '1', '', '{', '\xff'])
    assert.equal(await refusal(await signRaw(payload)), 'signature')
})

// ASVS 10.5.1
test('the nonce is the one that was given out for this sign-in', async () => {
  for (const nonce of [undefined, null, '', 'another', 'the-nonce '])
    assert.equal(await refusal(await token({ nonce })), 'nonce', String(nonce))
})

test('the subject is text of bounded length', async () => {
  assert.equal(await refusal(await token({ sub: 's'.repeat(255) })), 'accepted')
  for (const sub of [undefined, null, '', 1, ['a'], 's'.repeat(256), 'a\u0000b', 'ä'])
    assert.equal(await refusal(await token({ sub })), 'subject', String(sub))
})

test('an address counts as vouched for only by true or "true", and only where one could mail to it', async () => {
  const told = async (claims: object) => {
    const { email, emailVerified, privateEmail } = await identityOfIdToken(await token(claims), expected)
    return [email, emailVerified, privateEmail]
  }
  assert.deepEqual(await told({ email_verified: 'true' }), ['anna@example.org', true, false])
  assert.deepEqual(await told({ is_private_email: 'true' }), ['anna@example.org', true, true])
  for (const value of ['TRUE', 'yes', 1, 'false', false, null, undefined, ['true']])
    assert.deepEqual(await told({ email_verified: value }), ['anna@example.org', false, false], String(value))
  for (const email of [
    undefined,
    1,
    ['anna@example.org'],
    'anna',
    'anna@example.org\nbcc: x@y.z',
    'änna@example.org',
    `${'a'.repeat(250)}@example.org`
  ])
    assert.deepEqual(await told({ email }), [undefined, false, false], String(email))
})

test('a token of more than eight kilobytes is not looked at', async () => {
  assert.equal(await refusal(await token({ name: 'x'.repeat(8192) })), 'signature')
})

test('whatever is changed in a right token, it is refused', async () => {
  const idToken = await token()
  await fc.assert(
    fc.asyncProperty(
      fc.nat(idToken.length - 1),
      fc.constantFrom(...Array.from('AZaz09-_.=+/ \n?')),
      async (at, character) => {
        fc.pre(idToken[at] !== character)
        assert.equal(await refusal(idToken.slice(0, at) + character + idToken.slice(at + 1)), 'signature')
      }
    ),
    { numRuns: 300 }
  )
})
