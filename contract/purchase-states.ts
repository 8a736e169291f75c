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

type Shown = Lowercase<PurchaseState>

/** The same as people are shown them. */
export const purchaseWords = purchaseStates.map((state) => state.toLowerCase() as Shown) // just that

const inForce: ReadonlySet<string> = new Set([
  'pending',
  'active',
  'canceled',
  'grace',
  'hold',
  'paused'
] satisfies Shown[])

/** Whether it is not over: it is paid, or the store tries or waits to be. */
export function isInForce({ state }: { readonly state: Shown }): boolean {
  return inForce.has(state)
}

/** Why a purchase has ended, as far as the store says it. */
export const endReasons = ['customer', 'billing', 'price_increase', 'product_unavailable', 'refund', 'other'] as const
export type EndReason = (typeof endReasons)[number]
