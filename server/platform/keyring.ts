import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual
} from 'node:crypto'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict } from '#contract/route.ts'
import { Secret } from './secret.ts'
import type { WatchedSecret } from './secrets/watched-secret.ts'

/** What a key may be used for: each purpose has keys of its own (HKDF, RFC 5869), so that nothing made for one fits another. */
export type Purpose =
  | 'calendar-feed'
  | 'cursor'
  | 'device'
  | 'download-link'
  | 'federated-sign-in'
  | 'field'
  | 'google-purchase-token'
  | 'guess-limit'
  | 'guest-link'
  | 'idempotent-request'
  | 'mailed-code'
  | 'mailed-link'
  | 'pepper'
  | 'push-token'
  | 'rate-limit'
  | 'recovery-code'
  | 'refused-claim'
  | 'session-successor'
  | 'share-code'
  | 'trial'
  | 'webhook-log'

/**
 * The keys that are derived from the installation's secret. It makes things with its active key and accepts those made with
 * any that it holds, so that a key is replaced by adding the new one, making it active, and dropping the old one when
 * nothing made with it works any more.
 */
export type Keyring = {
  readonly activeKeyId: string
  /**
   * HMAC-SHA-256 of a text, 32 bytes, under the active key: what is short enough to be guessed cannot be found from a copy
   * of the database alone.
   */
  digest(purpose: Purpose, text: string): Buffer
  /** The same under each key that is accepted, the active one first: to look a stored digest up (`= any`). */
  digests(purpose: Purpose, text: string): Buffer[]
  /** The same under the key of that name; undefined when it is gone. */
  digestUnder(keyId: string, purpose: Purpose, text: string): Buffer | undefined
  /** A text that names its key, readable by everybody and made by nobody else: `keyId.payload.mac`, the last two base64url. */
  sign(purpose: Purpose, payload: string): string
  /** The payload of a signed text; undefined when nobody of ours signed it, or with a key that is gone. */
  verify(purpose: Purpose, signed: string): string | undefined
  /**
   * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: `keyId.nonce.ciphertext`. `bound` says what it belongs to
   * (row and column) and must be the same when it is opened, so that a sealed value cannot be moved to another row.
   */
  seal(purpose: Purpose, text: string, bound: string): string
  /** Throws when the value was changed, moved, or sealed with a key that is gone. */
  open(purpose: Purpose, sealed: string, bound: string): Secret
}

const KeyRingFile = Strict({
  active: Type.String(),
  keys: Type.Array(
    Strict({ kid: Type.String({ pattern: '^[a-z0-9]{1,16}$' }), k: Type.String({ minLength: 32, maxLength: 1024 }) }),
    { minItems: 1, maxItems: 8 }
  )
})

/** What is wrong with the text of a SECRET_KEY file; undefined when `keyringOf` takes it. */
export function keyringProblem(text: string): string | undefined {
  if (!text.startsWith('{')) return text.length < 32 ? 'needs at least 32 characters (openssl rand -hex 32)' : undefined
  const file = parse(text)
  if (!Check(KeyRingFile, file)) {
    return 'is no key ring: {"active":"k2","keys":[{"kid":"k2","k":"…"},{"kid":"k1","k":"…"}]}, each k of 32 characters at least'
  }
  const ids = file.keys.map(({ kid }) => kid)
  if (new Set(ids).size < ids.length) return 'names a key twice'
  return ids.includes(file.active) ? undefined : `has no key "${file.active}", which should be active`
}

/**
 * One key as plain text, or a ring as JSON (`keyringProblem` has found nothing). A plain key is named by what it is, so that
 * it keeps its name when it goes into a ring under `kid` = `nameOfKey(key)`.
 */
export function keyringOf(secretKey: Secret): Keyring {
  return ring(keysOf(secretKey))
}

