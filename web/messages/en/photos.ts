import type { Messages } from '../message.ts'

export const photos = {
  'photo.title': 'Photos',
  'photo.take': 'Take a photo',
  'photo.add': 'Add photos',
  'photo.sending': 'Photos are on their way',
  'photo.picked': 'Photo {number}: {name}',
  'photo.progress': 'Photo {number} is on its way',
  'photo.remove': 'Remove photo {number}',
  'photo.retry': 'Try again',
  'photo.open': 'Photo {number} of {count}: {about}',
  'photo.shown': 'Photo {number} of {count}: {about}',
  'photo.previous': 'Previous photo',
  'photo.next': 'Next photo'
} as const satisfies Messages
