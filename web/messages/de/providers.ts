import type { providers as original } from '../en/providers.ts'
import { translationOf } from '../message.ts'

export const providers = translationOf<typeof original>()({
  'providers.or': 'oder',
  'providers.continueWith': 'Weiter mit {provider}',
  'providers.returning': 'Anmeldung',
  'providers.oneMoment': 'Einen Moment, wir sehen nach, wer du bist.',
  'providers.cancelled': 'Du hast es dort nicht abgeschlossen. Fang noch einmal an, oder melde dich anders an.',
  'providers.backToSecurity': 'Zurück zur Sicherheit',
  'providers.section': 'Anmelden mit',
  'providers.sectionHint': 'Andere Konten von dir, mit denen du hier hereinkommst.',
  'providers.connect': '{provider} verbinden',
  'providers.connected': '{provider} ist verbunden.',
  'providers.disconnect': 'Trennen',
  'providers.disconnectThis': '{provider} trennen',
  'providers.disconnected': '{provider} ist getrennt.',
  'providers.inactive': 'Du hast es dort widerrufen',
  'connect.title': 'Du hast schon ein Konto',
  'connect.intro':
    'Zu deiner Adresse gibt es ein Konto bei honeyDue. Zeig, dass es deins ist, dann verbinden wir die beiden.',
  'connect.introTo':
    'Zu {email} gibt es ein Konto bei honeyDue. Zeig, dass es deins ist, dann verbinden wir die beiden.',
  'connect.signIn': 'Anmelden und verbinden',
  'connect.mail': 'Schick mir lieber einen Link',
  'connect.sent': 'Ein Link ist unterwegs. Öffne ihn in diesem Browser; er gilt eine Viertelstunde.',
  'connect.confirmTitle': 'Die beiden verbinden?',
  'connect.confirmIntro': 'Danach kannst du dich auf beide Arten anmelden.',
  'connect.confirm': 'Verbinden',
  'connect.notNow': 'Jetzt nicht'
})
