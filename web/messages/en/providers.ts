import type { Messages } from '../message.ts'

export const providers = {
  'providers.or': 'or',
  'providers.continueWith': 'Continue with {provider}',
  'providers.returning': 'Signing in',
  'providers.oneMoment': 'One moment, we’re checking who you are.',
  'providers.cancelled': 'You didn’t finish it there. Start again, or sign in another way.',
  'providers.backToSecurity': 'Back to security',
  'providers.section': 'Sign in with',
  'providers.sectionHint': 'Other accounts of yours that let you in here.',
  'providers.connect': 'Connect {provider}',
  'providers.connected': '{provider} is connected.',
  'providers.disconnect': 'Disconnect',
  'providers.disconnectThis': 'Disconnect {provider}',
  'providers.disconnected': '{provider} is disconnected.',
  'providers.inactive': 'You’ve withdrawn it there',
  'connect.title': 'You already have an account',
  'connect.intro': 'Your address has a honeyDue account. Show that it’s yours, and we’ll connect the two.',
  'connect.introTo': '{email} has a honeyDue account. Show that it’s yours, and we’ll connect the two.',
  'connect.signIn': 'Sign in to connect',
  'connect.mail': 'Send me a link instead',
  'connect.sent': 'A link is on its way. Open it in this browser; it works for a quarter of an hour.',
  'connect.confirmTitle': 'Connect the two?',
  'connect.confirmIntro': 'From then on you can sign in either way.',
  'connect.confirm': 'Connect',
  'connect.notNow': 'Not now'
} as const satisfies Messages
