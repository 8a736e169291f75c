import type { Log } from '#server/platform/context.ts'
import type { ApnsKey } from '#server/platform/push-config.ts'
import { Secret } from '#server/platform/secret.ts'
import type { Delivery, Notice, PushEnvironment, PushSender, PushTarget } from '../push/push.ts'
import { outcomes, verdictOf, type ApnsAnswer, type Verdict } from './apns-answers.ts'
import { ConnectionLost, type ApnsConnection } from './apns-connection.ts'
import { apnsConnections, nameOf, type ConnectionsOptions } from './apns-connections.ts'
import type { ProviderTokens } from './provider-tokens.ts'

export type ApnsOptions = ConnectionsOptions & {
  /** The bundle id of the app. */
  readonly topic: string
  /** As they are now: the one to use, and after it one to use while Apple refuses the first. */
  readonly keys: () => readonly ApnsKey[]
  /** Apple has taken a notice with this key, or named its phone unknown. */
  readonly taken?: (key: ApnsKey) => void
  readonly tokens: ProviderTokens
  readonly log: Log
}
type Judged = { readonly verdict: Verdict; readonly reason: string; readonly since?: Temporal.Instant | undefined }

export function apnsUrls(standIn?: string): ApnsOptions['urls'] {
  return {
    production: standIn ?? 'https://api.push.apple.com',
    sandbox: standIn ?? 'https://api.sandbox.push.apple.com'
  }
}

/** How long a key that Apple has refused is not tried, unless there is no other. */
const refusedFor = { minutes: 10 }
/** Apple's interval between two tokens. */
const pausedFor = { minutes: 20 }

/** What Apple says only to those whose key it takes. */
const showTaken: ReadonlySet<Verdict> = new Set(['delivered', 'gone', 'bad token'])

/** Apple's push service. */
export function apns(options: ApnsOptions): PushSender {
  const { now, log } = options
  const connections = apnsConnections(options)
  const refusedUntil = new Map<string, Temporal.Instant>()
  let pausedUntil: Temporal.Instant | undefined
  const isAhead = (instant: Temporal.Instant | undefined) =>
    instant !== undefined && Temporal.Instant.compare(now(), instant) < 0

  /** Those that Apple has just refused come last; former ones are given up. */
  const usableKeys = (): ApnsKey[] => {
    const keys = options.keys()
    void connections.keepOnly(keys)
    return keys.toSorted((left, right) => Number(isRefused(left)) - Number(isRefused(right)))
  }
  const isRefused = (key: ApnsKey) => isAhead(refusedUntil.get(nameOf(key)))

  const judge = (answer: ApnsAnswer): Judged => {
    const { reason, since, status, retryAfterSeconds: seconds } = answer
    const verdict = verdictOf(answer)
    if (verdict === 'pause') pausedUntil = now().add(pausedFor)
    else if (status >= 500 && seconds !== undefined) pausedUntil = now().add({ seconds })
    return { verdict, since, reason: reason === '' ? String(status) : reason }
  }

  /** In one environment, with the first key that Apple takes. */
  const sendTo = async (target: PushTarget, notice: Notice): Promise<Judged> => {
    let last: Judged = { verdict: 'misconfigured', reason: 'there is no key' }
    for (const key of usableKeys()) {
      if (isAhead(pausedUntil)) return { verdict: 'later', reason: 'Apple has asked for a pause' }
      const connection = connections.of(target.environment, key)
      last = await askWith(key, connection, { ...options, target, notice }).then(judge, lost)
      if (showTaken.has(last.verdict)) options.taken?.(key)
      if (last.verdict !== 'bad key') return last
      refusedUntil.set(nameOf(key), now().add(refusedFor))
      log.error({ kid: key.kid, reason: last.reason }, 'Apple refuses the APNs key')
    }
    return last
  }

  return {
    async send(target, notice) {
      const sent = await sendTo(target, notice)
      if (sent.verdict !== 'bad token') return deliveryOf(sent, target.environment)
      const environment = target.environment === 'production' ? 'sandbox' : 'production'
      const elsewhere = await sendTo({ ...target, environment }, notice)
      const isThere = elsewhere.verdict === 'delivered' || elsewhere.verdict === 'later'
      return isThere ? deliveryOf(elsewhere, environment) : { outcome: 'gone' }
    },

    async check() {
      const notice = { ...nothing, expiresAt: now() }
      const { verdict, reason } = await sendTo({ token: nobody, environment: 'production' }, notice)
      return verdict === 'bad token' ? undefined : reason
    },

    close: () => connections.keepOnly([])
  }
}

type Asked = { target: PushTarget; notice: Notice; topic: string; tokens: ProviderTokens }

/** Once more on a new connection, where the one before was lost, and once more with a newer token. */
async function askWith(key: ApnsKey, connection: ApnsConnection, asked: Asked): Promise<ApnsAnswer> {
  const { tokens, notice } = asked
  const ask = (token: Secret) => connection.ask(headersOf(asked, token), payloadOf(notice))
  const first = await tokens.of(key)
  const answer = await ask(first).catch((error: unknown) => {
    if (error instanceof ConnectionLost) return ask(first)
    throw error
  })
  if (verdictOf(answer) !== 'old token') return answer
  const newer = await tokens.of(key, true)
  return newer.reveal() === first.reveal() ? answer : ask(newer)
}

/** Of no phone: that Apple says so shows that it takes the key. */
const nobody = new Secret('0'.repeat(64))
const nothing = { id: '00000000-0000-4000-8000-000000000000', title: '-', body: '-', collapseId: 'check', data: {} }

function lost(error: unknown): Judged {
  if (error instanceof ConnectionLost) return { verdict: 'later', reason: error.message }
  throw error
}

function deliveryOf({ verdict, reason, since }: Judged, environment: PushEnvironment): Delivery {
  const outcome = outcomes[verdict]
  if (outcome === 'delivered') return { outcome, environment }
  return outcome === 'gone' ? { outcome, ...(since && { since }) } : { outcome, reason }
}

function headersOf({ target, notice, topic }: Asked, providerToken: Secret) {
  return {
    ':method': 'POST',
    ':path': `/3/device/${encodeURIComponent(target.token.reveal())}`,
    authorization: `bearer ${providerToken.reveal()}`,
    'apns-id': notice.id,
    'apns-topic': topic,
    'apns-push-type': 'alert',
    'apns-priority': '5', // it may wait for the phone to wake for something else
    'apns-expiration': String(Math.floor(notice.expiresAt.epochMilliseconds / 1000)),
    'apns-collapse-id': notice.collapseId
  }
}

function payloadOf({ title, body, data }: Notice): string {
  return JSON.stringify({ ...data, aps: { alert: { title, body } } })
}
