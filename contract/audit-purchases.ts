/** What becomes of what people have bought. */
export const purchaseEvents = {
  'purchase.claimed': {
    subject: 'purchase',
    outcome: 'done',
    security: true,
    means: 'A purchase that was nobody’s became the account’s'
  },
  'purchase.claim_refused': {
    subject: 'purchase',
    outcome: 'refused',
    security: true,
    means: 'A purchase was shown that belongs to another account'
  }
} as const
