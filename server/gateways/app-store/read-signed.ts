import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { NotFromTheStore } from './not-from-the-store.ts'
import { NotificationPayload, Renewal, Transaction } from './payloads.ts'
import type { SigningChain } from './signing-chain.ts'
import { checkApp, environmentOf, type StoreApp, type StoreEnvironment } from './store-app.ts'
import { jwsVerifier, type JwsOptions, type Use } from './verify-jws.ts'

/** A purchase as the store says it is, both parts of one purchase. */
export type SignedPurchase = {
  readonly environment: StoreEnvironment
  readonly transaction: Transaction
  readonly renewal: Renewal | undefined
  /** Who has signed it, each once. */
  readonly signers: readonly SigningChain[]
}

/** What the store tells of its own accord. */
export type StoreNotification = {
  /** `notificationUUID`: the same each time it is sent. */
  readonly id: string
  readonly type: string
  readonly subtype: string | undefined
  readonly environment: StoreEnvironment
  /** Milliseconds since 1970; the same each time it is sent. */
  readonly signedAtMs: number
  readonly purchase: SignedPurchase | undefined
  /** Who has signed it and what is in it, each once. */
  readonly signers: readonly SigningChain[]
  /** As it was sent. */
  readonly signedPayload: string
  readonly payload: NotificationPayload
}

/** What the App Store signed, and nothing else: each throws `NotFromTheStore`. */
export type SignedReader = {
  /** From the webhook; `answer`: from the history that the store keeps. */
  notification(signedPayload: string, use?: 'webhook' | 'answer'): StoreNotification
  purchase(signed: SignedParts, use: 'client' | 'answer'): SignedPurchase
}
export type SignedParts = { readonly transaction: string; readonly renewal?: string | undefined }

export function signedReader(app: StoreApp, options: JwsOptions): SignedReader {
  const verify = jwsVerifier(options)
  const read = <T extends TSchema>(schema: T, token: string, use: Use): { said: Static<T>; signer: SigningChain } => {
    const { claims, signer } = verify(token, use)
    if (!Check(schema, claims)) throw new NotFromTheStore('claims')
    return { said: claims, signer }
  }

  const purchase = (signed: SignedParts, use: 'client' | 'answer'): SignedPurchase => {
    const { said: transaction, signer } = read(Transaction, signed.transaction, use)
    if (transaction.bundleId !== app.bundleId) throw new NotFromTheStore('app')
    const renewal = signed.renewal === undefined ? undefined : read(Renewal, signed.renewal, use)
    if (renewal) checkTogether(transaction, renewal.said)
    const environment = environmentOf(transaction.environment)
    return { environment, transaction, renewal: renewal?.said, signers: unique([signer, renewal?.signer]) }
  }

  return {
    purchase,
    notification(signedPayload, use = 'webhook') {
      const { said: payload, signer } = read(NotificationPayload, signedPayload, use)
      const { environment, ...said } = saidIn(payload)
      checkApp(said, environment, app)
      const within = purchaseIn(payload, environment, purchase)
      return {
        id: payload.notificationUUID,
        type: payload.notificationType,
        subtype: payload.subtype || undefined, // Apple leaves it out, or empty
        environment,
        signedAtMs: payload.signedDate,
        purchase: within,
        signers: unique([signer, ...(within?.signers ?? [])]),
        signedPayload,
        payload
      }
    }
  }
}

function unique(signers: readonly (SigningChain | undefined)[]): SigningChain[] {
  return [...new Set(signers.filter((signer) => signer !== undefined))] // the same chain is one object
}

/** A renewal names no app: that it is of ours is known by the transaction it belongs to. */
function checkTogether(transaction: Transaction, renewal: Renewal): void {
  const isOfOne =
    renewal.originalTransactionId === transaction.originalTransactionId &&
    renewal.environment === transaction.environment
  if (!isOfOne) throw new NotFromTheStore('parts')
}

type Said = { readonly bundleId: string; readonly appAppleId?: number; readonly environment: StoreEnvironment }

function saidIn({ data, summary, externalPurchaseToken, appData }: NotificationPayload): Said {
  const parts = [data, summary, externalPurchaseToken, appData].filter((part) => part !== undefined)
  if (parts.length !== 1) throw new NotFromTheStore('claims')
  if (externalPurchaseToken) {
    const isSandbox = externalPurchaseToken.externalPurchaseId?.startsWith('SANDBOX') === true // it has no other sign of it
    return { ...externalPurchaseToken, environment: isSandbox ? 'sandbox' : 'production' }
  }
  const said = data ?? summary ?? appData
  if (!said) throw new NotFromTheStore('claims')
  return { ...said, environment: environmentOf(said.environment) }
}

/** What is within was signed by itself, when the notification was: it may be as old as that. */
function purchaseIn(
  { data }: NotificationPayload,
  environment: StoreEnvironment,
  read: SignedReader['purchase']
): SignedPurchase | undefined {
  if (!data) return undefined
  const { signedTransactionInfo: transaction, signedRenewalInfo: renewal } = data
  if (transaction === undefined) {
    if (renewal !== undefined) throw new NotFromTheStore('parts')
    return undefined
  }
  const purchase = read({ transaction, renewal }, 'answer')
  if (purchase.environment !== environment || purchase.transaction.bundleId !== data.bundleId)
    throw new NotFromTheStore('parts')
  return purchase
}