/** The keys of a SECRET_KEY file, the active one first. */
export function keysOf(secretKey: Secret): Key[] {
  const text = secretKey.reveal()
  const file = text.startsWith('{') ? parse(text) : undefined
  if (!Check(KeyRingFile, file)) return [{ id: nameOfKey(secretKey), secret: secretKey }]
  const keys = file.keys.map(({ kid, k }) => ({ id: kid, secret: new Secret(k) }))
  return keys.toSorted((left, right) => Number(right.id === file.active) - Number(left.id === file.active))
}

/** The ring as SECRET_KEY holds it at each moment: what is made after a change of the file is made with its active key. */
export function liveKeyring(secretKey: WatchedSecret): Keyring {
  let held = keyringOf(secretKey.active ?? new Secret('')) // parseSecrets has seen that it is there
  secretKey.whenOffered(async (candidate) => void (held = keyringOf(candidate)))
  return {
    get activeKeyId() {
      return held.activeKeyId
    },
    digest: (...given) => held.digest(...given),
    digests: (...given) => held.digests(...given),
    digestUnder: (...given) => held.digestUnder(...given),
    sign: (...given) => held.sign(...given),
    verify: (...given) => held.verify(...given),
    seal: (...given) => held.seal(...given),
    open: (...given) => held.open(...given)
  }
}

/** Eight characters that tell keys apart and say nothing about them. */
export function nameOfKey(secretKey: Secret): string {
  return createHash('sha256').update(`honeydue key name ${secretKey.reveal()}`).digest('hex').slice(0, 8)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type Key = { readonly id: string; readonly secret: Secret }

/** The first key is the active one. */
function ring(keys: readonly Key[]): Keyring {
  const [active] = keys
  if (!active) throw new Error('a key ring has at least one key') // keyringProblem sees to it
  const derived = new Map<string, Buffer>()
  const derive = ({ id, secret }: Key, purpose: Purpose): Buffer => {
    const name = `${purpose} ${id}`
    const known =
      derived.get(name) ?? Buffer.from(hkdfSync('sha256', secret.reveal(), '', `honeydue/v1/${purpose}`, 32))
    derived.set(name, known)
    return known
  }
  const mac = (key: Key, purpose: Purpose, text: string) =>
    createHmac('sha256', derive(key, purpose)).update(text).digest()
  const named = (id: string | undefined) => keys.find((key) => key.id === id)
  return {
    activeKeyId: active.id,
    digest: (purpose, text) => mac(active, purpose, text),
    digests: (purpose, text) => keys.map((key) => mac(key, purpose, text)),
    digestUnder(keyId, purpose, text) {
      const key = named(keyId)
      return key && mac(key, purpose, text)
    },
    sign(purpose, payload) {
      const body = `${active.id}.${Buffer.from(payload).toString('base64url')}`
      return `${body}.${mac(active, purpose, body).toString('base64url')}`
    },
    verify(purpose, signed) {
      const [id, payload = '', given = '', ...more] = signed.split('.')
      const key = named(id)
      if (!key || more.length > 0) return undefined
      const right = mac(key, purpose, `${id}.${payload}`).toString('base64url')
      return sameText(right, given) ? Buffer.from(payload, 'base64url').toString('utf8') : undefined
    },
    seal(purpose, text, bound) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', derive(active, purpose), nonce).setAAD(boundTo(active.id, bound))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${active.id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`
    },
    open(purpose, sealed, bound) {
      const [id, nonce = '', rest = ''] = sealed.split('.')
      const key = named(id)
      if (!key) throw new Error(`a value is sealed with the key ${id}, which the key ring does not hold`)
      const bytes = Buffer.from(rest, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', derive(key, purpose), Buffer.from(nonce, 'base64url'), {
        authTagLength
      })
        .setAAD(boundTo(key.id, bound))
        .setAuthTag(bytes.subarray(-authTagLength))
      return new Secret(
        Buffer.concat([decipher.update(bytes.subarray(0, -authTagLength)), decipher.final()]).toString()
      )
    }
  }
}

const authTagLength = 16

function boundTo(keyId: string, bound: string): Buffer {
  return Buffer.from(JSON.stringify([keyId, bound]))
}

function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}
