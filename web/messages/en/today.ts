import type { Messages } from '../message.ts'

export const today = {
  'today.morning': 'Good morning, {name}',
  'today.day': 'Hello, {name}',
  'today.evening': 'Good evening, {name}',
  'today.overdue': 'Late',
  'today.today': 'Today',
  'today.week': 'This week',
  'today.count': { one: '{count} thing this week', other: '{count} things this week' },
  'today.late': { one: '{count} of them late', other: '{count} of them late' },
  'today.done': 'Done: {title}',
  'today.markDone': 'Done: {title}',
  'today.undone': 'Back again: {title}',
  'today.seeBoard': 'See the board',
  'today.more': { one: 'And {count} more on the board', other: 'And {count} more on the board' },
  'today.ideas': 'Ideas for your home',
  'today.addTask': 'Add a task',
  'today.emptyTitle': 'All done for this week',
  'today.emptyText': 'The home is in order. Enjoy it.',
  'today.firstTitle': 'Nothing planned yet',
  'today.firstText': 'Add the first thing this home needs, such as the smoke alarms. It comes back by itself.',
  'today.checklist': '{done} of {total} ticked',
  'today.inProgress': 'In progress',
  'today.waiting': 'Waiting for you',
  'today.waitingFor': '{title}: look at what was done'
} as const satisfies Messages
