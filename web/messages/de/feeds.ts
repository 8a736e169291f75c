import type { feeds as original } from '../en/feeds.ts'
import { translationOf } from '../message.ts'

export const feeds = translationOf<typeof original>()({
  'feeds.title': 'In deinem Kalender',
  'feeds.intro':
    'Der Kalender auf deinem Handy oder Rechner kann zeigen, was in allen deinen Zuhause fällig ist. Er liest etwa jede Stunde eine eigene Adresse.',
  'feeds.content': 'Zeigen als',
  'feeds.content.events': 'Termine',
  'feeds.content.events.about': 'Für Kalender: Apple, Google, Outlook.',
  'feeds.content.todos': 'Aufgaben',
  'feeds.content.todos.about': 'Für Programme, die Aufgabenlisten lesen, etwa Thunderbird und Tasks.org.',
  'feeds.alarms': 'Erinnern, wenn etwas fällig ist',
  'feeds.make': 'Adresse erstellen',
  'feeds.shown': 'Deine Kalenderadresse',
  'feeds.once': 'Sie wird nur jetzt gezeigt. Wer sie hat, liest deine Aufgaben; behandle sie wie ein Passwort.',
  'feeds.address': 'Adresse',
  'feeds.copy': 'Adresse kopieren',
  'feeds.open': 'In den Kalender aufnehmen',
  'feeds.apple': 'Apple',
  'feeds.apple.how':
    'Drück auf iPhone, iPad oder Mac „In den Kalender aufnehmen“ und bestätige. Oder: Kalender, Hinzufügen, Kalenderabonnement, einfügen.',
  'feeds.google': 'Google',
  'feeds.google.how':
    'Am Rechner: Google Kalender, neben „Weitere Kalender“ das Plus, Per URL, einfügen. Google schaut nur alle paar Stunden nach und erinnert auf seine Weise.',
  'feeds.outlook': 'Outlook',
  'feeds.outlook.how':
    'Outlook im Web: Kalender, Kalender hinzufügen, Aus dem Internet abonnieren, einfügen. Im klassischen Programm: Kalender hinzufügen, Aus dem Internet.',
  'feeds.list': 'Adressen, die gelten',
  'feeds.none': 'Im Moment keine.',
  'feeds.made': 'erstellt am {date}',
  'feeds.read': 'zuletzt gelesen {when}',
  'feeds.unread': 'noch nicht gelesen',
  'feeds.revoke': 'Zurückziehen',
  'feeds.revokeThis': 'Zurückziehen: {what}, {made}',
  'feeds.revoked': 'Die Adresse gilt nicht mehr'
})
