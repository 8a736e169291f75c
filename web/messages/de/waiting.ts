import type { waiting as original } from '../en/waiting.ts'
import { translationOf } from '../message.ts'

export const waiting = translationOf<typeof original>()({
  'waiting.mark': 'Wartet aufs Senden',
  'waiting.doneAt': 'Erledigt: {when}',
  'waiting.undo': 'Zurücknehmen: {title}',
  'waiting.waits': 'Erledigt: {title}. Gesendet wird es, sobald es eine Verbindung gibt.',
  'waiting.sentAlready': 'Das ist schon gesendet. Im Verlauf kannst du es zurücknehmen.',
  'waiting.sent': { one: '{count} Erledigung wurde gesendet.', other: '{count} Erledigungen wurden gesendet.' },
  'waiting.count': { one: '{count} Erledigung wartet aufs Senden.', other: '{count} Erledigungen warten aufs Senden.' },
  'waiting.refused': {
    one: '{count} Erledigung konnte nicht gesendet werden.',
    other: '{count} Erledigungen konnten nicht gesendet werden.'
  },
  'waiting.see': 'Liste ansehen'
})
