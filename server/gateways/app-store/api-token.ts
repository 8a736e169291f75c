import { importPKCS8, SignJWT } from 'jose'
import type { AppStoreKey } from '#server/platform/app-store-config.ts'

const minutes = { used: 20, valid: 30 } // Apple takes an hour at most

type Made = { readonly of: AppStoreKey; readonly token: Promise<string>; readonly until: Temporal.Instant }

/** What shows Apple who asks: a JWT of our own, used for twenty minutes, or until there is another key. */
export function apiTokens(bundleId: string, now: () => Temporal.Instant): (key: AppStoreKey) => Promise<string> {
  let made: Made | undefined
  return (key) => {
    const isUsable = made?.of === key && Temporal.Instant.compare(now(), made.until) < 0
    if (!made || !isUsable)
      made = { of: key, token: tokenOf(key, bundleId, now()), until: now().add({ minutes: minutes.used }) }
    return made.token
  }
}

async function tokenOf({ kid, issuerId, p8 }: AppStoreKey, bundleId: string, now: Temporal.Instant): Promise<string> {
  const seconds = Math.floor(now.epochMilliseconds / 1000)
  return new SignJWT({ bid: bundleId })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
    .setIssuer(issuerId)
    .setAudience('appstoreconnect-v1')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + minutes.valid * 60)
    .sign(await importPKCS8(p8.reveal(), 'ES256'))
}
