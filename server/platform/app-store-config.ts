import { createPrivateKey, X509Certificate } from 'node:crypto'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict } from '#contract/route.ts'
import { Secret } from './secret.ts'
import type { FindSecret, WatchedSecret } from './secrets/watched-secret.ts'

/** A test server on this machine in place of Apple's, and the root of what it signs (PEM) in place of Apple's. */
export const AppStoreStandIn = Strict({
  url: Type.String({ pattern: '^https://(localhost|127\\.0\\.0\\.1):\\d{1,5}$' }),
  root: Type.String({ maxLength: 8192 })
})
export type AppStoreStandIn = Type.Static<typeof AppStoreStandIn>

/** What App Store Connect gives out once, with what names it: together, so that they cannot be of two keys. */
export type AppStoreKey = { readonly kid: string; readonly issuerId: string; readonly p8: Secret }

export const appStoreKeyFile = 'APP_STORE_KEY'

export type AppStoreSecret = {
  /** Its file, where something can be bought in the App Store. */
  readonly files: readonly WatchedSecret[]
  /** As the file holds it now. */
  readonly key: AppStoreKey | undefined
  /** Apple has taken it. */
  used(): void
}

export function appStoreSecret(isConfigured: boolean, found: FindSecret): AppStoreSecret {
  const file = isConfigured
    ? found(appStoreKeyFile, (text) => (appStoreKeyOf(text) ? undefined : keyHint), keyHint)
    : undefined
  let read: { readonly of: Secret; readonly key: AppStoreKey | undefined } | undefined
  return {
    files: file ? [file] : [],
    get key() {
      if (!file?.active) return undefined
      if (read?.of !== file.active) read = { of: file.active, key: appStoreKeyOf(file.active.reveal()) }
      return read.key
    },
    used: () => file?.used()
  }
}

const keyHint =
  'must be {"kid":"…","issuerId":"…","p8":"…"} with the text of the .p8 file of an In-App Purchase key, because subscriptions.apple is set'

const KeyFile = Strict({
  kid: Type.String({ pattern: '^[A-Z0-9]{10}$' }),
  issuerId: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
  p8: Type.String()
})

/** Undefined when it is no such key. */
export function appStoreKeyOf(text: string): AppStoreKey | undefined {
  try {
    const file: unknown = JSON.parse(text)
    if (!Check(KeyFile, file)) return undefined
    const { asymmetricKeyDetails: details } = createPrivateKey(file.p8)
    if (details?.namedCurve !== 'prime256v1') return undefined
    return { kid: file.kid, issuerId: file.issuerId, p8: new Secret(file.p8) }
  } catch {
    return undefined
  }
}

/** What the schema cannot see. */
export function standInProblems({ root }: AppStoreStandIn): string[] {
  try {
    return new X509Certificate(root).ca ? [] : ['subscriptions.apple.standIn.root: may not sign certificates']
  } catch {
    return ['subscriptions.apple.standIn.root: no certificate in PEM']
  }
}
