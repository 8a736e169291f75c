import { randomBytes, randomInt } from 'node:crypto'
import { keyedDigest } from '#server/platform/keyed-digest.ts'
import type { Secret } from '#server/platform/secret.ts'

/** Eight digits. */
export function mintCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0')
}

/** 256 random bits in base64url. */
export function mintLinkToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Of a code together with its registration: the code alone says nothing, and equal codes have different digests. */
export function codeDigest(secretKey: Secret, registrationId: string, code: string): Buffer {
  return keyedDigest(secretKey, 'mailed-code')(`${registrationId}:${code}`)
}

export function linkDigest(secretKey: Secret, token: string): Buffer {
  return keyedDigest(secretKey, 'reset-link')(token)
}
