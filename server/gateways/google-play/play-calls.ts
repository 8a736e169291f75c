import type { Log } from '#server/platform/context.ts'
import { outbound, OutboundError, type OutboundReply } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import { AccountRefused, accessTokens } from '../google-access/access-token.ts'

export type PlayAccess = {
  /** Takes the place of Google's hosts in tests, on this machine. */
  readonly standIn: string | undefined
  /** PEM; the stand-in is then over TLS. */
  readonly certificateAuthority?: string | undefined
  /** As it is now. */
  readonly account: () => ServiceAccount | undefined
  /** Google has taken its key. */
  readonly taken?: (account: ServiceAccount) => void
  readonly now: () => Temporal.Instant
  readonly log: Log
}

/** Google cannot be asked now: it is away, wants a pause, or does not let us. What it would have said is not known. */
export class PlayUnavailable extends Error {
  override readonly name = 'PlayUnavailable'
}

const scope = 'https://www.googleapis.com/auth/androidpublisher'

/** Asks as the service account, with an access token for as long as it works; a body makes it a POST. Throws PlayUnavailable. */
export type PlayCall = (url: string, body?: object) => Promise<OutboundReply>

export function playCalls(origin: string, options: PlayAccess): PlayCall {
  const { standIn, certificateAuthority, account: accountNow, taken, now, log } = options
  const tokenUrl = `${standIn ?? 'https://oauth2.googleapis.com'}/token`
  const ask = outbound({
    hosts: [origin, tokenUrl].map((url) => new URL(url).host),
    plainLoopback: standIn !== undefined,
    privateNetwork: certificateAuthority !== undefined,
    certificateAuthority,
    timeoutMs: 20_000,
    sizeLimit: 1_048_576
  })
  const tokens = accessTokens(ask, { scope, tokenUrl, now })

  const send = (url: string, accessToken: Secret, body: object | undefined) =>
    ask(url, {
      ...(body && { method: 'POST', bytes: Buffer.from(JSON.stringify(body)) }),
      headers: {
        authorization: `Bearer ${accessToken.reveal()}`,
        ...(body && { 'content-type': 'application/json; charset=utf-8' })
      }
    })

  return async (url, body) => {
    const account = accountNow()
    if (!account) throw new PlayUnavailable('there is no service account')
    try {
      const accessToken = await tokens.of(account)
      const first = await send(url, accessToken, body)
      // once more with a new access token when the one before is refused
      const reply = first.status === 401 ? await send(url, await tokens.of(account, accessToken), body) : first
      if (isUnavailable(reply)) throw new PlayUnavailable(`Google answers ${reply.status}: ${reasonIn(reply.text)}`)
      taken?.(account)
      return reply
    } catch (error) {
      if (error instanceof OutboundError) throw new PlayUnavailable(error.message, { cause: error })
      if (!(error instanceof AccountRefused)) throw error
      log.error({ keyId: account.keyId, reason: error.message }, 'Google refuses the service account for Google Play')
      throw new PlayUnavailable('the service account is refused', { cause: error })
    }
  }
}

/** Ours to mend, or to wait for: in neither case has Google said anything about the purchase. */
function isUnavailable({ status }: OutboundReply): boolean {
  return status === 401 || status === 403 || status === 429 || status >= 500
}

/** `reason` of Google's first error, or its status: words of Google's own, never the token. */
export function reasonIn(text: string): string {
  const [, reason] = /"reason"\s*:\s*"(\w{1,100})"/.exec(text) ?? []
  const [, status] = /"status"\s*:\s*"(\w{1,100})"/.exec(text) ?? []
  return reason ?? status ?? 'refused'
}
