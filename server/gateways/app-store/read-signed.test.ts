import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { before, test } from 'node:test'
import { Environment, SignedDataVerifier } from '@apple/app-store-server-library'
import fc from 'fast-check'
import { notificationPayload, renewalPayload, storeApp, transactionPayload } from '#test/doubles/app-store/payloads.ts'
import {
  compact,
  signingAuthority,
  type Signer,
  type SigningAuthority
} from '#test/doubles/app-store/signing-authority.ts'
import { NotFromTheStore, type Doubt } from './not-from-the-store.ts'
import { signedReader } from './read-signed.ts'
import { environments } from './store-app.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const nowMs = now.epochMilliseconds
const dayMs = 86_400_000

let authority: SigningAuthority
before(async () => void (authority = await signingAuthority()))

type More = Record<string, unknown>
type Made = {
  readonly signer?: Signer
  readonly header?: object
  readonly at?: number
  readonly outer?: More
  readonly data?: More
  readonly transaction?: More
  readonly renewal?: More
  readonly inner?: Signer
}

/** A notification with both inner parts, signed by one signer unless said otherwise. */
function notification(made: Made = {}): string {
  const { signer = authority.signer, inner = signer, at = nowMs } = made
  const data = {
    signedTransactionInfo: inner.jws(transactionPayload(at, made.transaction)),
    signedRenewalInfo: inner.jws(renewalPayload(at, made.renewal)),
    ...made.data
  }
  return signer.jws(notificationPayload(at, data, made.outer), made.header)
}

function ours(token: string): Doubt | 'taken' {
  try {
    signedReader(storeApp, { root: authority.root, now: () => now }).notification(token)
    return 'taken'
  } catch (error) {
    if (error instanceof NotFromTheStore) return error.doubt
    throw error
  }
}

/** Apple's own library, offline, of the two environments that are signed: the notification and what is in it. */
async function apples(token: string): Promise<'taken' | 'refused'> {
  for (const environment of [Environment.PRODUCTION, Environment.SANDBOX]) {
    const root = Buffer.from(authority.root.replaceAll(/-----.*-----|\s/g, ''), 'base64')
    const verifier = new SignedDataVerifier([root], false, environment, storeApp.bundleId, storeApp.appAppleId)
    try {
      const { data } = await verifier.verifyAndDecodeNotification(token)
      if (data?.signedTransactionInfo) await verifier.verifyAndDecodeTransaction(data.signedTransactionInfo)
      if (data?.signedRenewalInfo) await verifier.verifyAndDecodeRenewalInfo(data.signedRenewalInfo)
      return 'taken'
    } catch {
      continue
    }
  }
  return 'refused'
}

type Row = [what: string, make: () => string | Promise<string>, doubt: Doubt | 'taken']

const x5cOf = (...picked: number[]) => ({ x5c: picked.map((index) => authority.signer.x5c[index]) })
const flawed = async (flaws: Parameters<SigningAuthority['flawed']>[0], made: Made = {}) =>
  notification({ ...made, signer: await authority.flawed(flaws) })
const unsigned = (header: object) => compact(notificationPayload(nowMs, {}), header, authority.signer.key)

