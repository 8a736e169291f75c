import type { AppStore } from '#server/gateways/app-store/app-store.ts'
import { AppError } from '#server/platform/errors.ts'
import type { SubscriptionServices } from '../services.ts'

/** Where nothing is sold in the App Store there is nothing to be told, and nothing to be shown. */
export function appStoreOf({ appStore }: SubscriptionServices): AppStore {
  if (!appStore) throw new AppError('store_not_set_up')
  return appStore
}
