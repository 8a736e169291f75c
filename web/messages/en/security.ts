import type { Messages } from '../message.ts'

export const security = {
  'security.title': 'Security',
  'security.intro': 'Who gets in as you, and from where.',
  'security.password': 'Password',
  'security.changePassword': 'Change the password',
  'security.passwordNote': 'This signs you out everywhere else.',
  'security.passwordChanged': 'Your new password is set. Other devices are signed out.',
  'security.sessions': 'Where you’re signed in',
  'security.sessionsHint': 'You don’t know one of these? Sign it out, then change your password.',
  'security.device': '{browser} on {system}',
  'security.unknownDevice': 'A device we don’t know',
  'security.thisDevice': 'This device',
  'security.since': 'since {date}',
  'security.endSession': 'Sign out',
  'security.endThis': 'Sign out {device}',
  'security.sessionEnded': '{device} is signed out.',
  'security.endOthers': 'Sign out everywhere else',
  'security.othersEnded': 'All other devices are signed out.',
  'security.endAll': 'Sign out everywhere',
  'stepUp.title': 'Is it you?',
  'stepUp.intro': 'This one is guarded. Show once more that it’s you; then we carry on where you were.',
  'stepUp.introFor': 'This one is guarded. Show once more that you’re {email}; then we carry on where you were.',
  'stepUp.submit': 'Carry on',
  'stepUp.choose': 'Show it with',
  'stepUp.method.password': 'Password',
  'stepUp.noWay': 'Sign out and in again, then you can do this.'
} as const satisfies Messages
