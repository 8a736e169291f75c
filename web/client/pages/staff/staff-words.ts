import type { OutcomeDetail, PurchaseCause } from '#contract/purchase-causes.ts'
import type { EndReason } from '#contract/purchase-states.ts'
import type { AlertKind } from '#contract/staff.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'

export const storeNames = { apple: 'App Store', google: 'Google Play', stripe: 'Stripe' } as const

const alertKeys = {
  unattributed: 'staff.alert.unattributed',
  unmapped_product: 'staff.alert.unmappedProduct',
  unknown_state: 'staff.alert.unknown',
  unknown_notification: 'staff.alert.unknown',
  acknowledgement_due: 'staff.alert.acknowledgement',
  acknowledgement_critical: 'staff.alert.acknowledgementCritical',
  catch_up_stopped: 'staff.alert.catchUp',
  certificate_revoked: 'staff.alert.certificate',
  paid_twice: 'staff.alert.paidTwice',
  cancellation_failed: 'staff.alert.cancellation',
  refund_review: 'staff.alert.refundReview',
  refused_claims: 'staff.alert.claims',
  transferred: 'staff.alert.transferred'
} as const satisfies Readonly<Record<AlertKind, PlainKey>>

const causeKeys = {
  told_by_apple: 'staff.cause.toldByApple',
  told_by_stripe: 'staff.cause.toldByStripe',
  asked_apple: 'staff.cause.askedApple',
  asked_google: 'staff.cause.askedGoogle',
  asked_stripe: 'staff.cause.askedStripe',
  asked_before_checkout: 'staff.cause.askedBeforeCheckout',
  shown_by_client: 'staff.cause.shownByClient',
  voided: 'staff.cause.voided',
  claimed: 'staff.cause.claimed',
  transferred: 'staff.cause.transferred',
  products: 'staff.cause.products',
  clock: 'staff.cause.clock'
} as const satisfies Readonly<Record<PurchaseCause, PlainKey>>

const endKeys = {
  customer: 'staff.end.customer',
  billing: 'staff.end.billing',
  price_increase: 'staff.end.priceIncrease',
  product_unavailable: 'staff.end.productUnavailable',
  refund: 'staff.end.refund',
  other: 'staff.end.other'
} as const satisfies Readonly<Record<EndReason, PlainKey>>

const detailKeys = {
  gone: 'staff.detail.gone',
  no_subscription: 'staff.detail.noSubscription',
  key_gone: 'staff.detail.keyGone',
  replay: 'staff.detail.replay',
  intake: 'staff.detail.intake'
} as const satisfies Readonly<Record<OutcomeDetail, PlainKey>>

/** What an alert means. */
export const alertWords = (kind: string): string => wordsIn(alertKeys, kind)
/** What has changed a purchase. */
export const causeWords = (cause: string): string => wordsIn(causeKeys, cause)
/** Why a purchase has ended. */
export const endWords = (reason: string): string => wordsIn(endKeys, reason)
/** What there is to say of what became of something that a store sent. */
export const detailWords = (detail: string): string => wordsIn(detailKeys, detail)

/** What a newer server says that we do not know is shown as it names it. */
function wordsIn(keys: Readonly<Record<string, PlainKey>>, code: string): string {
  const key = Object.hasOwn(keys, code) ? keys[code] : undefined
  return key === undefined ? code : t(key)
}
