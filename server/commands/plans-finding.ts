import { isOffered } from '../features/subscriptions/services.ts'
import type { SubscriptionsConfig } from '../platform/subscriptions-config.ts'

/** A remark where what is limited and what can be bought do not go together. */
export function plansFinding(subscriptions: SubscriptionsConfig): { readonly message: string } | undefined {
  const { limits, links } = subscriptions
  const isSold = isOffered(subscriptions)
  if (isSold && !limits) return { message: 'limits are off: nobody is asked to buy, and who pays goes on paying' }
  const isAnywhere = isSold || links.apple !== null || links.google !== null
  return limits && !isAnywhere ? { message: 'limits are on, and there is nowhere to buy' } : undefined
}