/** Where both say the same. */
const agreed: Row[] = [
  ['bought', () => notification(), 'taken'],
  ['in the sandbox', () => notification({ data: { environment: 'Sandbox', ...sandboxParts() } }), 'taken'],
  [
    'of a type that we do not know',
    () => notification({ outer: { notificationType: 'NEW_TYPE', subtype: 'NEW', added: 1 } }),
    'taken'
  ],
  [
    'a test without a purchase',
    () => authority.signer.jws(notificationPayload(nowMs, {}, { notificationType: 'TEST', subtype: undefined })),
    'taken'
  ],
  ['of many purchases', () => authority.signer.jws(summary()), 'taken'],
  ['of a token of a purchase elsewhere', () => authority.signer.jws(elsewhere()), 'taken'],
  ['of the app itself', () => authority.signer.jws(ofApp()), 'taken'],
  [
    'with junk in place of the root',
    () => notification({ header: { x5c: [...authority.signer.x5c.slice(0, 2), 'junk'] } }),
    'taken'
  ],
  // X16
  ['of Xcode', () => notification({ data: { environment: 'Xcode' } }), 'environment'],
  ['of a test on one’s own machine', () => notification({ data: { environment: 'LocalTesting' } }), 'environment'],
  [
    'of Xcode, signed by nobody',
    () => compact(notificationPayload(nowMs, { environment: 'Xcode' }), { alg: 'none' }, authority.signer.key),
    'algorithm'
  ],
  [
    'of Xcode, by its one certificate',
    () => notification({ header: x5cOf(0), data: { environment: 'Xcode' } }),
    'chain'
  ],
  // X17
  ['without certificates', () => notification({ header: { x5c: undefined } }), 'chain'],
  ['with certificates that are none', () => notification({ header: { x5c: ['a', 'b', 'c'] } }), 'chain'],
  ['with certificates that are no texts', () => notification({ header: { x5c: [1, 2, 3] } }), 'chain'],
  ['with two certificates', () => notification({ header: x5cOf(0, 1) }), 'chain'],
  ['with four certificates', () => notification({ header: x5cOf(0, 1, 2, 2) }), 'chain'],
  ['with a leaf that signs a leaf', () => flawed({ leafIssuesLeaf: true }), 'issuer'],
  [
    'with a leaf that may sign, and signs a leaf',
    () => flawed({ leafIssuesLeaf: true, leafIsAuthority: true }),
    'issuer'
  ],
  ['with an intermediate that may not sign', () => flawed({ intermediateIsNoAuthority: true }), 'issuer'],
  ['with an intermediate that names another root', () => flawed({ intermediateNamesAnother: true }), 'issuer'],
  ['by a certificate of Apple’s for something else', () => flawed({ withoutLeafPurpose: true }), 'purpose'],
  ['by an intermediate for something else', () => flawed({ withoutIntermediatePurpose: true }), 'purpose'],
  [
    'by the key of somebody else',
    async () => notification({ signer: { ...authority.signer, jws: byKeyOf(await signingAuthority()) } }),
    'signature'
  ],
  ['by the chain of somebody else', async () => notification({ signer: (await signingAuthority()).signer }), 'issuer'],
  ['by the chain of somebody else, with our root in it', async () => withForeignChain(), 'issuer'],
  ['by a signer whose time is over', () => flawed({ leafUntil: '2026-03-09T00:00:00Z' }), 'validity'],
  ['by an intermediate whose time is over', () => flawed({ intermediateUntil: '2026-03-09T00:00:00Z' }), 'validity'],
  [
    'by a signer whose time has been over for less than a minute',
    () => flawed({ leafUntil: '2026-03-10T11:59:30Z' }),
    'taken'
  ],
  ['by nobody', () => unsigned({ alg: 'none', x5c: authority.signer.x5c }), 'algorithm'],
  ['by a secret', () => bySecret(), 'algorithm'],
  ['by a P-256 key that says P-384', () => unsigned({ alg: 'ES384', x5c: authority.signer.x5c }), 'algorithm'],
  ['by a P-384 key that says P-256', () => byP384('ES256'), 'key'],
  ['changed afterwards', () => changed(notification()), 'signature'],
  ['no JWS', () => 'eyJhbGciOiJFUzI1NiJ9', 'malformed'],
  ['with a fourth part', () => `${notification()}.AAAA`, 'malformed'],
  // X18
  ['of another app', () => notification({ data: { bundleId: 'app.somebody.else' } }), 'app'],
  ['of another number in the store', () => notification({ data: { appAppleId: 1 } }), 'app'],
  ['with a purchase of another app', () => notification({ transaction: { bundleId: 'app.somebody.else' } }), 'app'],
  [
    'with a purchase of the sandbox',
    () => notification({ transaction: { environment: 'Sandbox' }, renewal: { environment: 'Sandbox' } }),
    'parts'
  ],
  ['with a renewal of the sandbox', () => notification({ renewal: { environment: 'Sandbox' } }), 'parts'],
  [
    'with parts that somebody else signed',
    async () => notification({ inner: (await signingAuthority()).signer }),
    'issuer'
  ]
]

