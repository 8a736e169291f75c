import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { notificationPayload, renewalPayload, storeApp, transactionPayload } from './payloads.ts'
import { compact, signingAuthority, type Signer, type SigningAuthority } from './signing-authority.ts'

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

/** What it is, and whether it is taken; if not, why. */
export type Row = readonly [what: string, make: () => string | Promise<string>, doubt: string]

const dayMs = 86_400_000

/** Notifications of a store that signs by this authority, true and forged (X16, X17, X18, X22). */
export function signedNotifications(authority: SigningAuthority, nowMs: number) {
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

  const x5cOf = (...picked: number[]) => ({ x5c: picked.map((index) => authority.signer.x5c[index]) })
  const flawed = async (flaws: Parameters<SigningAuthority['flawed']>[0], made: Made = {}) =>
    notification({ ...made, signer: await authority.flawed(flaws) })
  const unsigned = (header: object) => compact(notificationPayload(nowMs, {}), header, authority.signer.key)

  /** Where Apple's library says the same. */
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
    [
      'by the chain of somebody else',
      async () => notification({ signer: (await signingAuthority()).signer }),
      'issuer'
    ],
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

  return { notification, agreed, stricter }

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
    const signature = sign('sha384', Buffer.from(`${header}.${payload}`), {
      key: signer.key,
      dsaEncoding: 'ieee-p1363'
    })
    return `${header}.${payload}.${signature.subarray(0, alg === 'ES256' ? 64 : 96).toString('base64url')}`
  }

  function changed(token: string): string {
    const [header, payload, signature] = token.split('.')
    const claims = Buffer.from(payload ?? '', 'base64url')
      .toString()
      .replace('INITIAL_BUY', 'RESUBSCRIBE')
    return `${header}.${Buffer.from(claims).toString('base64url')}.${signature}`
  }
}
