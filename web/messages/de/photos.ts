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
  'photo.next': 'Nächstes Foto'
})
