/** What happens to the tradespeople of a home and by guest links, for the dictionary of audit.ts. */
export const contractorEvents = {
  'contractor.added': { subject: 'contractor', outcome: 'done', security: false, means: 'A tradesperson was added' },
  'contractor.updated': {
    subject: 'contractor',
    outcome: 'done',
    security: false,
    means: 'Facts of a tradesperson were changed'
  },
  'contractor.deleted': {
    subject: 'contractor',
    outcome: 'done',
    security: false,
    means: 'A tradesperson was deleted; what they did stays'
  },
  'guest_link.created': {
    subject: 'task',
    outcome: 'done',
    security: false,
    means: 'A link was made by which somebody without an account does a task'
  },
  'guest_link.revoked': { subject: 'task', outcome: 'done', security: false, means: 'Such a link was ended' },
  'guest_link.done': {
    subject: 'task',
    outcome: 'done',
    security: false,
    means: 'A guest with a link said that a task is done'
  },
  'guest_link.sent_back': {
    subject: 'task',
    outcome: 'done',
    security: false,
    means: 'What a guest did was sent back to them'
  },
  'guest_link.accepted': { subject: 'task', outcome: 'done', security: false, means: 'What a guest did was accepted' }
} as const
