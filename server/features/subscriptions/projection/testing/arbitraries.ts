import fc from 'fast-check'
import type { Fact, FactContent, PurchaseKey } from '../../facts.ts'
import { leewayMs, stripeGraceMs } from '../policy.ts'
import { on } from './scenario.ts'

/** A small world, so that facts meet: few purchases, few moments, the same ids in both environments. */

const dates = [0, 1, 2, 3, 4, 5, 6, 7].map((week) => on(week * 7))
const anyDate = fc.constantFrom(...dates)
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const anyPeriod = fc.constantFrom('trial' as const, 'intro' as const, 'normal' as const)
const anyConsent = optional(fc.constantFrom('pending' as const, 'given' as const))
const anyAccount = optional(fc.constantFrom('account a', 'account b'))
/** The second one is not in the map. */
const anyProduct = fc.constantFrom('pro.month', 'unheard.of', 'pro.year')

const originals = ['original 1', 'original 2']
const digests = ['digest 1', 'digest 2', 'digest 3']
const subscriptions = ['sub 1', 'sub 2']

const anyAppleTransaction = fc.record({
  kind: fc.constant('apple_transaction' as const),
  original: fc.constantFrom(...originals),
  number: fc.constantFrom(1, 2, 3),
  productId: anyProduct,
  purchasedAtMs: anyDate,
  expiresAtMs: anyDate,
  revokedAtMs: optional(anyDate),
  isUpgraded: fc.boolean(),
  isFamilyShared: fc.boolean(),
  isRenewal: fc.boolean(),
  period: anyPeriod,
  accountToken: anyAccount
})

const anyAppleRenewal = fc.record({
  kind: fc.constant('apple_renewal' as const),
  originalTransactionId: fc.constantFrom(...originals),
  willRenew: fc.boolean(),
  nextProductId: optional(anyProduct),
  isRetrying: fc.boolean(),
  graceUntilMs: optional(anyDate),
  expirationIntent: optional(fc.constantFrom(1, 2, 3, 4, 5, 6)),
  priceConsent: anyConsent,
  accountToken: anyAccount
})

const anyGooglePurchase = fc.record({
  kind: fc.constant('google_purchase' as const),
  tokenDigest: fc.constantFrom(...digests),
  state: fc.constantFrom(
    'PENDING',
    'ACTIVE',
    'PAUSED',
    'IN_GRACE_PERIOD',
    'ON_HOLD',
    'CANCELED',
    'EXPIRED',
    'PENDING_PURCHASE_CANCELED',
    'UNKNOWN'
  ),
  productId: anyProduct,
  startedAtMs: optional(anyDate),
  expiresAtMs: optional(anyDate),
  willRenew: fc.boolean(),
  nextProductId: optional(anyProduct),
  period: anyPeriod,
  orderId: optional(fc.constantFrom('order 1', 'order 2')),
  replacesDigest: optional(fc.constantFrom(...digests)),
  accountToken: anyAccount,
  isAcknowledged: fc.boolean(),
  resumesAtMs: optional(anyDate),
  priceConsent: anyConsent
})

const anyGoogleVoid = fc.record({
  kind: fc.constant('google_void' as const),
  tokenDigest: fc.constantFrom(...digests),
  orderId: fc.constantFrom('order 1', 'order 2'),
  reason: optional(fc.nat(8))
})

const anyStripeSubscription = fc.record({
  kind: fc.constant('stripe_subscription' as const),
  subscriptionId: fc.constantFrom(...subscriptions),
  customerId: fc.constant('customer'),
  status: fc.constantFrom(
    'incomplete',
    'incomplete_expired',
    'trialing',
    'active',
    'past_due',
    'canceled',
    'unpaid',
    'paused',
    'other'
  ),
  productId: anyProduct,
  startedAtMs: anyDate,
  periodStartedAtMs: anyDate,
  expiresAtMs: anyDate,
  willRenew: fc.boolean(),
  isRefunded: fc.boolean(),
  period: anyPeriod
})

const anyContent: fc.Arbitrary<FactContent> = fc.oneof(
  // A transaction belongs to one original transaction for ever.
  anyAppleTransaction.map(({ original, number, ...content }) => ({
    ...content,
    originalTransactionId: original,
    transactionId: `${original}.${number}`
  })),
  anyAppleRenewal,
  anyGooglePurchase,
  anyGoogleVoid,
  anyStripeSubscription
)

const anyFact: fc.Arbitrary<Fact> = fc.record({
  environment: fc.constantFrom('production' as const, 'production' as const, 'sandbox' as const),
  clockMs: anyDate,
  content: anyContent
})

export const anyFacts = fc.array(anyFact, { maxLength: 24 })

/** Where something may change, and a millisecond to either side. */
export const moments: readonly number[] = dates
  .flatMap((date) => [date, date + leewayMs, date + stripeGraceMs])
  .flatMap((moment) => [moment - 1, moment, moment + 1])
  .toSorted((left, right) => left - right)

export const purchases: readonly PurchaseKey[] = (['production', 'sandbox'] as const).flatMap((environment) => [
  ...originals.map((key) => ({ store: 'apple' as const, environment, key })),
  ...digests.map((key) => ({ store: 'google' as const, environment, key })),
  ...subscriptions.map((key) => ({ store: 'stripe' as const, environment, key }))
])
