import type { waitingPage as original } from '../en/waiting-page.ts'
import { translationOf } from '../message.ts'

export const waitingPage = translationOf<typeof original>()({
  'waitingPage.title': 'Wartet aufs Senden',
  'waitingPage.text':
    'Was du ohne Verbindung erledigt hast. Es wird von selbst gesendet, in dieser Reihenfolge, jedes einmal.',
  'waitingPage.emptyTitle': 'Nichts wartet',
  'waitingPage.emptyText': 'Alles, was du hier erledigt hast, ist gesendet.',
  'waitingPage.refusedTitle': 'Konnte nicht gesendet werden',
  'waitingPage.refusedText': 'Nichts davon ist verloren. Sag bei jedem, was daraus werden soll.',
  'waitingPage.photos': { one: '{count} Foto', other: '{count} Fotos' },
  'waitingPage.photo': 'Foto {number} von {count}: {title}',
  'waitingPage.alreadyDone': 'Das war schon erledigt, als deines ankam.',
  'waitingPage.doneBy': '{name} hat es am {date} erledigt.',
  'waitingPage.gone': 'Die Aufgabe gibt es nicht mehr, oder du gehörst nicht mehr zu ihrem Zuhause.',
  'waitingPage.notAllowed': 'Mit deiner Rolle in diesem Zuhause kannst du keine Aufgaben mehr erledigen.',
  'waitingPage.notOpen': 'Die Aufgabe wurde inzwischen abgesagt oder weggelegt.',
  'waitingPage.addTo': 'Dort ergänzen',
  'waitingPage.added': 'Ergänzt.',
  'waitingPage.retry': 'Noch einmal versuchen',
  'waitingPage.withoutPhotos': 'Ohne die Fotos senden',
  'waitingPage.withoutReading': 'Ohne den Zählerstand senden',
  'waitingPage.reading': 'Zählerstand: {amount}',
  'waitingPage.save': 'Auf diesem Gerät speichern',
  'waitingPage.drop': 'Verwerfen',
  'waitingPage.dropped': 'Verworfen: {title}',
  'waitingPage.open': 'Aufgabe öffnen',
  'waitingPage.leaveTitle': 'Noch nicht alles ist gesendet',
  'waitingPage.leaveText': {
    one: '{count} Erledigung wartet auf diesem Gerät. Beim Abmelden wird sie gelöscht.',
    other: '{count} Erledigungen warten auf diesem Gerät. Beim Abmelden werden sie gelöscht.'
  },
  'waitingPage.leave': 'Abmelden und löschen',
  'waitingPage.stay': 'Angemeldet bleiben'
})
