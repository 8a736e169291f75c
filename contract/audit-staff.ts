/** What operators do to accounts, who becomes staff, and what they look at and do. Whom it concerns finds it among their own events. */
export const staffEvents = {
  'account.disabled': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'An operator closed the account for now: it lets nobody in'
  },
  'account.enabled': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'An operator opened the account again'
  },
  'account.staff_given': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'An operator made the person staff: they may help with what people have bought'
  },
  'account.staff_taken': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'An operator ended that'
  },
  'webhooks.month_dropped': {
    subject: 'none',
    outcome: 'done',
    security: false,
    means: 'An operator took the oldest month of the log of webhooks away'
  },
  'staff.looked_up': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Staff looked up what the person has bought'
  },
  'staff.looked_for': {
    subject: 'none',
    outcome: 'done',
    security: false,
    means: 'Staff looked for a purchase or an account, or read one of its lists, and saw nobody’s'
  },
  'staff.marked': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Staff made the account free of charge, or let what testers buy count for it, or ended that'
  },
  'staff.alert_closed': { subject: 'none', outcome: 'done', security: false, means: 'Staff closed an alert' },
  'staff.transfer_proposed': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Staff proposed that a purchase goes to another account; written for both accounts'
  },
  'staff.transfer_ended': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'Staff withdrew or refused that; written for both accounts'
  },
  'staff.transferred': {
    subject: 'person',
    outcome: 'done',
    security: true,
    means: 'A second member of the staff approved it: the purchase is another account’s; written for both'
  }
} as const
