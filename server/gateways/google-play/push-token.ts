import { outbound } from '#server/platform/outbound.ts'
import { isTime } from '../identity-providers/id-token.ts'
import { jsonObject } from '../identity-providers/compact-jws.ts'
import { keySet } from '../identity-providers/key-set.ts'
import { signedPayload } from '../identity-providers/signature.ts'

/** What came along with a push does not show that Pub/Sub sent it for us; `reason` is for the log alone. */
export class PushRefused extends Error {
  override readonly name = 'PushRefused'
  readonly reason: string

  constructor(reason: string) {
    super(`The push is refused: ${reason}`)
    this.reason = reason
  }
}

/** Throws PushRefused, or ProviderUnavailable while Google's keys cannot be had. */
export type VerifyPush = (token: string, now: Temporal.Instant) => Promise<void>

export type PushSettings = {
  /** The audience of the push subscription. */
  readonly pushAudience: string
  /** The address of the service account that the push subscription signs as. */
  readonly pushAccount: string
  /** Takes the place of Google's hosts in tests, on this machine. */
  readonly standIn: string | undefined
  /** PEM; the stand-in is then over TLS. */
  readonly certificateAuthority?: string | undefined
}

const algorithm = 'RS256'
const issuers: ReadonlySet<unknown> = new Set(['https://accounts.google.com', 'accounts.google.com'])
const skewSeconds = 60

/**
 * "Authenticate push subscriptions" of Pub/Sub. Everybody with a project at Google can have a token made for our audience, so it
 * is the account's whole address that counts. Its `azp` is a number of Google's and not looked at.
 */
export function pushVerifier({ pushAudience, pushAccount, standIn, certificateAuthority }: PushSettings): VerifyPush {
  const url = `${standIn ?? 'https://www.googleapis.com'}/oauth2/v3/certs`
  const ask = outbound({
    hosts: [new URL(url).host],
    plainLoopback: standIn !== undefined,
    privateNetwork: certificateAuthority !== undefined,
    certificateAuthority
  })
  const keys = keySet(() => ask(url), algorithm)

  return async (token, now) => {
    const payload = await signedPayload(token, algorithm, (kid) => keys.keyOf(kid, now))
    const claims = payload && jsonObject(payload)
    if (!claims) throw new PushRefused('signature')
    const { iss, aud, email, email_verified: isVerified, exp, iat } = claims
    if (!issuers.has(iss)) throw new PushRefused('issuer')
    if (aud !== pushAudience) throw new PushRefused('audience')
    if (email !== pushAccount || isVerified !== true) throw new PushRefused('account')
    checkTimes(exp, iat, now)
  }
}

function checkTimes(exp: unknown, iat: unknown, now: Temporal.Instant): void {
  const seconds = now.epochMilliseconds / 1000
  if (!isTime(exp) || exp + skewSeconds <= seconds) throw new PushRefused('expired')
  if (!isTime(iat) || iat > seconds + skewSeconds) throw new PushRefused('issued in the future')
}
