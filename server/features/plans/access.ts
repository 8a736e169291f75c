/** What other features may use of plans. Until when somebody has paid is written by subscriptions, in `entitlements`. */
export { entitlementOf, setFree } from './entitlement-queries.ts'
export { requireRoom, requireRoomForHome } from './limits.ts'
export { planAt } from './plan-rules.ts'
export { ownedPurchases } from './purchase-queries.ts'
