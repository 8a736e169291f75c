import type { Log } from '#server/platform/context.ts'
import { outbound, OutboundError } from '#server/platform/outbound.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import type { Secret } from '#server/platform/secret.ts'
import { AccountRefused, accessTokens } from '../google-access/access-token.ts'
import { retryAfterSeconds, type Delivery, type Notice, type PushSender } from '../push/push.ts'
import { verdictOf } from './fcm-answers.ts'

export type FcmOptions = {
  /** Takes the place of Google's hosts in tests, on this machine. */
  readonly standIn: string | undefined
  /** PEM; the stand-in is then anywhere, over TLS. */
  readonly certificateAuthority?: string | undefined
  /** As it is now. */
  readonly account: () => ServiceAccount | undefined
  /** Google has taken its key. */
  readonly taken?: (account: ServiceAccount) => void
  readonly now: () => Temporal.Instant
  readonly log: Log
}

export const messaging = 'https://www.googleapis.com/auth/firebase.messaging'

/** Google's push service (HTTP v1), as a service account that may do nothing else. */
export function fcm(options: FcmOptions): PushSender {
  const { standIn, certificateAuthority, account: accountNow, taken, now, log } = options
  const origin = standIn ?? 'https://fcm.googleapis.com'
  const tokenUrl = `${standIn ?? 'https://oauth2.googleapis.com'}/token`
  const hosts = [origin, tokenUrl].map((url) => new URL(url).host)
  const ask = outbound({
    hosts,
    plainLoopback: standIn !== undefined,
    privateNetwork: certificateAuthority !== undefined,
    certificateAuthority,
    timeoutMs: 20_000
  })
  const tokens = accessTokens(ask, { scope: messaging, tokenUrl, now })
  let pausedUntil: Temporal.Instant | undefined

  const post = (account: ServiceAccount, accessToken: Secret, request: object) =>
    ask(`${origin}/v1/projects/${account.projectId}/messages:send`, {
      method: 'POST',
      bytes: Buffer.from(JSON.stringify(request)),
      headers: { authorization: `Bearer ${accessToken.reveal()}`, 'content-type': 'application/json; charset=utf-8' }
    })

  /** Once more with a new access token when the one before is refused. */
  const askTwice = async (account: ServiceAccount, request: object): Promise<Delivery> => {
    const first = await tokens.of(account)
    let reply = await post(account, first, request)
    if (verdictOf(reply).outcome === 'old token') reply = await post(account, await tokens.of(account, first), request)
    const seconds = retryAfterSeconds(reply.headers['retry-after'])
    if ((reply.status === 429 || reply.status >= 500) && seconds !== undefined) pausedUntil = now().add({ seconds })
    const verdict = verdictOf(reply)
    if (verdict.outcome === 'gone' && verdict.isForeign)
      log.error(
        { project: account.projectId },
        'A phone belongs to another project of Firebase than the service account'
      )
    return verdict.outcome === 'old token' ? { outcome: 'misconfigured', reason: 'UNAUTHENTICATED' } : verdict
  }

  const deliver = async (request: object): Promise<Delivery> => {
    const account = accountNow()
    if (!account) return { outcome: 'misconfigured', reason: 'there is no service account' }
    if (pausedUntil && Temporal.Instant.compare(now(), pausedUntil) < 0)
      return { outcome: 'later', reason: 'Google has asked for a pause' }
    try {
      const delivery = await askTwice(account, request)
      if (delivery.outcome === 'delivered' || delivery.outcome === 'gone') taken?.(account)
      return delivery
    } catch (error) {
      if (error instanceof OutboundError) return { outcome: 'later', reason: error.message }
      if (!(error instanceof AccountRefused)) throw error
      log.error({ keyId: account.keyId, reason: error.message }, 'Google refuses the FCM service account')
      return { outcome: 'misconfigured', reason: error.message }
    }
  }

  return {
    send: ({ token }, notice) => deliver({ message: { token: token.reveal(), ...messageOf(notice, now()) } }),

    async check() {
      const delivery = await deliver({ message: { topic: 'honeydue-check' }, validate_only: true })
      if (delivery.outcome === 'delivered') return undefined
      return 'reason' in delivery ? delivery.reason : delivery.outcome
    },

    async close() {}
  }
}

function messageOf({ title, body, collapseId, expiresAt, data }: Notice, now: Temporal.Instant) {
  const seconds = Math.max(0, Math.floor(now.until(expiresAt).total('seconds')))
  return {
    notification: { title, body },
    data,
    android: { priority: 'NORMAL', ttl: `${seconds}s`, notification: { tag: collapseId } }
  }
}
