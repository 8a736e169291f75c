import { Check } from 'typebox/value'
import { Email } from '#contract/accounts.ts'
import { jsonObject } from './compact-jws.ts'
import { IdentityRefused, type ProvenIdentity } from './provider.ts'
import { signedPayload, type KeyOf } from './signature.ts'

/** The algorithm of every provider: RS256 is what each of them must have (OpenID Connect Core §15.1). */
export const algorithm = 'RS256'

export type Expected = {
  /** Every spelling; the first is the one we keep. */
  readonly issuers: readonly [string, ...string[]]
  readonly clientIds: readonly string[]
  readonly nonce: string
  readonly keyOf: KeyOf
  readonly now: Temporal.Instant
}
export type Claims = Readonly<Record<string, unknown>>

const skewSeconds = 60
const oldestMinutes = 10
const longestSubject = 255

/** Who an ID token is about (OpenID Connect Core §3.1.3.7), if it was made for us, now, and for this one question. */
export async function identityOfIdToken(idToken: string, expected: Expected): Promise<ProvenIdentity> {
  const claims = await verifiedClaims(idToken, expected)
  checkTimes(claims, expected.now)
  if (claims['nonce'] !== expected.nonce) throw new IdentityRefused('nonce')
  return {
    ...addressOf(claims),
    issuer: expected.issuers[0],
    subject: subjectOf(claims),
    clientId: clientOf(claims, expected.clientIds),
    name: textOf(claims['name'], 255),
    transferSubject: textOf(claims['transfer_sub'], longestSubject),
    authenticatedAt: momentOf(claims['auth_time']),
    refreshToken: undefined
  }
}

/** Signature first, then issuer and audience: what every token from a provider has. Throws IdentityRefused. */
export async function verifiedClaims(token: string, expected: Omit<Expected, 'nonce' | 'now'>): Promise<Claims> {
  const payload = await signedPayload(token, algorithm, expected.keyOf)
  const claims = payload && jsonObject(payload)
  if (!claims) throw new IdentityRefused('signature')
  if (!expected.issuers.some((issuer) => claims['iss'] === issuer)) throw new IdentityRefused('issuer')
  clientOf(claims, expected.clientIds)
  return claims
}

/** Ours, all of them if there are several, and so is the client that asked for it. */
function clientOf({ aud, azp }: Claims, clientIds: readonly string[]): string {
  const isOurs = (value: unknown) => typeof value === 'string' && clientIds.includes(value)
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud]
  const [client] = audiences
  if (typeof client !== 'string' || !audiences.every(isOurs)) throw new IdentityRefused('audience')
  if ((azp !== undefined || audiences.length > 1) && !isOurs(azp)) throw new IdentityRefused('authorized party')
  return client
}

function checkTimes({ exp, iat, nbf }: Claims, now: Temporal.Instant): void {
  const seconds = now.epochMilliseconds / 1000
  if (!isTime(exp) || exp + skewSeconds <= seconds) throw new IdentityRefused('expired')
  if (!isTime(iat) || iat > seconds + skewSeconds) throw new IdentityRefused('issued in the future')
  if (iat < seconds - oldestMinutes * 60) throw new IdentityRefused('issued too long ago')
  if (nbf !== undefined && (!isTime(nbf) || nbf > seconds + skewSeconds)) throw new IdentityRefused('not yet valid')
}

/** Whole seconds; undefined for what is no moment. */
function momentOf(value: unknown): Temporal.Instant | undefined {
  if (!isTime(value) || value < 0 || value > 1e11) return undefined
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(value) * 1000)
}

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

export function subjectOf({ sub }: Claims): string {
  if (typeof sub === 'string' && /^[\x20-\x7e]+$/.test(sub) && sub.length <= longestSubject) return sub
  throw new IdentityRefused('subject')
}

/** The address as far as we can mail to it, and whether the provider says that it is this person's. */
export function addressOf({
  email,
  email_verified: verified,
  is_private_email: hidden
}: Claims): Pick<ProvenIdentity, 'email' | 'emailVerified' | 'privateEmail'> {
  const usable = typeof email === 'string' && Check(Email, email) ? email.toLowerCase() : undefined
  return { email: usable, emailVerified: usable !== undefined && isTrue(verified), privateEmail: isTrue(hidden) }
}

/** Apple writes booleans as text now and then. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

export function textOf(value: unknown, longest = 4096): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= longest ? value : undefined
}
