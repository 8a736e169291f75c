import type { privacy as original } from '../en/privacy.ts'
import { translationOf } from '../message.ts'

export const privacy = translationOf<typeof original>()({
  'export.title': 'Deine Daten',
  'export.text':
    'Eine Datei mit allem, was du in honeyDue lesen kannst: dein Profil, deine Zuhause, ihre Aufgaben und was getan wurde – für Programme und für Tabellen.',
  'export.make': 'Datei erstellen',
  'export.again': 'Neu erstellen',
  'export.download': 'Herunterladen',
  'export.waiting': {
    one: 'Wird erstellt: {done} von {count} Zuhause',
    other: 'Wird erstellt: {done} von {count} Zuhause'
  },
  'export.leave': 'Du kannst die Seite verlassen, es geht weiter.',
  'export.ready': 'Fertig: {size}, hier bis {date}.',
  'export.tooLarge': 'Sie wäre größer, als dieses honeyDue sie machen kann. Wer es betreibt, kann helfen.',
  'deletion.title': 'Konto löschen',
  'deletion.text':
    'Du gehst, und mit dir, was nur du hast, und deine Fotos, auch wo ihr zusammen wohnt. Sieben Tage lang kannst du es dir anders überlegen.',
  'deletion.delete': 'Mein Konto löschen',
  'deletion.ask': 'Dein Konto löschen?',
  'deletion.confirm': 'In sieben Tagen löschen',
  'deletion.needOwners':
    'In manchen Zuhause wohnen andere und hätten ohne dich niemanden, dem es gehört. Gib sie vorher weiter oder lösche sie.',
  'deletion.handOver': '{name} weitergeben',
  'deletion.goesAccount': 'Dein Konto geht, mit deiner Adresse, deinen Geräten und jedem Weg, dich anzumelden',
  'deletion.goesHome': '{name} geht mit, weil dort sonst niemand wohnt',
  'deletion.staysHome': '{name} bleibt den anderen; was du dort getan hast, bleibt ohne deinen Namen',
  'deletion.undo':
    'Bis dahin bleibt alles, wie es ist, und du kannst es hier zurücknehmen. Andere Geräte sind gleich abgemeldet.',
  'deletion.kept': 'Dein Konto bleibt.',
  'devices.title': 'Handys, die Bescheid bekommen',
  'devices.apns': 'iPhone oder iPad',
  'devices.fcm': 'Android-Handy',
  'devices.remove': 'Nichts mehr schicken'
})
