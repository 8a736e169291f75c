/** What other features may use of subscriptions. */
export { accountTokensOf, type AccountTokens } from './ownership/account-token.ts'
export { eraseBuyer } from './erase-buyer.ts'
export { refreshEntitlements } from './intake/projection-queries.ts'
export { purchaseCopyOf } from './own-copy-queries.ts'
