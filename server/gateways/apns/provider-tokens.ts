import { createHash } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import type { Ground } from '#server/platform/make-context.ts'
import type { ApnsKey } from '#server/platform/push-config.ts'
import { Secret } from '#server/platform/secret.ts'
import { keptToken, keepToken, type KeptToken } from './provider-token-queries.ts'

/** Apple takes a token for an hour, and wants none renewed before twenty minutes are over. */
export const renewAfter = { minutes: 50 }
const soonest = { minutes: 20 }

export type ProviderTokens = {
  /** The token of a key. `isTooOld`: Apple has just said so; it is then a new one, if it may be. */
  of(key: ApnsKey, isTooOld?: boolean): Promise<Secret>
}
type Made = { readonly token: Secret; readonly madeAt: Temporal.Instant }

/**
 * One token for all processes, sealed in the database: each making its own, and that at each start, is what Apple answers
 * with TooManyProviderTokenUpdates.
 */
export function sharedTokens({ db, keyring, now }: Pick<Ground, 'db' | 'keyring' | 'now'>): ProviderTokens {
  const known = new Map<string, Made>()

  const read = (fingerprint: Buffer, kept: KeptToken | undefined): Made | undefined => {
    if (!kept) return undefined
    try {
      return { token: keyring.open('field', kept.sealed, boundTo(fingerprint)), madeAt: kept.madeAt }
    } catch {
      return undefined // sealed with a key that is gone: another is made
    }
  }

  return {
    async of(key, isTooOld = false) {
      const fingerprint = fingerprintOf(key)
      const madeBefore = now().subtract(isTooOld ? soonest : renewAfter)
      const isFresh = (made: Made | undefined): made is Made =>
        made !== undefined && Temporal.Instant.compare(made.madeAt, madeBefore) > 0
      const name = fingerprint.toString('hex')
      const remembered = known.get(name)
      if (isFresh(remembered)) return remembered.token
      const kept = await keptToken(db, fingerprint)
      const shared = read(fingerprint, kept)
      const unreadable = shared ? undefined : kept?.sealed
      const fresh = isFresh(shared) ? shared : await renew(key, { fingerprint, madeBefore, unreadable })
      known.set(name, fresh)
      return fresh.token
    }
  }

  async function renew(
    key: ApnsKey,
    { fingerprint, ...former }: { fingerprint: Buffer; madeBefore: Temporal.Instant; unreadable: string | undefined }
  ): Promise<Made> {
    const made = await makeToken(key, now())
    const sealed = keyring.seal('field', made.token.reveal(), boundTo(fingerprint))
    const isKept = await keepToken(db, { fingerprint, sealed, madeAt: made.madeAt }, former)
    return isKept ? made : (read(fingerprint, await keptToken(db, fingerprint)) ?? made)
  }
}

/** For a single look: a token that nobody else uses. */
export function unsharedTokens(now: () => Temporal.Instant): ProviderTokens {
  const made = new Map<ApnsKey, Promise<Made>>()
  return {
    async of(key, isTooOld = false) {
      const former = isTooOld ? undefined : made.get(key)
      const token = former ?? makeToken(key, now())
      made.set(key, token)
      return (await token).token
    }
  }
}

async function makeToken({ kid, teamId, p8 }: ApnsKey, now: Temporal.Instant): Promise<Made> {
  const jwt = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(teamId)
    .setIssuedAt(Math.floor(now.epochMilliseconds / 1000))
    .sign(await importPKCS8(p8.reveal(), 'ES256'))
  return { token: new Secret(jwt), madeAt: now }
}

/** Tells keys apart, also two that somebody gave the same name. */
export function fingerprintOf({ kid, teamId, p8 }: ApnsKey): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([kid, teamId, p8.reveal()]))
    .digest()
}

function boundTo(fingerprint: Buffer): string {
  return `provider_tokens.token_sealed ${fingerprint.toString('hex')}`
}
