import type { Keyring } from '#server/platform/keyring.ts'

/**
 * A secret of the installation that goes into each hash beside the password: without it a copy of the database gives nothing
 * to guess at. A hash is stored behind `v1:<key id>:`; while the ring holds that key the password is checked with it, and a
 * sign-in makes the hash anew with the active one.
 */
export type Pepper = {
  readonly keyring: Pick<Keyring, 'activeKeyId' | 'digestUnder'>
  /** New hashes get it. Off, those that have one are still checked with it, and lose it at the next sign-in. */
  readonly isOn: boolean
}

/** What stands before a new hash, and the text that is hashed for the password. */
export function peppered(pepper: Pepper | undefined, password: string): { prefix: string; text: string } {
  if (!pepper?.isOn) return { prefix: '', text: password }
  const { activeKeyId } = pepper.keyring
  return { prefix: `v1:${activeKeyId}:`, text: textUnder(pepper, activeKeyId, password) ?? password }
}

/** The hash and the text to check it with; undefined when its key is gone. */
export function withoutPepper(
  pepper: Pepper | undefined,
  stored: string,
  password: string
): { phc: string; text: string } | undefined {
  const [, keyId, phc] = /^v1:([a-z0-9]+):(\$.*)$/s.exec(stored) ?? []
  if (keyId === undefined || phc === undefined) return { phc: stored, text: password }
  const text = pepper && textUnder(pepper, keyId, password)
  return text === undefined ? undefined : { phc, text }
}

function textUnder({ keyring }: Pepper, keyId: string, password: string): string | undefined {
  return keyring.digestUnder(keyId, 'pepper', password)?.toString('base64')
}
