import type { StorePurchase, Subscription } from '#contract/plans.ts'

const inForce: ReadonlySet<StorePurchase['state']> = new Set([
  'pending',
  'active',
  'canceled',
  'grace',
  'hold',
  'paused'
])

/** Whether it is not over: it is paid, or the store tries or waits to be. */
export function isInForce({ state }: Pick<StorePurchase, 'state'>): boolean {
  return inForce.has(state)
}

/**
 * Where the store lets people change what they bought: the App Store’s page, and Google Play’s of this very subscription
 * (https://developer.android.com/google/play/billing/subscriptions#use-deep). What is paid on the web has a page of its own each time.
 */
export function manageAddress(
  { store, product }: Pick<StorePurchase, 'store' | 'product'>,
  links: Subscription['links']
): string | undefined {
  if (store === 'apple') return 'https://apps.apple.com/account/subscriptions'
  if (store === 'stripe') return undefined
  const all = 'https://play.google.com/store/account/subscriptions'
  const app = links.google === null ? null : new URL(links.google).searchParams.get('id')
  return product === null || app === null ? all : `${all}?${new URLSearchParams({ sku: product, package: app })}`
}
