import { createHmac, hkdfSync } from 'node:crypto'
import type { Secret } from './secret.ts'

export type DigestPurpose = 'share-code' | 'mailed-code' | 'reset-link' | 'idempotent-request'

/** 32 bytes for a text. */
export type KeyedDigest = (text: string) => Buffer

/**
 * HMAC-SHA-256 under a key derived for one purpose (HKDF, RFC 5869): what is short enough to be guessed cannot be found
 * from a copy of the database alone.
 */
export function keyedDigest(secretKey: Secret, purpose: DigestPurpose): KeyedDigest {
  const key = Buffer.from(hkdfSync('sha256', secretKey.reveal(), '', `honeydue ${purpose}`, 32))
  return (text) => createHmac('sha256', key).update(text).digest()
}
