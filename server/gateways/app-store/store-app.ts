import { NotFromTheStore } from './not-from-the-store.ts'

/** The app of ours that things are bought in. */
export type StoreApp = {
  readonly bundleId: string
  /** Its number in the App Store, which what is signed for production names. */
  readonly appAppleId: number
}

/**
 * Where something was bought. There is no third: what Xcode or a test on somebody's own machine signs is signed by nobody, and
 * no verifier for it can be made.
 */
export type StoreEnvironment = 'production' | 'sandbox'

export const environments: Readonly<Record<'Production' | 'Sandbox', StoreEnvironment>> = {
  Production: 'production',
  Sandbox: 'sandbox'
}

/** By what is signed; throws `NotFromTheStore` for any other word. */
export function environmentOf(word: string): StoreEnvironment {
  if (word !== 'Production' && word !== 'Sandbox') throw new NotFromTheStore('environment')
  return environments[word]
}

/** Throws `NotFromTheStore` unless it names our app. */
export function checkApp(
  said: { readonly bundleId: string; readonly appAppleId?: number },
  environment: StoreEnvironment,
  app: StoreApp
): void {
  const isOurs = said.bundleId === app.bundleId
  if (!isOurs || (environment === 'production' && said.appAppleId !== app.appAppleId)) throw new NotFromTheStore('app')
}
