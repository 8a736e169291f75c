import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Keyring } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'

/**
 * `hds_`, 32 random bytes, and a CRC-32 of what precedes, both in base64url (RFC 4648 §5). The prefix lets secret scanners
 * find a leaked token; the checksum tells a mistyped one from a foreign one without asking the database.
 */
export function mintSessionToken(): Secret {
  return tokenOf(randomBytes(32))
}

/**
 * What comes after a token. It follows from the token, so that everybody who comes with that one gets the same successor,
 * however often; without the installation's key nobody can tell which.
 */
export function successorOf(keyring: Keyring, token: Secret): Secret {
  return tokenOf(keyring.digest('session-successor', token.reveal()))
}

/** The same under each key that is accepted: the key may have been replaced meanwhile. */
export function successorsOf(keyring: Keyring, token: Secret): Secret[] {
  return keyring.digests('session-successor', token.reveal()).map(tokenOf)
}

function tokenOf(bytes: Buffer): Secret {
  const body = `hds_${bytes.toString('base64url')}`
  return new Secret(body + checksum(body))
}

export function isSessionToken(text: string): boolean {
  return /^hds_[\w-]{49}$/.test(text) && text.slice(47) === checksum(text.slice(0, 47))
}

/** What the database holds of a token: 256 random bits need no key and no salt. */
export function sessionDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function checksum(text: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(text))
  return bytes.toString('base64url')
}
