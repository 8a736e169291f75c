/** What other features may use of plans. */
export { entitlementOf, setEntitlement, setFree } from './entitlement-queries.ts'
export { requireRoom, requireRoomForHome } from './limits.ts'
export { planAt, type Entitlement } from './plan-rules.ts'
export { ownedPurchases } from './purchase-queries.ts'
