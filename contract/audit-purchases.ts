/** What becomes of what people have bought. */
export const purchaseEvents = {
  'billing.checkout_started': {
    subject: 'person',
    outcome: 'done',
    security: false,
    means: 'A page was opened on which the account pays on the web'
  },
  'billing.portal_opened': {
    subject: 'person',
    outcome: 'done',
    security: false,
    means: 'The page was opened on which the account manages what it pays on the web'
  },
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
