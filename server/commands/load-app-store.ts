import type { AppStore } from '../gateways/app-store/app-store.ts'
import type { Config, Secrets } from '../platform/config.ts'

/** Undefined where nothing is sold in it: what reads DER is loaded only where something is. */
export async function loadAppStore(
  config: Pick<Config, 'subscriptions'>,
  secrets: Pick<Secrets, 'appStore'>
): Promise<AppStore | undefined> {
  if (!config.subscriptions.apple) return undefined
  const { openAppStore } = await import('../gateways/app-store/open-app-store.ts')
  return openAppStore(config, secrets)
}
