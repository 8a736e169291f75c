import type { photos as original } from '../en/photos.ts'
import { translationOf } from '../message.ts'

export const photos = translationOf<typeof original>()({
  'photo.title': 'Fotos',
  'photo.take': 'Foto aufnehmen',
  'photo.add': 'Fotos hinzufügen',
  'photo.sending': 'Fotos sind unterwegs',
  'photo.picked': 'Foto {number}: {name}',
  'photo.progress': 'Foto {number} ist unterwegs',
  'photo.remove': 'Foto {number} entfernen',
  'photo.retry': 'Noch einmal versuchen',
  'photo.open': 'Foto {number} von {count}: {about}',
  'photo.shown': 'Foto {number} von {count}: {about}',
  'photo.previous': 'Voriges Foto',
  'photo.next': 'Nächstes Foto',
  'photo.choose': 'Foto aussuchen',
  'photo.number': 'Foto {number}',
  'photo.earlier': 'Foto {number} weiter nach vorn',
  'photo.later': 'Foto {number} weiter nach hinten',
  'photo.edit': 'Fotos ändern: {about}',
  'photo.editAdd': 'Fotos ergänzen: {about}',
  'photo.editTitle': 'Fotos: {about}',
  'photo.editHint': 'Was du hier wegnimmst, wird gelöscht, wenn es nirgends sonst zu sehen ist.',
  'photo.home': '{name} im Bild',
  'photo.homeAdd': 'Bild hinzufügen',
  'photo.homeChange': 'Bild ändern',
  'photo.homeTitle': 'Ein Bild von {name}',
  'photo.homeHint': 'Alle in diesem Zuhause sehen es. Das vorige Bild wird gelöscht.',
  'photo.caption': 'Aufschreiben, was zu sehen ist',
  'photo.captionField': 'Was zu sehen ist',
  'photo.changed': 'Fotos gespeichert'
})
