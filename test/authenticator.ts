import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import type { Assertion, NewCredential } from '#contract/factors.ts'

/** How an answer departs from a right one. */
export type Tweaks = {
  origin?: string
  rpId?: string
  type?: string
  challenge?: string
  userPresent?: boolean
  userVerified?: boolean
  counter?: number
  /** Who the authenticator says it belongs to. */
  userHandle?: string | null
  /** Signs with a key that nobody knows. */
  forged?: boolean
  /** Whether the client ran in a frame of another site. */
  crossOrigin?: boolean
  topOrigin?: string
}

export type Authenticator = {
  readonly credentialId: string
  /** What `navigator.credentials.create` would answer to these options. */
  create(options: { challenge: string; user: { id: string }; rp: { id: string } }, tweaks?: Tweaks): NewCredential
  /** What `navigator.credentials.get` would answer to the challenge. */
  get(challenge: string, tweaks?: Tweaks): Assertion
}

const flagBits = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 }

/** An authenticator in software that holds one passkey: ES256, no attestation (WebAuthn Level 3 §6). */
export function makeAuthenticator({
  origin = 'http://localhost:8080',
  counts = true
}: { origin?: string; counts?: boolean } = {}): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const id = randomBytes(32)
  let owner = { userHandle: '', rpId: 'localhost' }
  let counter = 0
  const next = () => (counts ? (counter += 1) : 0)

  const clientData = (type: string, challenge: string, tweaks: Tweaks) =>
    Buffer.from(
      JSON.stringify({
        type: tweaks.type ?? type,
        challenge: tweaks.challenge ?? challenge,
        origin: tweaks.origin ?? origin,
        crossOrigin: tweaks.crossOrigin ?? false,
        ...(tweaks.topOrigin !== undefined && { topOrigin: tweaks.topOrigin })
      })
    )

  return {
    credentialId: id.toString('base64url'),
    create({ challenge, user, rp }, tweaks = {}) {
      owner = { userHandle: user.id, rpId: rp.id }
      const attested = Buffer.concat([Buffer.alloc(16), uint(id.length, 2), id, coseKey(publicKey)])
      const authData = Buffer.concat([head(rp.id, tweaks, { counter: next(), attested: true }), attested])
      return {
        id: id.toString('base64url'),
        clientDataJSON: clientData('webauthn.create', challenge, tweaks).toString('base64url'),
        attestationObject: cbor(
          new Map<string, Cbor>([
            ['fmt', 'none'],
            ['attStmt', new Map()],
            ['authData', authData]
          ])
        ).toString('base64url'),
        transports: ['internal']
      }
    },
    get(challenge, tweaks = {}) {
      const data = clientData('webauthn.get', challenge, tweaks)
      const authData = head(owner.rpId, tweaks, { counter: next(), attested: false })
      const signed = Buffer.concat([authData, createHash('sha256').update(data).digest()])
      return {
        id: id.toString('base64url'),
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, tweaks.forged ? stranger : privateKey).toString('base64url'),
        userHandle: tweaks.userHandle === undefined ? owner.userHandle : tweaks.userHandle
      }
    }
  }
}

/** The fixed part of the authenticator data (§6.1). */
function head(rpId: string, tweaks: Tweaks, { counter, attested }: { counter: number; attested: boolean }): Buffer {
  const flags =
    (tweaks.userPresent === false ? 0 : flagBits.userPresent) |
    (tweaks.userVerified === false ? 0 : flagBits.userVerified) |
    (attested ? flagBits.attested : 0)
  const rpIdHash = createHash('sha256')
    .update(tweaks.rpId ?? rpId)
    .digest()
  return Buffer.concat([rpIdHash, uint(flags, 1), uint(tweaks.counter ?? counter, 4)])
}

function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')]
    ])
  )
}

type Cbor = number | string | Buffer | Map<string | number, Cbor>

/** The little of CBOR (RFC 8949) that an authenticator writes. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? typed(0, value) : typed(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([typed(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([typed(2, value.length), value])
  return Buffer.concat([typed(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])])
}

function typed(major: number, argument: number): Buffer {
  if (argument < 24) return uint((major << 5) | argument, 1)
  return argument < 256
    ? Buffer.from([(major << 5) | 24, argument])
    : Buffer.concat([uint((major << 5) | 25, 1), uint(argument, 2)])
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}
