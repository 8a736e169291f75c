import type { today as original } from '../en/today.ts'
import { translationOf } from '../message.ts'

export const today = translationOf<typeof original>()({
  'today.morning': 'Guten Morgen, {name}',
  'today.day': 'Hallo, {name}',
  'today.evening': 'Guten Abend, {name}',
  'today.overdue': 'Überfällig',
  'today.today': 'Heute',
  'today.week': 'Diese Woche',
  'today.count': { one: '{count} Aufgabe diese Woche', other: '{count} Aufgaben diese Woche' },
  'today.late': { one: '{count} davon überfällig', other: '{count} davon überfällig' },
  'today.done': 'Erledigt: {title}',
  'today.markDone': 'Erledigt: {title}',
  'today.undone': 'Wieder da: {title}',
  'today.seeBoard': 'Zur Übersicht',
  'today.more': { one: 'Und noch {count} in der Übersicht', other: 'Und noch {count} in der Übersicht' },
  'today.ideas': 'Ideen für dein Zuhause',
  'today.addTask': 'Aufgabe anlegen',
  'today.emptyTitle': 'Für diese Woche ist alles getan',
  'today.emptyText': 'Dein Zuhause ist in Ordnung. Genieß es.',
  'today.firstTitle': 'Noch nichts geplant',
  'today.firstText': 'Leg das Erste an, was dein Zuhause braucht, etwa die Rauchmelder. Es kommt von selbst wieder.',
  'today.checklist': '{done} von {total} abgehakt',
  'today.inProgress': 'In Arbeit',
  'today.waiting': 'Wartet auf dich',
  'today.waitingFor': '{title}: sieh dir an, was gemacht wurde'
})
