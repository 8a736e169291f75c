import type { JWK } from 'jose'
import type { OutboundReply } from '#server/platform/outbound.ts'
import { ProviderUnavailable } from './provider.ts'
import { verificationKey, type VerificationKey } from './signature.ts'

/** A provider's published keys (RFC 7517 §5), asked for as rarely as is safe. */
export type KeySet = {
  /** Throws ProviderUnavailable when there are no keys to look among. Without `kid` the only key is meant, if there is only one. */
  keyOf(kid: string | undefined, now: Temporal.Instant): Promise<VerificationKey | undefined>
  /** Whether the last attempt to fetch them got none. */
  isFailing(): boolean
}

const shortestFreshMinutes = 10
const longestFreshHours = 24
/** An outage of the provider keeps nobody out whose key we know. */
const staleHours = 24
/** However many tokens name keys that nobody knows, and whether or not the provider answers. */
const pauseSeconds = 30

type Kept = { readonly keys: ReadonlyMap<string | undefined, VerificationKey>; readonly freshUntil: Temporal.Instant }

export function keySet(
  fetchKeys: (now: Temporal.Instant) => Promise<Omit<OutboundReply, 'bytes'>>,
  algorithm: string
): KeySet {
  let kept: Kept | undefined
  let askedAt: Temporal.Instant | undefined
  let asking: Promise<void> | undefined
  let failing = false

  /** One question at a time, and none within half a minute of the last. */
  async function refresh(now: Temporal.Instant): Promise<void> {
    if (!asking && askedAt && isBefore(now, askedAt.add({ seconds: pauseSeconds }))) return
    askedAt = asking ? askedAt : now
    asking ??= ask(now).finally(() => (asking = undefined))
    await asking
  }

  async function ask(now: Temporal.Instant): Promise<void> {
    const reply = await fetchKeys(now).catch(() => undefined)
    const keys = reply?.status === 200 ? await keysOf(reply.text, algorithm) : undefined
    failing = keys === undefined
    if (reply && keys) kept = { keys, freshUntil: now.add({ seconds: freshSeconds(reply.headers['cache-control']) }) }
  }

  return {
    isFailing: () => failing,
    async keyOf(kid, now) {
      if (!kept || !isBefore(now, kept.freshUntil)) await refresh(now)
      if (kept && !kept.keys.has(kid) && kid !== undefined) await refresh(now)
      if (!kept || !isBefore(now, kept.freshUntil.add({ hours: staleHours }))) throw new ProviderUnavailable()
      return kid === undefined && kept.keys.size !== 1 ? undefined : firstOr(kept.keys, kid)
    }
  }
}

function firstOr(keys: Kept['keys'], kid: string | undefined): VerificationKey | undefined {
  return kid === undefined ? [...keys.values()][0] : keys.get(kid)
}

function isBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0
}

/** `max-age` of Cache-Control (RFC 9111 §5.2.2.1) within our bounds. */
function freshSeconds(cacheControl: string | undefined): number {
  const asked = Number(/(?:^|[\s,])max-age=(\d{1,9})(?:$|[\s,])/i.exec(cacheControl ?? '')?.[1] ?? 0)
  return Math.min(Math.max(asked, shortestFreshMinutes * 60), longestFreshHours * 3600)
}

/** By key id, the first of each; undefined when the answer is no key set or holds no key for us. */
async function keysOf(text: string, algorithm: string): Promise<Kept['keys'] | undefined> {
  const keys = new Map<string | undefined, VerificationKey>()
  for (const jwk of publishedKeys(text)) {
    const key = await verificationKey(jwk, algorithm)
    if (key && !keys.has(jwk.kid)) keys.set(jwk.kid, key)
  }
  return keys.size > 0 ? keys : undefined
}

const mostKeys = 100

function publishedKeys(text: string): JWK[] {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown } // whatever it is, only what looks like a key is taken
    return Array.isArray(keys) ? keys.filter(isKey).slice(0, mostKeys) : []
  } catch {
    return []
  }
}

function isKey(value: unknown): value is JWK {
  return typeof value === 'object' && value !== null && 'kty' in value && typeof value.kty === 'string'
}
