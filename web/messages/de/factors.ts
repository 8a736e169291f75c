import type { factors as original } from '../en/factors.ts'
import { translationOf } from '../message.ts'

export const factors = translationOf<typeof original>()({
  'factors.totpCode': 'Code aus deiner App',
  'factors.totpCodeHint': 'Die sechs Ziffern, die deine Authenticator-App gerade zeigt.',
  'factors.totpRequired': 'Hier gehören sechs Ziffern hin.',
  'factors.recoveryCode': 'Wiederherstellungscode',
  'factors.recoveryCodeHint': 'Einer der zehn, die du aufbewahrt hast. Jeder gilt einmal.',
  'factors.recoveryCodeRequired': 'Ein Wiederherstellungscode hat zwölf Buchstaben und Ziffern.',
  'factors.usePasskey': 'Passkey benutzen',
  'factors.title': 'Zweiter Faktor',
  'factors.intro':
    'Etwas, das nur du hast und das nach dem Passwort gefragt wird. Wer dein Passwort herausfindet, bleibt trotzdem draußen.',
  'factors.totpSetUp': 'Authenticator-App einrichten',
  'factors.totpScan': 'Scanne das mit einer Authenticator-App, zum Beispiel der in deinem Passwortmanager.',
  'factors.totpQr': 'QR-Code für deine Authenticator-App',
  'factors.totpType': 'Scannen geht nicht? Dann tippe diesen Schlüssel in die App:',
  'factors.totpConfirm': 'Bestätigen',
  'factors.totpDone': 'Deine Authenticator-App ist eingerichtet. Andere Geräte sind abgemeldet.',
  'factors.totpSince': 'Authenticator-App, seit {date}',
  'factors.totpRemove': 'App entfernen',
  'factors.totpRemoveTitle': 'Authenticator-App entfernen?',
  'factors.totpRemoveText':
    'Codes aus der App gelten dann nicht mehr. Ohne einen anderen zweiten Faktor genügt dein Passwort allein, und deine Wiederherstellungscodes enden.',
  'factors.totpRemoved': 'Die Authenticator-App ist entfernt.',
  'factors.keep': 'Behalten',
  'factors.remove': 'Entfernen',
  'factors.codesRenew': 'Neue Codes anlegen',
  'factors.codesTitle': 'Deine Wiederherstellungscodes',
  'factors.codesText':
    'Jeder davon lässt dich einmal herein, wenn Telefon oder Passkey nicht zur Hand sind. Bewahre sie bei deinen Unterlagen auf. Du siehst sie nur jetzt.',
  'factors.codesFile': 'honeydue-wiederherstellungscodes.txt',
  'factors.codesFileTitle': 'Wiederherstellungscodes von honeyDue für {host}. Jeder gilt einmal.',
  'factors.codesSave': 'Als Datei sichern',
  'factors.codesPrint': 'Drucken',
  'factors.codesKept': 'Ich habe sie aufbewahrt',
  'passkeys.title': 'Deine Passkeys',
  'passkeys.intro':
    'Melde dich mit Finger, Gesicht oder der PIN deines Geräts an, ganz ohne Passwort. Ein Passkey gilt auch als zweiter Faktor.',
  'passkeys.add': 'Passkey hinzufügen',
  'passkeys.added': 'Der Passkey ist da. Du kannst dich damit anmelden.',
  'passkeys.notHere':
    'Passkeys brauchen einen Browser, der sie kennt, und honeyDue unter einer https-Adresse mit einem Namen.',
  'passkeys.make': 'Passkey anlegen',
  'passkeys.makeText':
    'Gib ihm einen Namen, damit du ihn in der Liste erkennst. Dein Browser fragt dann, wo er ihn aufbewahren soll. Danach öffnet dein Passwort allein dein Konto nicht mehr.',
  'passkeys.label': 'Name',
  'passkeys.labelHint': 'Zum Beispiel das Gerät oder der Passwortmanager, in dem er liegt.',
  'passkeys.knownHere': 'Dieses Gerät oder dieser Passwortmanager hat schon einen Passkey für dein Konto.',
  'passkeys.unusedHere': 'Es wurde kein Passkey angelegt. Du kannst es jederzeit noch einmal versuchen.',
  'passkeys.rename': 'Umbenennen',
  'passkeys.renameThis': '{label} umbenennen',
  'passkeys.removeThis': '{label} entfernen',
  'passkeys.removeTitle': '{label} entfernen?',
  'passkeys.removeText':
    'Er öffnet dein Konto dann nicht mehr. Lösche ihn auch in deinem Passwortmanager oder auf dem Gerät.',
  'passkeys.removed': '{label} ist entfernt.',
  'passkeys.since': 'seit {date}',
  'passkeys.lastUsed': 'benutzt {ago}',
  'passkeys.unused': 'noch nicht benutzt',
  'passkeys.backedUp': 'auf mehreren Geräten',
  'secondFactor.title': 'Noch ein Schritt',
  'secondFactor.intro.totp':
    'Dein Konto ist mit einer Authenticator-App geschützt. Gib den Code ein, den sie gerade zeigt.',
  'secondFactor.intro.recovery_code':
    'Gib einen der Wiederherstellungscodes ein, die du aufbewahrt hast. Er gilt kein zweites Mal.',
  'secondFactor.intro.passkey': 'Dein Konto ist mit einem Passkey geschützt. Dein Browser fragt danach.',
  'secondFactor.intro.mailed_code':
    'Zurzeit probieren Fremde viele Konten durch, und dieses Gerät kennen wir nicht. Wir haben dir einen Code gemailt; gib ihn hier ein.',
  'secondFactor.noWay':
    'Dein Konto ist mit einem Passkey geschützt, den dieser Browser nicht benutzen kann. Nimm das Gerät, das ihn hat.',
  'secondFactor.use.totp': 'Code aus der App benutzen',
  'secondFactor.use.recovery_code': 'Wiederherstellungscode benutzen',
  'secondFactor.use.passkey': 'Passkey benutzen',
  'secondFactor.use.mailed_code': 'Gemailten Code benutzen',
  'secondFactor.restart': 'Von vorn beginnen',
  'factors.codesLeft': {
    one: 'Ein Wiederherstellungscode ist übrig',
    other: '{count} Wiederherstellungscodes sind übrig'
  }
})