/** Where docs/decisions/0026-app-store.md wants more than Apple's library asks. */
const stricter: Row[] = [
  ['by a leaf that may sign certificates', () => flawed({ leafIsAuthority: true }), 'issuer'],
  ['by a P-384 key', async () => byP384(), 'algorithm'],
  [
    'with a renewal of another purchase',
    () => notification({ renewal: { originalTransactionId: '2000000000000002' } }),
    'parts'
  ],
  ['with a renewal alone', () => notification({ data: { signedTransactionInfo: undefined } }), 'parts'],
  // X22
  ['nine days old', () => notification({ at: nowMs - 9 * dayMs }), 'date'],
  ['of a time to come', () => notification({ at: nowMs + 10 * 60_000 }), 'date'],
  [
    'dated back to when its signer was valid',
    () => flawed({ leafUntil: '2025-01-01T00:00:00Z' }, { at: Date.UTC(2024, 1, 1) }),
    'date'
  ],
  ['longer than 256 kB', () => notification({ outer: { padding: 'x'.repeat(200_000) } }), 'too long'],
  ['with what must be understood', () => notification({ header: { crit: ['b64'], b64: true } }), 'algorithm'],
  ['of two things at once', () => notification({ outer: { summary: summary().summary } }), 'claims'],
  ['with no id', () => notification({ outer: { notificationUUID: undefined } }), 'claims']
]

// ASVS 9.1.1, 9.1.2, 9.1.3, 9.2.3
for (const [what, make, doubt] of agreed) {
  test(`a notification ${what}: ${doubt === 'taken' ? 'taken' : `not taken (${doubt})`}, as Apple’s library says`, async () => {
    const token = await make()
    assert.equal(ours(token), doubt)
    assert.equal(await apples(token), doubt === 'taken' ? 'taken' : 'refused')
  })
}

for (const [what, make, doubt] of stricter) {
  test(`a notification ${what}: not taken (${doubt}), though Apple’s library would`, async () => {
    const token = await make()
    assert.equal(ours(token), doubt)
    assert.equal(await apples(token), 'taken')
  })
}

// ASVS 9.2.1
test('what is a week old is taken, and what runs a little ahead', () => {
  assert.deepEqual(
    [nowMs - 7 * dayMs, nowMs + 4 * 60_000].map((at) => ours(notification({ at }))),
    ['taken', 'taken']
  )
})

test('what an app shows may be old, if its signer is still valid', async () => {
  const reader = signedReader(storeApp, { root: authority.root, now: () => now })
  const at = nowMs - 100 * dayMs
  const old = (signer: Signer) => ({ transaction: signer.jws(transactionPayload(at)) })
  const gone = await authority.flawed({ leafUntil: '2026-03-01T00:00:00Z' })
  assert.equal(reader.purchase(old(authority.signer), 'client').transaction.signedDate, at)
  assert.equal(reader.purchase(old(gone), 'answer').transaction.signedDate, at)
  assert.throws(() => reader.purchase(old(gone), 'client'), { doubt: 'validity' })
})

test('whoever signed is named once, so that Apple can be asked about them', async () => {
  const reader = signedReader(storeApp, { root: authority.root, now: () => now })
  const serials = (token: string) => reader.notification(token).signers.map(({ leaf }) => leaf.serialNumber)
  const other = await authority.flawed({})
  assert.deepEqual(serials(notification()), [authority.signer.leaf.serialNumber])
  assert.deepEqual(serials(notification({ inner: other })), [
    authority.signer.leaf.serialNumber,
    other.leaf.serialNumber
  ])
})

test('there are two environments, and no way to a third', () => {
  assert.deepEqual(environments, { Production: 'production', Sandbox: 'sandbox' })
})

