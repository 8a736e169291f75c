import type { StorePurchase, Subscription } from '#contract/plans.ts'
import { isInForce } from '#contract/purchase-states.ts'

/** Whether the store tries in vain to be paid. */
export function isPaymentOpen({ state }: Pick<StorePurchase, 'state'>): boolean {
  return state === 'grace' || state === 'hold'
}

/** Whether it is charged again, as far as is known. */
export function isChargedAgain({ state, renews }: Pick<StorePurchase, 'state' | 'renews'>): boolean {
  return renews && isInForce({ state })
}

/** What is charged side by side, if it is more than one: whoever was given a family’s share pays nothing for it. */
export function paidTwice(purchases: readonly StorePurchase[]): StorePurchase[] {
  const paid = purchases.filter((purchase) => purchase.isEntitled && purchase.renews && !purchase.isFamilyShared)
  return paid.length > 1 ? paid : []
}

type Offered = Pick<Subscription, 'plan' | 'source' | 'trial' | 'purchases' | 'limits' | 'isSoldOnWeb'>

/** What there is to try or to buy. Nobody pays twice, and what is on hold or paused is mended where it was bought. */
export function offerTo({ plan, source, trial, purchases, limits, isSoldOnWeb }: Offered) {
  const givesMore = limits.some(({ free, pro }) => free !== pro)
  const mayBuy = givesMore && source !== 'free_of_charge'
  const isPaidOnWeb = purchases.some((purchase) => purchase.store === 'stripe' && isInForce(purchase))
  return {
    trial: givesMore && plan === 'free' && trial.state === 'available',
    inApp: mayBuy && source !== 'store' && !purchases.some(isInForce),
    onWeb: mayBuy && isSoldOnWeb && !isPaidOnWeb && !purchases.some(isChargedAgain)
  }
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
