import type { Messages } from '../message.ts'

export const settings = {
  'settings.title': 'Settings',
  'settings.profile': 'You',
  'settings.email': 'Address: {email}',
  'settings.language': 'Language',
  'settings.timeZone': 'Your time zone',
  'settings.timeZoneHint': 'For reminders. Each home has its own for its dates.',
  'settings.dueSoon': 'A task counts as due soon',
  'settings.dueSoonSuffix': 'days ahead',
  'settings.reminderHour': 'Reminders by mail',
  'settings.reminderNone': 'None',
  'settings.reminderAt': 'At {time}',
  'settings.look': 'Look',
  'settings.theme': 'Light or dark',
  'settings.theme.system': 'Like the device',
  'settings.theme.light': 'Light',
  'settings.theme.dark': 'Dark',
  'settings.archived': 'Archived homes',
  'settings.security': 'Security',
  'settings.securityText': 'Your password, and where you’re signed in.',
  'settings.signOut': 'Sign out',
  'settings.about': 'About',
  'settings.version': 'honeyDue is free software.',
  'settings.api': 'For developers: the API'
} as const satisfies Messages
