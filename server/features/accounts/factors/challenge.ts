import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits in base64url: the question for a second factor, and what a passkey signs. */
export function mintChallenge(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database holds of it: 256 random bits need no key. */
export function challengeDigest(challenge: string): Buffer {
  return createHash('sha256').update(challenge).digest()
}

/** `key_id` of a digest that no key made. */
export const unkeyed = 'none'
