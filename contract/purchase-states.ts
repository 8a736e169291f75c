/** What a purchase is; docs/subscriptions.md says what each means. */
export const purchaseStates = [
  'NONE',
  'PENDING',
  'ACTIVE',
  'CANCELED',
  'GRACE',
  'HOLD',
  'PAUSED',
  'EXPIRED',
  'REVOKED',
  'SUPERSEDED',
  'UNMAPPED',
  'UNKNOWN'
] as const
export type PurchaseState = (typeof purchaseStates)[number]

/** The same as people are shown them. */
export const purchaseWords = purchaseStates.map((state) => state.toLowerCase() as Lowercase<PurchaseState>) // just that

/** Why a purchase has ended, as far as the store says it. */
export const endReasons = ['customer', 'billing', 'price_increase', 'product_unavailable', 'refund', 'other'] as const
export type EndReason = (typeof endReasons)[number]
