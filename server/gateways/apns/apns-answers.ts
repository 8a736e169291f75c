import type { Delivery } from '../push/push.ts'

/** What Apple answers to one request. */
export type ApnsAnswer = {
  readonly status: number
  /** Empty with a 200. */
  readonly reason: string
  /** With a 410: when the token went. */
  readonly since: Temporal.Instant | undefined
  readonly retryAfterSeconds: number | undefined
}

/** What each verdict comes to where nothing more can be done at once. */
export const outcomes = {
  delivered: 'delivered',
  gone: 'gone',
  'bad token': 'gone',
  misconfigured: 'misconfigured',
  'bad key': 'misconfigured',
  refused: 'refused',
  later: 'later',
  'old token': 'later',
  pause: 'later'
} as const satisfies Readonly<Record<string, Delivery['outcome']>>
export type Verdict = keyof typeof outcomes

/** "Handling notification responses from APNs", by reason; what is not here is judged by its status. */
const verdicts: Readonly<Record<string, Verdict>> = {
  Unregistered: 'gone',
  ExpiredToken: 'gone',
  BadDeviceToken: 'bad token',
  InvalidProviderToken: 'bad key',
  ExpiredProviderToken: 'old token',
  TooManyProviderTokenUpdates: 'pause',
  DeviceTokenNotForTopic: 'misconfigured',
  BadTopic: 'misconfigured',
  TopicDisallowed: 'misconfigured',
  MissingTopic: 'misconfigured',
  MissingProviderToken: 'misconfigured',
  BadEnvironmentKeyInToken: 'misconfigured',
  UnrelatedKeyIdInToken: 'misconfigured',
  Forbidden: 'misconfigured',
  IdleTimeout: 'later'
}

export function verdictOf({ status, reason }: ApnsAnswer): Verdict {
  if (status === 200) return 'delivered'
  return verdicts[reason] ?? (status === 429 || status >= 500 ? 'later' : 'refused')
}
