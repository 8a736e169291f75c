import type { Config, Secrets } from '#server/platform/config.ts'
import type { Log } from '#server/platform/context.ts'
import { apns, apnsUrls } from '../apns/apns.ts'
import type { ProviderTokens } from '../apns/provider-tokens.ts'
import { fcm } from '../fcm/fcm.ts'
import type { PushSenders } from './push.ts'

export type PushGround = { readonly now: () => Temporal.Instant; readonly log: Log; readonly tokens: ProviderTokens }

/** The services that the configuration names. */
export function openPush(
  { push: config }: Pick<Config, 'push'>,
  { push: secrets }: Pick<Secrets, 'push'>,
  ground: PushGround
): PushSenders {
  return {
    ...(config.apns && {
      apns: apns({
        ...ground,
        topic: config.apns.topic,
        urls: apnsUrls(config.apns.standIn),
        isStandIn: config.apns.standIn !== undefined,
        keys: () => secrets.apnsKeys,
        taken: (key) => secrets.used(key)
      })
    }),
    ...(config.fcm && {
      fcm: fcm({
        ...ground,
        standIn: config.fcm.standIn,
        account: () => secrets.fcmAccount,
        taken: (key) => secrets.used(key)
      })
    })
  }
}
