import { fingerprintOf } from '../fingerprint.ts'
import { keysOf } from '../keyring.ts'
import type { Secret } from '../secret.ts'
import type { WatchedSecret } from './watched-secret.ts'

/** What this process says of one of its secrets: enough to tell which value it uses, nothing that helps to find it. */
export type Attestation = {
  /** The secret's file. */
  readonly name: string
  /** Fingerprint of what the file held when its value came into force; of SECRET_KEY, of the key that makes. */
  readonly activeFp: string
  /** Of every value that may still be shown, of every key that is accepted; the active one first. */
  readonly acceptedFps: string[]
  /** Of what the file holds and nobody accepts yet. */
  readonly offeredFp: string | null
  readonly loadedAt: string
  readonly lastUsedOk: string | null
  readonly lastError: { readonly code: string; readonly at: string } | null
}

/** Each secret of which there is a value. */
export function attest(secrets: readonly WatchedSecret[], salt: Secret): Attestation[] {
  return secrets.flatMap((secret) => {
    const { name, active, former, offered, loadedAt, lastUsedOk, lastError } = secret
    if (!active) return []
    const accepted =
      name === 'SECRET_KEY' ? keysOf(active).map((key) => key.secret) : former ? [active, former] : [active]
    const [activeFp = '', ...others] = accepted.map((value) => fingerprintOf(salt, value))
    return {
      name,
      activeFp,
      acceptedFps: [activeFp, ...others],
      offeredFp: offered ? fingerprintOf(salt, offered) : null,
      loadedAt: loadedAt.toString(),
      lastUsedOk: lastUsedOk?.toString() ?? null,
      lastError: lastError ? { code: lastError.code, at: lastError.at.toString() } : null
    }
  })
}
