import { appStoreSecret } from '../platform/app-store-config.ts'
import { finder, type Config } from '../platform/config.ts'
import { secretFiles } from '../platform/secrets/secret-files.ts'

type Found = { readonly message: string; readonly hint?: string } | undefined

/** Asks the App Store for what nobody bought, to see whether it takes the key. */
export async function appStoreFinding({ secretsFolder, subscriptions }: Config): Promise<Found> {
  const { found, problems } = finder(secretFiles(secretsFolder))
  const secret = appStoreSecret(true, found)
  const { openAppStore } = await import('../gateways/app-store/open-app-store.ts')
  const message = problems[0] ?? (await openAppStore({ subscriptions }, { appStore: secret })?.check())
  return message === undefined
    ? undefined
    : { message, hint: 'Check subscriptions.apple and the file APP_STORE_KEY; see docs/subscriptions.md.' }
}
