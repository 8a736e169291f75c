/** Proof packs, and homes that get another owner, for the dictionary of audit.ts. */
export const reportEvents = {
  'proof_pack.requested': {
    subject: 'person',
    outcome: 'done',
    security: false,
    means: 'A pack that proves what was done in a home was asked for'
  },
  'proof_pack.made': { subject: 'person', outcome: 'done', security: false, means: 'The pack was made' },
  'proof_pack.too_large': {
    subject: 'person',
    outcome: 'refused',
    security: false,
    means: 'The pack would be too large'
  },
  'handover.offered': {
    subject: 'residence',
    outcome: 'done',
    security: true,
    means: 'A home was offered to a new owner'
  },
  'handover.cancelled': { subject: 'residence', outcome: 'done', security: true, means: 'The offer was taken back' },
  'handover.accepted': { subject: 'residence', outcome: 'done', security: true, means: 'A new owner took a home over' },
  'member.handed_over': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Somebody left a home because it was handed over'
  }
} as const
