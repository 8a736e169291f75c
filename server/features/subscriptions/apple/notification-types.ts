/** What Apple tells, by the types and subtypes of its library 3.1.0; any other is stored, taken in as far as it is signed, and told to a human. */
const known = new Set([
  'SUBSCRIBED',
  'DID_RENEW',
  'DID_CHANGE_RENEWAL_PREF',
  'DID_CHANGE_RENEWAL_STATUS',
  'OFFER_REDEEMED',
  'DID_FAIL_TO_RENEW',
  'GRACE_PERIOD_EXPIRED',
  'EXPIRED',
  'PRICE_INCREASE',
  'REFUND',
  'REFUND_REVERSED',
  'REFUND_DECLINED',
  'CONSUMPTION_REQUEST',
  'REVOKE',
  'RENEWAL_EXTENDED',
  'RENEWAL_EXTENSION',
  'ONE_TIME_CHARGE',
  'EXTERNAL_PURCHASE_TOKEN',
  'METADATA_UPDATE',
  'MIGRATION',
  'PRICE_CHANGE',
  'TEST'
])

const knownSubtypes = new Set([
  'INITIAL_BUY',
  'RESUBSCRIBE',
  'DOWNGRADE',
  'UPGRADE',
  'AUTO_RENEW_ENABLED',
  'AUTO_RENEW_DISABLED',
  'VOLUNTARY',
  'BILLING_RETRY',
  'PRICE_INCREASE',
  'GRACE_PERIOD',
  'PENDING',
  'ACCEPTED',
  'BILLING_RECOVERY',
  'PRODUCT_NOT_FOR_SALE',
  'SUMMARY',
  'FAILURE',
  'UNREPORTED'
])

type Told = { readonly type: string; readonly subtype: string | undefined }

/** Nobody has thought of it, or it failed at Apple, or (RESCIND_CONSENT) somebody must do something by hand. */
export function needsHuman(told: Told): boolean {
  return !isKnown(told) || (told.type === 'RENEWAL_EXTENSION' && told.subtype === 'FAILURE')
}

/** The store is asked what is now: one notification does not say all of it. */
export function needsAsking(told: Told): boolean {
  return !isKnown(told) || told.type === 'REFUND' || told.subtype === 'UPGRADE'
}

function isKnown({ type, subtype }: Told): boolean {
  return known.has(type) && (subtype === undefined || knownSubtypes.has(subtype))
}
