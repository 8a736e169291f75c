import { subscriptionsOf } from '#server/platform/subscriptions-config.ts'
import type { AppleRenewal, AppleTransaction, Environment, Fact, FactContent, GooglePurchase } from '../facts.ts'

export const product = 'org.example.honeydue.pro.monthly'
export const testSubscriptions = subscriptionsOf({
  apple: { bundleId: 'org.example.honeydue', appAppleId: 1234, products: { [product]: 'pro' } },
  google: {
    packageName: 'org.example.honeydue',
    products: { [product]: 'pro' },
    pushAudience: 'https://home.example/api/webhooks/google-play',
    pushAccount: 'play-push@honeydue-test.iam.gserviceaccount.com',
    subscription: 'projects/honeydue-test/subscriptions/play-push'
  },
  stripe: { products: { [product]: 'pro' } }
})

/** When everything begins in tests of purchases: the time of the test app. */
export const start = Temporal.Instant.from('2026-03-10T12:00:00Z').epochMilliseconds
const day = 86_400_000
export function onDay(days: number): number {
  return start + days * day
}

type Said = { readonly clockMs?: number; readonly environment?: Environment }

/** A month from `purchasedAtMs`, which is the store's clock too unless said otherwise. */
export function appleTransaction({
  clockMs,
  environment = 'production',
  ...content
}: Partial<AppleTransaction> & Said = {}): Fact {
  const { purchasedAtMs = start } = content
  return {
    environment,
    clockMs: clockMs ?? purchasedAtMs,
    content: {
      kind: 'apple_transaction',
      transactionId: '2000000001',
      originalTransactionId: '2000000001',
      productId: product,
      purchasedAtMs,
      expiresAtMs: purchasedAtMs + 30 * day,
      isUpgraded: false,
      isFamilyShared: false,
      isRenewal: false,
      period: 'normal',
      ...content
    }
  }
}

export function appleRenewal({
  clockMs = start,
  environment = 'production',
  ...content
}: Partial<AppleRenewal> & Said): Fact {
  return {
    environment,
    clockMs,
    content: {
      kind: 'apple_renewal',
      originalTransactionId: '2000000001',
      willRenew: true,
      isRetrying: false,
      ...content
    }
  }
}

/** A digest as tokens have it, told apart by a letter from a to f. */
export function digest(letter: string): string {
  return letter.repeat(64)
}

export function googlePurchase({
  clockMs = start,
  environment = 'production',
  ...content
}: Partial<GooglePurchase> & Said): Fact {
  return {
    environment,
    clockMs,
    content: {
      kind: 'google_purchase',
      tokenDigest: digest('a'),
      state: 'ACTIVE',
      productId: product,
      startedAtMs: start,
      expiresAtMs: onDay(30),
      willRenew: true,
      period: 'normal',
      isAcknowledged: true,
      ...content
    }
  }
}

export function stripeSubscription(
  content: Partial<Extract<FactContent, { kind: 'stripe_subscription' }>> & Said
): Fact {
  const { clockMs = start, environment = 'production', ...more } = content
  return {
    environment,
    clockMs,
    content: {
      kind: 'stripe_subscription',
      subscriptionId: 'sub_1',
      customerId: 'cus_1',
      status: 'active',
      productId: product,
      startedAtMs: start,
      periodStartedAtMs: start,
      expiresAtMs: onDay(30),
      willRenew: true,
      isRefunded: false,
      period: 'normal',
      ...more
    }
  }
}
