import type { Messages } from '../message.ts'

export const feeds = {
  'feeds.title': 'In your calendar',
  'feeds.intro':
    'Your phone’s or computer’s calendar can show what is due in all your homes. It reads an address of your own, every hour or so.',
  'feeds.content': 'Show it as',
  'feeds.content.events': 'Events',
  'feeds.content.events.about': 'For calendars: Apple, Google, Outlook.',
  'feeds.content.todos': 'To-dos',
  'feeds.content.todos.about': 'For programs that read task lists, such as Thunderbird and Tasks.org.',
  'feeds.alarms': 'Ring when something is due',
  'feeds.make': 'Make an address',
  'feeds.shown': 'Your calendar address',
  'feeds.once': 'It is shown only now. Whoever has it reads your tasks, so treat it like a password.',
  'feeds.address': 'Address',
  'feeds.copy': 'Copy the address',
  'feeds.open': 'Add to your calendar',
  'feeds.apple': 'Apple',
  'feeds.apple.how':
    'Press “Add to your calendar” on the iPhone, iPad or Mac and confirm. Or: Calendar, Add calendar, Add subscription calendar, paste.',
  'feeds.google': 'Google',
  'feeds.google.how':
    'On a computer: Google Calendar, beside “Other calendars” the plus, From URL, paste. Google looks again only every few hours, and shows its own reminders.',
  'feeds.outlook': 'Outlook',
  'feeds.outlook.how':
    'Outlook on the web: Calendar, Add calendar, Subscribe from web, paste. In the classic program: Add calendar, From internet.',
  'feeds.list': 'Addresses that work',
  'feeds.none': 'None at the moment.',
  'feeds.made': 'made {date}',
  'feeds.read': 'last read {when}',
  'feeds.unread': 'not read yet',
  'feeds.revoke': 'Revoke',
  'feeds.revokeThis': 'Revoke: {what}, {made}',
  'feeds.revoked': 'The address no longer works'
} as const satisfies Messages
