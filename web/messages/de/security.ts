import type { security as original } from '../en/security.ts'
import { translationOf } from '../message.ts'

export const security = translationOf<typeof original>()({
  'security.title': 'Sicherheit',
  'security.intro': 'Wer als du hereinkommt, und von wo.',
  'security.password': 'Passwort',
  'security.changePassword': 'Passwort ändern',
  'security.passwordNote': 'Damit wirst du überall sonst abgemeldet.',
  'security.passwordChanged': 'Dein neues Passwort gilt. Andere Geräte sind abgemeldet.',
  'security.sessions': 'Wo du angemeldet bist',
  'security.sessionsHint': 'Eines davon kennst du nicht? Melde es ab und ändere dann dein Passwort.',
  'security.device': '{browser} auf {system}',
  'security.unknownDevice': 'Ein Gerät, das wir nicht kennen',
  'security.thisDevice': 'Dieses Gerät',
  'security.since': 'seit {date}',
  'security.endSession': 'Abmelden',
  'security.endThis': '{device} abmelden',
  'security.sessionEnded': '{device} ist abgemeldet.',
  'security.endOthers': 'Überall sonst abmelden',
  'security.othersEnded': 'Alle anderen Geräte sind abgemeldet.',
  'security.endAll': 'Überall abmelden',
  'stepUp.title': 'Bist du es?',
  'stepUp.intro': 'Das hier ist geschützt. Zeig noch einmal, dass du es bist; dann geht es da weiter, wo du warst.',
  'stepUp.introFor':
    'Das hier ist geschützt. Zeig noch einmal, dass du {email} bist; dann geht es da weiter, wo du warst.',
  'stepUp.submit': 'Weiter',
  'stepUp.choose': 'Zeig es mit',
  'stepUp.method.password': 'Passwort',
  'stepUp.method.totp': 'Authenticator-App',
  'stepUp.method.recovery_code': 'Wiederherstellungscode',
  'stepUp.noWay': 'Melde dich ab und neu an, dann geht es.'
})
