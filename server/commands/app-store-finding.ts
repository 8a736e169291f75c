import { appStore } from '../gateways/app-store/app-store.ts'
import { appStoreSecret } from '../platform/app-store-config.ts'
import { finder, type Config } from '../platform/config.ts'
import { secretFiles } from '../platform/secrets/secret-files.ts'

type Found = { readonly message: string; readonly hint?: string } | undefined

/** Asks the App Store for what nobody bought, to see whether it takes the key. */
export async function appStoreFinding({ secretsFolder, subscriptions: { apple } }: Config): Promise<Found> {
  if (!apple) return undefined
  const { found, problems } = finder(secretFiles(secretsFolder))
  const secret = appStoreSecret(true, found)
  const { bundleId, appAppleId, standIn } = apple
  const store = appStore({ app: { bundleId, appAppleId }, standIn, key: () => secret.key, now: Temporal.Now.instant })
  const message = problems[0] ?? (await store.check())
  return message === undefined
    ? undefined
    : { message, hint: 'Check subscriptions.apple and the file APP_STORE_KEY; see docs/subscriptions.md.' }
}