test('no single character of what is signed can be another', () => {
  const token = notification()
  fc.assert(
    fc.property(
      fc.nat(token.length - 1),
      fc.constantFrom('A', 'Q', 'g', 'w', '_', '-', '.', 'z', '9'),
      (at, letter) => {
        fc.pre(token[at] !== letter)
        assert.notEqual(ours(token.slice(0, at) + letter + token.slice(at + 1)), 'taken')
      }
    ),
    { numRuns: 200, seed: 6 }
  )
})

test('whatever comes in place of a token is refused, never an error of ours', () => {
  const junk = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.json(), fc.json(), fc.string())
      .map((parts) => parts.map((part) => Buffer.from(part).toString('base64url')).join('.'))
  )
  fc.assert(
    fc.property(junk, (token) => assert.notEqual(ours(token), 'taken')),
    { seed: 6 }
  )
})

function sandboxParts() {
  const { signer } = authority
  return {
    signedTransactionInfo: signer.jws(transactionPayload(nowMs, { environment: 'Sandbox' })),
    signedRenewalInfo: signer.jws(renewalPayload(nowMs, { environment: 'Sandbox' })),
    appAppleId: undefined
  }
}

function summary() {
  const of = {
    ...storeApp,
    environment: 'Production',
    productId: 'pro.monthly',
    requestIdentifier: 'r',
    storefrontCountryCodes: ['DEU']
  }
  return {
    ...notificationPayload(nowMs, {}),
    notificationType: 'RENEWAL_EXTENSION',
    subtype: 'SUMMARY',
    data: undefined,
    summary: { ...of, succeededCount: 5, failedCount: 1 }
  }
}

function elsewhere() {
  const externalPurchaseToken = { ...storeApp, externalPurchaseId: 'SANDBOX_b2158121', tokenCreationDate: nowMs }
  return {
    ...notificationPayload(nowMs, {}),
    notificationType: 'EXTERNAL_PURCHASE_TOKEN',
    subtype: 'UNREPORTED',
    data: undefined,
    externalPurchaseToken
  }
}

function ofApp() {
  const appData = { ...storeApp, environment: 'Production', signedAppTransactionInfo: 'a.b.c' }
  return {
    ...notificationPayload(nowMs, {}),
    notificationType: 'RESCIND_CONSENT',
    subtype: undefined,
    data: undefined,
    appData
  }
}

/** The certificates are ours, the key is not. */
function byKeyOf({ signer }: SigningAuthority): Signer['jws'] {
  return (payload, header) => compact(payload, { alg: 'ES256', x5c: authority.signer.x5c, ...header }, signer.key)
}

async function withForeignChain(): Promise<string> {
  const { signer } = await signingAuthority()
  return notification({ signer, header: { x5c: [signer.x5c[0], signer.x5c[1], authority.signer.x5c[2]] } })
}

function bySecret(): string {
  const [header, payload] = unsigned({ alg: 'HS256', x5c: authority.signer.x5c }).split('.')
  const secret = authority.signer.leaf.publicKey.export({ format: 'pem', type: 'spki' })
  return `${header}.${payload}.${createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')}`
}

async function byP384(alg = 'ES384'): Promise<string> {
  const signer = await authority.flawed({ curve: 'P-384' })
  const [header, payload] = compact(
    notificationPayload(nowMs, {}),
    { alg, x5c: signer.x5c },
    generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
  ).split('.')
  const signature = sign('sha384', Buffer.from(`${header}.${payload}`), { key: signer.key, dsaEncoding: 'ieee-p1363' })
  return `${header}.${payload}.${signature.subarray(0, alg === 'ES256' ? 64 : 96).toString('base64url')}`
}

function changed(token: string): string {
  const [header, payload, signature] = token.split('.')
  const claims = Buffer.from(payload ?? '', 'base64url')
    .toString()
    .replace('INITIAL_BUY', 'RESUBSCRIBE')
  return `${header}.${Buffer.from(claims).toString('base64url')}.${signature}`
}
