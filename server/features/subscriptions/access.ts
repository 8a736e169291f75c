/** What other features may use of subscriptions. */
export { accountTokensOf, type AccountTokens } from './ownership/account-token.ts'
export { endBilling } from './stripe/end-billing.ts'
export { refreshEntitlements } from './intake/projection-queries.ts'
