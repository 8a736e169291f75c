import { createHmac } from 'node:crypto'
import type { Secret } from './secret.ts'

/**
 * Ten characters that tell credentials apart in logs, annotations and attestations:
 * `base32(HMAC-SHA-256(cluster salt, value))[0..10]`, in lower case (RFC 4648 §6). The salt keeps a weak password from
 * being found by trying words against a log.
 */
export function fingerprintOf(salt: Secret, value: Secret): string {
  const bits = [...createHmac('sha256', salt.reveal()).update(value.reveal()).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  return Array.from({ length: 10 }, (_, at) => alphabet[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('')
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
