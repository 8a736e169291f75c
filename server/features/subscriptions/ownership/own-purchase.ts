import type { OwnPurchase } from '#contract/purchases.ts'
import type { Taken } from '../intake/take-facts.ts'

/** A purchase as its owner is shown it. */
export function ownPurchaseOf({ purchase, projection }: Pick<Taken, 'purchase' | 'projection'>): OwnPurchase {
  const { isEntitled, entitledUntilMs, product = null } = projection
  return {
    isEntitled,
    entitledUntil:
      entitledUntilMs === undefined ? null : Temporal.Instant.fromEpochMilliseconds(entitledUntilMs).toString(),
    product,
    isSandbox: purchase.environment === 'sandbox'
  }
}
