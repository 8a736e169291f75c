import type { Outbound } from '#server/platform/outbound.ts'
import { jsonObject } from './compact-jws.ts'
import { ProviderUnavailable } from './provider.ts'

/** Where a provider is asked for what. */
export type Endpoints = {
  readonly authorization: string
  readonly token: string
  readonly keys: string
  readonly revocation?: string
  readonly userinfo: string | undefined
  /** The secret goes into the form, as most providers take it, or into the Authorization header. */
  readonly secretInHeader: boolean
  /** It always names itself when it sends somebody back (RFC 9207). */
  readonly namesItself: boolean
}

const freshHours = 24
const pauseSeconds = 30

/**
 * Reads a provider's own description of itself (OpenID Connect Discovery §4) when it is first needed, once a day, and after
 * a failure not again for half a minute. It must be about the very issuer that is configured.
 */
export function discovery(issuer: string, ask: Outbound): (now: Temporal.Instant) => Promise<Endpoints> {
  let known: { endpoints: Endpoints; until: Temporal.Instant } | undefined
  let failedUntil: Temporal.Instant | undefined
  let asking: Promise<Endpoints> | undefined

  async function read(now: Temporal.Instant): Promise<Endpoints> {
    try {
      const reply = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
      const endpoints = endpointsOf(issuer, reply.text)
      known = { endpoints, until: now.add({ hours: freshHours }) }
      return endpoints
    } catch (error) {
      failedUntil = now.add({ seconds: pauseSeconds })
      if (known) return known.endpoints
      throw new ProviderUnavailable(`the description of ${issuer} cannot be used`, { cause: error })
    }
  }

  return async (now) => {
    if (known && isBefore(now, known.until)) return known.endpoints
    if (failedUntil && isBefore(now, failedUntil)) return known?.endpoints ?? unavailable(issuer)
    asking ??= read(now).finally(() => (asking = undefined))
    return asking
  }
}

function unavailable(issuer: string): never {
  throw new ProviderUnavailable(`the description of ${issuer} could not be read a moment ago`)
}

function isBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0
}

function endpointsOf(issuer: string, text: string): Endpoints {
  const described = jsonObject(Buffer.from(text))
  if (described?.['issuer'] !== issuer) throw new TypeError('it describes another issuer')
  const { userinfo_endpoint: userinfo, token_endpoint_auth_methods_supported: methods } = described
  return {
    authorization: urlOf(described['authorization_endpoint']),
    token: urlOf(described['token_endpoint']),
    keys: urlOf(described['jwks_uri']),
    userinfo: userinfo === undefined ? undefined : urlOf(userinfo),
    secretInHeader: !Array.isArray(methods) || !methods.includes('client_secret_post'),
    namesItself: described['authorization_response_iss_parameter_supported'] === true
  }
}

function urlOf(value: unknown): string {
  if (typeof value !== 'string' || !/^https?:\/\//.test(value)) throw new TypeError('an endpoint is no URL')
  return new URL(value).href
}
