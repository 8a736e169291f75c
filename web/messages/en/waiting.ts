import type { Messages } from '../message.ts'

/** Said wherever something may wait to be sent. */
export const waiting = {
  'waiting.mark': 'Waiting to be sent',
  'waiting.doneAt': 'Done at {when}',
  'waiting.undo': 'Undo: {title}',
  'waiting.waits': 'Done: {title}. It will be sent when there is a connection.',
  'waiting.sentAlready': 'That has been sent already. You can undo it in the history.',
  'waiting.sent': { one: '{count} thing you did has been sent.', other: '{count} things you did have been sent.' },
  'waiting.count': { one: '{count} thing waits to be sent.', other: '{count} things wait to be sent.' },
  'waiting.refused': { one: '{count} thing could not be sent.', other: '{count} things could not be sent.' },
  'waiting.see': 'See the list'
} as const satisfies Messages
