import type { Config, Secrets } from '#server/platform/config.ts'
import type { Log } from '#server/platform/context.ts'
import { play, type Play } from './play.ts'
import { pushVerifier, type VerifyPush } from './push-token.ts'

/** Google Play as this installation uses it. */
export type GooglePlay = {
  readonly api: Play
  readonly verifyPush: VerifyPush
  readonly packageName: string
  /** `projects/…/subscriptions/…`, whose pushes are ours. */
  readonly subscription: string
}

/** Undefined where nothing is sold through it. */
export function openGooglePlay(
  { subscriptions: { google } }: Pick<Config, 'subscriptions'>,
  { googlePlay: secret }: Pick<Secrets, 'googlePlay'>,
  { now, log }: { now: () => Temporal.Instant; log: Log }
): GooglePlay | undefined {
  if (!google) return undefined
  const { packageName, subscription } = google
  const account = () => secret.account
  return {
    api: play({ ...google, account, taken: () => secret.used(), now, log }),
    verifyPush: pushVerifier(google),
    packageName,
    subscription
  }
}
