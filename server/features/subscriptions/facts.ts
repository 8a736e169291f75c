/**
 * What a store has said about a purchase, in the store's own words as far as we need them. A fact is replaced by a later one of
 * the same key, later by the store's clock and never by when it came (`merge-facts.ts`), so that duplicates and any order of
 * delivery lead to the same facts. Moments within facts are milliseconds since 1970, as the stores give them.
 */
export type Fact = {
  readonly environment: Environment
  /**
   * When the store saw it so: Apple's `signedDate`; for what we asked the store (Google, Stripe) the moment just before the
   * request was sent, so that a slow old answer cannot replace a fresh one.
   */
  readonly clockMs: number
  readonly content: FactContent
}
export type FactContent = AppleTransaction | AppleRenewal | GooglePurchase | GoogleVoid | StripeSubscription
export type FactKind = FactContent['kind']

export type Store = 'apple' | 'google' | 'stripe'
export type Environment = 'production' | 'sandbox'

/** One purchase that renews: Apple's original transaction, the SHA-256 of Google's purchase token (hex), Stripe's subscription. */
export type PurchaseKey = { readonly store: Store; readonly environment: Environment; readonly key: string }

/** A `JWSTransactionDecodedPayload` of an auto-renewable subscription. */
export type AppleTransaction = {
  readonly kind: 'apple_transaction'
  readonly transactionId: string
  readonly originalTransactionId: string
  readonly webOrderLineItemId?: string | undefined
  readonly productId: string
  readonly purchasedAtMs: number
  readonly expiresAtMs: number
  readonly revokedAtMs?: number | undefined
  /** REFUND_FULL, REFUND_PRORATED, FAMILY_REVOKE, or a word that Apple has added. */
  readonly revocationType?: string | undefined
  /** How much was given back, in thousandths of a percent. */
  readonly revocationPercentage?: number | undefined
  /** Replaced by an upgrade. */
  readonly isUpgraded: boolean
  readonly isFamilyShared: boolean
  /** `transactionReason` RENEWAL; otherwise somebody bought. */
  readonly isRenewal: boolean
  readonly period: PeriodType
  /** `appAccountToken` in lower case; undefined where it is missing, all zero or no UUID. */
  readonly accountToken?: string | undefined
  /** The same for one Apple account and this app for ever. */
  readonly appTransactionId?: string | undefined
  /** Thousandths of the currency's unit. */
  readonly priceMilliunits?: number | undefined
  readonly currency?: string | undefined
}

/** A `JWSRenewalInfoDecodedPayload`. */
export type AppleRenewal = {
  readonly kind: 'apple_renewal'
  readonly originalTransactionId: string
  readonly willRenew: boolean
  readonly nextProductId?: string | undefined
  /** `isInBillingRetryPeriod`, which is true during the grace period too. */
  readonly isRetrying: boolean
  readonly graceUntilMs?: number | undefined
  readonly expirationIntent?: number | undefined
  /** `priceIncreaseStatus` */
  readonly priceConsent?: 'pending' | 'given' | undefined
  readonly accountToken?: string | undefined
}

/** A `SubscriptionPurchaseV2`, of the line item whose product is ours. */
export type GooglePurchase = {
  readonly kind: 'google_purchase'
  readonly tokenDigest: string
  /** Without `SUBSCRIPTION_STATE_`: PENDING, ACTIVE, PAUSED, IN_GRACE_PERIOD, ON_HOLD, CANCELED, EXPIRED, PENDING_PURCHASE_CANCELED, or one that we do not know. */
  readonly state: string
  readonly productId: string
  readonly startedAtMs?: number | undefined
  readonly expiresAtMs?: number | undefined
  readonly willRenew: boolean
  readonly nextProductId?: string | undefined
  readonly period: PeriodType
  /** `latestSuccessfulOrderId` */
  readonly orderId?: string | undefined
  /** Of the purchase that this one replaces (`linkedPurchaseToken`). */
  readonly replacesDigest?: string | undefined
  /** `outOfAppPurchaseContext`, which is gone once it is acknowledged. */
  readonly expiredDigest?: string | undefined
  readonly expiredAccountToken?: string | undefined
  /** `canceledStateContext`: who has seen to it that it does not renew. */
  readonly cancelledBy?: 'user' | 'system' | 'developer' | 'replacement' | undefined
  /** `obfuscatedExternalAccountId` */
  readonly accountToken?: string | undefined
  readonly isAcknowledged: boolean
  readonly resumesAtMs?: number | undefined
  readonly priceConsent?: 'pending' | 'given' | undefined
}

/** An entry of `voidedpurchases.list`; its clock is `voidedTimeMillis`. */
export type GoogleVoid = {
  readonly kind: 'google_void'
  readonly tokenDigest: string
  readonly orderId: string
  readonly reason?: number | undefined
  readonly voidedBy?: 'user' | 'developer' | 'google' | undefined
}

/** A `Subscription` object of Stripe's API. */
export type StripeSubscription = {
  readonly kind: 'stripe_subscription'
  readonly subscriptionId: string
  readonly customerId: string
  /** incomplete, incomplete_expired, trialing, active, past_due, canceled, unpaid, paused, or one that we do not know. */
  readonly status: string
  /** The id of the price. */
  readonly productId: string
  readonly startedAtMs: number
  /** `current_period_start` of its item: past due, it is when the payment failed. */
  readonly periodStartedAtMs: number
  /** `current_period_end` of its item. */
  readonly expiresAtMs: number
  readonly willRenew: boolean
  readonly endedAtMs?: number | undefined
  /** The payment of the current period was given back in full. */
  readonly isRefunded: boolean
  readonly period: PeriodType
  /** `metadata.account`, which we set. */
  readonly accountToken?: string | undefined
}

export type PeriodType = 'trial' | 'intro' | 'normal'

/** What a fact is kept under: the later one of the same environment, kind and key replaces the former. */
export function factKeyOf(content: FactContent): string {
  if (content.kind === 'apple_transaction') return content.transactionId
  if (content.kind === 'google_void') return `${content.tokenDigest} ${content.orderId}`
  return keyOf(content)
}

/** Which purchase a fact is about. */
export function purchaseKeyOf({ environment, content }: Pick<Fact, 'environment' | 'content'>): PurchaseKey {
  return { store: storeOf[content.kind], environment, key: keyOf(content) }
}

export function isSameKey(left: PurchaseKey, right: PurchaseKey): boolean {
  return left.store === right.store && left.environment === right.environment && left.key === right.key
}

export const storeOf: Readonly<Record<FactKind, Store>> = {
  apple_transaction: 'apple',
  apple_renewal: 'apple',
  google_purchase: 'google',
  google_void: 'google',
  stripe_subscription: 'stripe'
}

function keyOf(content: FactContent): string {
  if ('originalTransactionId' in content) return content.originalTransactionId
  if ('tokenDigest' in content) return content.tokenDigest
  return content.subscriptionId
}
