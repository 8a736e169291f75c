import type { Messages } from '../message.ts'

export const billing = {
  'billing.text':
    'Pay on the web, on a page of Stripe’s. It renews by itself until you cancel, and what is paid stays to its end.',
  'billing.price.day': { one: '{price} a day', other: '{price} every {count} days' },
  'billing.price.week': { one: '{price} a week', other: '{price} every {count} weeks' },
  'billing.price.month': { one: '{price} a month', other: '{price} every {count} months' },
  'billing.price.year': { one: '{price} a year', other: '{price} every {count} years' },
  'billing.nothing': 'There’s nothing to buy here right now.',
  'billing.former': 'Invoices of what you paid on the web are on a page of Stripe’s.',
  'billing.elsewhere': 'You have a subscription {store}. To pay here, end it there first; then nobody pays twice.',
  'billing.manage': 'Manage billing',
  'billing.waiting':
    'Your payment is on its way to us, mostly within seconds. You can leave this page; nothing is lost.',
  'billing.arrived': 'Thank you. Pro is yours.',
  'billing.late':
    'This takes longer than usual. If you’ve paid, nothing is lost: Pro is yours as soon as Stripe tells us, and this page shows it.',
  'billing.left': 'You’re back, and nothing was paid.'
} as const satisfies Messages
