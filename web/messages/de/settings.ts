import type { settings as original } from '../en/settings.ts'
import { translationOf } from '../message.ts'

export const settings = translationOf<typeof original>()({
  'settings.title': 'Einstellungen',
  'settings.profile': 'Du',
  'settings.email': 'Adresse: {email}',
  'settings.language': 'Sprache',
  'settings.timeZone': 'Deine Zeitzone',
  'settings.timeZoneHint': 'Für Erinnerungen. Jedes Zuhause hat für seine Termine eine eigene.',
  'settings.dueSoon': 'Eine Aufgabe gilt als bald fällig',
  'settings.dueSoonSuffix': 'Tage vorher',
  'settings.reminderHour': 'Erinnerungen per E-Mail',
  'settings.reminderNone': 'Keine',
  'settings.reminderAt': 'Um {time}',
  'settings.doneNotices': 'Wenn jemand deine Aufgabe erledigt hat',
  'settings.doneNoticesHint':
    'Auf deinen Telefonen mit der App: eine Aufgabe, die du angelegt hast oder mit der du dran warst.',
  'settings.doneNotices.plain': 'Mitteilen, ohne Name und Titel',
  'settings.doneNotices.full': 'Mitteilen, wer und was',
  'settings.doneNotices.none': 'Nichts mitteilen',
  'settings.look': 'Aussehen',
  'settings.theme': 'Hell oder dunkel',
  'settings.theme.system': 'Wie das Gerät',
  'settings.theme.light': 'Hell',
  'settings.theme.dark': 'Dunkel',
  'settings.archived': 'Archivierte Zuhause',
  'settings.security': 'Sicherheit',
  'settings.securityText': 'Dein Passwort und wo du angemeldet bist.',
  'settings.staff': 'Hilfe bei Käufen',
  'settings.staffText': 'Du hilfst anderen bei dem, was sie gekauft haben.',
  'settings.signOut': 'Abmelden',
  'settings.about': 'Über honeyDue',
  'settings.version': 'honeyDue ist freie Software.',
  'settings.api': 'Für Entwicklerinnen und Entwickler: die Schnittstelle'
})
