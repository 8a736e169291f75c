import { createHash } from 'node:crypto'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Secret } from '#server/platform/secret.ts'

/** SHA-256, hexadecimal: what a purchase is known by. Google makes tokens long and random. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Sealed for its own row: found by its digest, it opens nowhere else. */
export function sealToken(keyring: Keyring, token: string): string {
  return keyring.seal('google-purchase-token', token, boundTo(tokenDigest(token)))
}

export function openToken(keyring: Keyring, { digest, sealed }: { digest: string; sealed: string }): Secret {
  return keyring.open('google-purchase-token', sealed, boundTo(digest))
}

export function boundTo(digest: string): string {
  return `google_purchase_tokens.token_sealed ${digest}`
}
