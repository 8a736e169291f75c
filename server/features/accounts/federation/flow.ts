import { createHmac } from 'node:crypto'
import type { Keyring } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import { mintLinkToken } from '../mailed-secrets.ts'
import type { NewCredential } from '../credential-queries.ts'

/** For how long one may stay at the provider, passwords and second factors there included. */
export const flowMinutes = 15

export type FlowKind = 'enter' | 'link' | 'prove'

/** A sign-in under way in a browser: the state goes to the provider and back, the other half stays in the browser's cookie. */
export type Flow = { readonly state: string; readonly kept: Secret }

export function beginFlow(kind: FlowKind): Flow {
  return { state: `${kind}.${mintLinkToken()}`, kept: new Secret(mintLinkToken()) }
}

/**
 * The nonce and the PKCE verifier follow from both halves: whoever sees only what passes through the provider, or only the
 * cookie, can make neither, and nothing of them need be kept anywhere.
 */
export function nonceOf({ state, kept }: Flow): string {
  return partOf('nonce', state, kept)
}

export function verifierOf({ state, kept }: Flow): string {
  return partOf('verifier', state, kept)
}

function partOf(part: string, state: string, kept: Secret): string {
  return createHmac('sha256', kept.reveal()).update(`${part} ${state}`).digest('base64url')
}

const purpose = 'federated-sign-in'

/** The digest of a state, a nonce or a ticket as it is kept. */
export function keptDigest(keyring: Keyring, text: string): Pick<NewCredential, 'digest' | 'keyId' | 'attempts'> {
  return { digest: keyring.digest(purpose, text), keyId: keyring.activeKeyId, attempts: 1 }
}

export function boundDigest(keyring: Keyring, kept: Secret): Buffer {
  return keyring.digest(purpose, kept.reveal())
}

/** What to look a state, a nonce or a ticket up by. */
export function lookUp(keyring: Keyring, text: string): Buffer[] {
  return keyring.digests(purpose, text)
}
