/** What happens to the meters of a home and their readings, for the dictionary of audit.ts. */
export const meterEvents = {
  'meter.created': { subject: 'meter', outcome: 'done', security: false, means: 'A meter was added' },
  'meter.updated': { subject: 'meter', outcome: 'done', security: false, means: 'A meter was changed' },
  'meter.deleted': { subject: 'meter', outcome: 'done', security: false, means: 'A meter was deleted' },
  'reading.added': { subject: 'meter', outcome: 'done', security: false, means: 'A reading was written down' },
  'reading.corrected': { subject: 'meter', outcome: 'done', security: false, means: 'A reading was corrected' },
  'reading.deleted': { subject: 'meter', outcome: 'done', security: false, means: 'A reading was deleted' }
} as const
