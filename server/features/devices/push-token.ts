import { createHash } from 'node:crypto'
import type { Keyring } from '#server/platform/keyring.ts'

/** What a token is found by: the providers make them long and random, so they need no key and keep their digest for good. */
export function pushTokenDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Sealed for its own row: found by its digest, it opens nowhere else. */
export function sealPushToken(keyring: Keyring, token: string): string {
  return keyring.seal('push-token', token, boundTo(pushTokenDigest(token)))
}

export function openPushToken(keyring: Keyring, { digest, sealed }: { digest: Buffer; sealed: string }) {
  return keyring.open('push-token', sealed, boundTo(digest))
}

export function boundTo(digest: Buffer): string {
  return `push_devices.token_sealed ${digest.toString('hex')}`
}
