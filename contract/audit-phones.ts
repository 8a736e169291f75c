/** What happens to the phones that get notices. */
export const phoneEvents = {
  'push_device.registered': { subject: 'person', outcome: 'done', security: false, means: 'A device receives notices' },
  'push_device.moved': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A device receives another person’s notices from now on'
  },
  'push_device.removed': {
    subject: 'person',
    outcome: 'done',
    security: false,
    means: 'A device receives no more notices'
  }
} as const
