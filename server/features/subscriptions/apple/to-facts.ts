import type { Renewal, Transaction } from '#server/gateways/app-store/payloads.ts'
import type { SignedPurchase } from '#server/gateways/app-store/read-signed.ts'
import type { AppleRenewal, AppleTransaction, Fact, PeriodType } from '../facts.ts'

/** What the App Store has said of a subscription; nothing of what is bought once. */
export function factsIn({ environment, transaction, renewal }: SignedPurchase): Fact[] {
  if (transaction.type !== 'Auto-Renewable Subscription') return []
  const { expiresDate } = transaction
  if (expiresDate === undefined) return []
  const said = (clock: number, content: Fact['content']): Fact => ({ environment, clockMs: Math.floor(clock), content })
  return [
    said(transaction.signedDate, transactionIn(transaction, expiresDate)),
    ...(renewal ? [said(renewal.signedDate, renewalIn(renewal))] : [])
  ]
}

function transactionIn(said: Transaction, expiresDate: number): AppleTransaction {
  return {
    kind: 'apple_transaction',
    transactionId: said.transactionId,
    originalTransactionId: said.originalTransactionId,
    webOrderLineItemId: said.webOrderLineItemId,
    productId: said.productId,
    purchasedAtMs: Math.floor(said.purchaseDate),
    expiresAtMs: Math.floor(expiresDate),
    revokedAtMs: floored(said.revocationDate),
    revocationType: said.revocationType,
    revocationPercentage: said.revocationPercentage,
    isUpgraded: said.isUpgraded === true,
    isFamilyShared: said.inAppOwnershipType === 'FAMILY_SHARED',
    isRenewal: said.transactionReason === 'RENEWAL',
    period: periodOf(said),
    accountToken: accountTokenIn(said.appAccountToken),
    appTransactionId: said.appTransactionId,
    priceMilliunits: said.price,
    currency: said.currency
  }
}

function renewalIn(said: Renewal): AppleRenewal {
  return {
    kind: 'apple_renewal',
    originalTransactionId: said.originalTransactionId,
    willRenew: said.autoRenewStatus !== 0,
    nextProductId: said.autoRenewProductId,
    isRetrying: said.isInBillingRetryPeriod === true,
    graceUntilMs: floored(said.gracePeriodExpiresDate),
    expirationIntent: said.expirationIntent,
    priceConsent: priceConsents[said.priceIncreaseStatus ?? -1],
    accountToken: accountTokenIn(said.appAccountToken)
  }
}

const priceConsents: Readonly<Record<number, 'pending' | 'given'>> = { 0: 'pending', 1: 'given' }

/** Of offers of any kind, what one pays in the period. */
function periodOf({ offerType, offerDiscountType }: Transaction): PeriodType {
  if (offerDiscountType === 'FREE_TRIAL') return 'trial'
  return offerDiscountType !== undefined || offerType === 1 ? 'intro' : 'normal'
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const nobody = '00000000-0000-0000-0000-000000000000'

/** In lower case; undefined for what no app of ours has set. */
function accountTokenIn(said: string | undefined): string | undefined {
  const token = said?.toLowerCase() ?? nobody
  return uuid.test(token) && token !== nobody ? token : undefined
}

function floored(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.floor(milliseconds)
}
