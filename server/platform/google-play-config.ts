import type { FindSecret, WatchedSecret } from './secrets/watched-secret.ts'
import { keptOf } from './secrets/watched-secret.ts'
import { serviceAccountOf, type ServiceAccount } from './service-account.ts'

export const googlePlayAccountFile = 'PLAY_SERVICE_ACCOUNT'

export type GooglePlaySecret = {
  /** Its file, where something can be bought in Google Play. */
  readonly files: readonly WatchedSecret[]
  /** As the file holds it now. */
  readonly account: ServiceAccount | undefined
  /** Google has taken its key. */
  used(): void
}

export function googlePlaySecret(isConfigured: boolean, found: FindSecret): GooglePlaySecret {
  const file = isConfigured
    ? found(googlePlayAccountFile, (text) => (serviceAccountOf(text) ? undefined : hint), hint)
    : undefined
  const accountOf = keptOf(serviceAccountOf)
  return {
    files: file ? [file] : [],
    get account() {
      return file && accountOf(file)
    },
    used: () => file?.used()
  }
}

const hint = 'must hold the JSON key of a service account, because subscriptions.google is set'
