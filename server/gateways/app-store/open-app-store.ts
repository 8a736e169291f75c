import type { Config, Secrets } from '#server/platform/config.ts'
import { appStore, type AppStore } from './app-store.ts'

/** Undefined where nothing is sold in it. */
export function openAppStore(
  { subscriptions: { apple } }: Pick<Config, 'subscriptions'>,
  { appStore: secret }: Pick<Secrets, 'appStore'>
): AppStore | undefined {
  if (!apple) return undefined
  const { bundleId, appAppleId, standIn } = apple
  const key = () => secret.key
  return appStore({
    app: { bundleId, appAppleId },
    standIn,
    key,
    taken: () => secret.used(),
    now: Temporal.Now.instant
  })
}
