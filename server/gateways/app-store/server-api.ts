import type { AppStoreKey, AppStoreStandIn } from '#server/platform/app-store-config.ts'
import { outbound, OutboundError, type OutboundReply, type OutboundRequest } from '#server/platform/outbound.ts'
import { checkStatus, StoreUnavailable } from './api-answers.ts'
import { apiTokens } from './api-token.ts'
import type { StoreEnvironment } from './store-app.ts'

export type ApiOptions = {
  readonly bundleId: string
  /** In tests, on this machine. */
  readonly standIn: AppStoreStandIn | undefined
  /** As it is now. */
  readonly key: () => AppStoreKey | undefined
  /** Apple has taken it. */
  readonly taken?: ((key: AppStoreKey) => void) | undefined
  readonly now: () => Temporal.Instant
}
/** Asks for what is below `/inApps`: throws `StoreUnavailable` and `StoreRefused`. */
export type AskApi = (environment: StoreEnvironment, path: string, request?: OutboundRequest) => Promise<OutboundReply>

const hosts: Readonly<Record<StoreEnvironment, string>> = {
  production: 'https://api.storekit.itunes.apple.com',
  sandbox: 'https://api.storekit-sandbox.itunes.apple.com'
}

/** The App Store Server API, which is left alone for as long as it asks. */
export function serverApi({ bundleId, standIn, key: keyNow, taken, now }: ApiOptions): AskApi {
  const origins = standIn ? { production: standIn.url, sandbox: `${standIn.url}/sandbox` } : hosts
  const tokenOf = apiTokens(bundleId, now)
  const send = outbound({
    hosts: Object.values(origins).map((origin) => new URL(origin).host),
    privateNetwork: standIn !== undefined,
    certificateAuthority: standIn?.root,
    timeoutMs: 10_000,
    sizeLimit: 2_000_000
  })
  let pausedUntil: Temporal.Instant | undefined

  const refuseInPause = () => {
    if (pausedUntil && Temporal.Instant.compare(now(), pausedUntil) < 0)
      throw new StoreUnavailable('the App Store wants fewer requests', { until: pausedUntil })
  }

  const checked = (reply: OutboundReply): OutboundReply => {
    try {
      checkStatus(reply, now())
      return reply
    } catch (error) {
      if (error instanceof StoreUnavailable && error.until) pausedUntil = error.until
      throw error
    }
  }

  return async (environment, path, request = {}) => {
    refuseInPause()
    const key = keyNow()
    if (!key) throw new StoreUnavailable('there is no key for the App Store')
    const authorization = `Bearer ${await tokenOf(key)}`
    const headers = { authorization, ...(request.bytes && { 'content-type': 'application/json' }) }
    const reply = checked(await send(`${origins[environment]}/inApps/${path}`, { ...request, headers }).catch(notNow))
    taken?.(key)
    return reply
  }
}

function notNow(error: unknown): never {
  if (error instanceof OutboundError) throw new StoreUnavailable('the App Store does not answer', { cause: error })
  throw error
}
