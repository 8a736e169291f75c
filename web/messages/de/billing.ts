import type { Messages } from '../message.ts'

export const billing = {
  'billing.text':
    'Bezahl im Web, auf einer Seite von Stripe. Es verlängert sich von selbst, bis du kündigst; was bezahlt ist, gilt bis zum Ende.',
  'billing.price.day': { one: '{price} am Tag', other: '{price} alle {count} Tage' },
  'billing.price.week': { one: '{price} pro Woche', other: '{price} alle {count} Wochen' },
  'billing.price.month': { one: '{price} im Monat', other: '{price} alle {count} Monate' },
  'billing.price.year': { one: '{price} im Jahr', other: '{price} alle {count} Jahre' },
  'billing.nothing': 'Hier gibt es gerade nichts zu kaufen.',
  'billing.former': 'Rechnungen über das, was du im Web bezahlt hast, findest du auf einer Seite von Stripe.',
  'billing.elsewhere':
    'Du hast ein Abo {store}. Willst du hier bezahlen, beende es erst dort; so zahlt niemand doppelt.',
  'billing.manage': 'Abo verwalten',
  'billing.waiting':
    'Deine Zahlung ist auf dem Weg zu uns, meist nur Sekunden. Du kannst die Seite verlassen; nichts geht verloren.',
  'billing.arrived': 'Danke. Pro gehört dir.',
  'billing.late':
    'Das dauert länger als sonst. Wenn du bezahlt hast, geht nichts verloren: Pro gehört dir, sobald Stripe es uns sagt, und diese Seite zeigt es.',
  'billing.left': 'Du bist zurück, und nichts wurde bezahlt.'
} as const satisfies Messages
