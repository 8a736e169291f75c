import type { security as original } from '../en/security.ts'
import { translationOf } from '../message.ts'

export const security = translationOf<typeof original>()({
  'security.title': 'Sicherheit',
  'security.intro': 'Wer als du hereinkommt, und von wo.',
  'security.password': 'Passwort',
  'security.changePassword': 'Passwort ändern',
  'security.setPassword': 'Passwort festlegen',
  'security.noPassword':
    'Du meldest dich ohne an. Ein Passwort ist ein zweiter Weg hinein, falls der andere einmal ausfällt.',
  'security.passwordSet': 'Dein Passwort ist festgelegt. Andere Geräte sind abgemeldet.',
  'security.mailLink': 'Lieber einen Link zuschicken',
  'security.linkMailed': 'Wir haben dir einen Link geschickt, mit dem du ein Passwort wählst.',
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
  'security.address': 'E-Mail-Adresse',
  'security.changeAddress': 'Adresse ändern',
  'security.newAddress': 'Neue Adresse',
  'security.addressNote':
    'Wir schicken einen Code an die neue Adresse. Bis du ihn hier eingibst, bleibt es bei der jetzigen.',
  'security.sendCode': 'Code schicken',
  'security.addressWaits':
    'Wir haben einen Code mit 8 Ziffern an {email} geschickt. Gib ihn hier ein, dann ist es deine Adresse.',
  'security.addressChanged': '{email} ist jetzt deine Adresse.',
  'security.keepAddress': 'Bei der jetzigen bleiben',
  'prove.title': 'Bestätige deine Adresse',
  'prove.intro':
    'Bevor es weitergeht, zeig, dass {email} dir gehört: Lass dir einen Code schicken und gib ihn hier ein.',
  'prove.send': 'Code schicken',
  'prove.other': 'Andere Adresse verwenden',
  'prove.signOut': 'Abmelden',
  'stop.title': 'Änderung aufhalten',
  'stop.intro': 'Deine Adresse bleibt, wie sie ist, und alle Geräte werden abgemeldet. Wähl danach ein neues Passwort.',
  'stop.submit': 'Änderung aufhalten',
  'stop.doneTitle': 'Aufgehalten',
  'stop.doneText':
    'Deine Adresse bleibt, wie sie ist, und alle Geräte sind abgemeldet. Wer die Änderung wollte, war als du angemeldet; wähl darum jetzt ein neues Passwort.',
  'stop.forgot': 'Neues Passwort wählen',
  'stepUp.title': 'Bist du es?',
  'stepUp.intro': 'Das hier ist geschützt. Zeig noch einmal, dass du es bist; dann geht es da weiter, wo du warst.',
  'stepUp.introFor':
    'Das hier ist geschützt. Zeig noch einmal, dass du {email} bist; dann geht es da weiter, wo du warst.',
  'stepUp.submit': 'Weiter',
  'stepUp.choose': 'Zeig es mit',
  'stepUp.method.password': 'Passwort',
  'stepUp.method.totp': 'Authenticator-App',
  'stepUp.method.recovery_code': 'Wiederherstellungscode',
  'stepUp.atProvider':
    'Das ist geschützt. Wo du dich anmeldest, wirst du gefragt, wer du bist. Dann kommst du hierher zurück und machst es noch einmal.',
  'stepUp.shown': 'Du bist es. Mach es jetzt noch einmal.',
  'stepUp.noWay': 'Melde dich ab und neu an, dann geht es.'
})
