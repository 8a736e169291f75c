/** What has made a purchase something else, or somebody else's: kept with its history. */
export const purchaseCauses = [
  'told_by_apple',
  'told_by_stripe',
  'asked_apple',
  'asked_google',
  'asked_stripe',
  'asked_before_checkout',
  'shown_by_client',
  'voided',
  'claimed',
  'transferred',
  'products',
  'clock'
] as const
export type PurchaseCause = (typeof purchaseCauses)[number]

/** What is to be said of what became of something that a store has sent. */
export const outcomeDetails = ['gone', 'no_subscription', 'key_gone', 'replay', 'intake'] as const
export type OutcomeDetail = (typeof outcomeDetails)[number]
