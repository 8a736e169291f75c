import type { Messages } from '../message.ts'

export const waitingPage = {
  'waitingPage.title': 'Waiting to be sent',
  'waitingPage.text': 'What you did without a connection. It is sent by itself, in this order, each once.',
  'waitingPage.emptyTitle': 'Nothing waits',
  'waitingPage.emptyText': 'Everything you did here has been sent.',
  'waitingPage.refusedTitle': 'Could not be sent',
  'waitingPage.refusedText': 'Nothing of it is lost. Say for each what should become of it.',
  'waitingPage.photos': { one: '{count} photo', other: '{count} photos' },
  'waitingPage.photo': 'Photo {number} of {count}: {title}',
  'waitingPage.alreadyDone': 'This was already done by the time yours arrived.',
  'waitingPage.doneBy': '{name} did it on {date}.',
  'waitingPage.gone': 'The task is gone, or you’re no longer part of its home.',
  'waitingPage.notAllowed': 'Your role in this home no longer lets you complete tasks.',
  'waitingPage.notOpen': 'The task was called off or put away meanwhile.',
  'waitingPage.addTo': 'Add to that one',
  'waitingPage.added': 'Added.',
  'waitingPage.retry': 'Try again',
  'waitingPage.withoutPhotos': 'Send without the photos',
  'waitingPage.withoutReading': 'Send without the reading',
  'waitingPage.reading': 'Meter: {amount}',
  'waitingPage.save': 'Save to this device',
  'waitingPage.drop': 'Drop it',
  'waitingPage.dropped': 'Dropped: {title}',
  'waitingPage.open': 'Open the task',
  'waitingPage.leaveTitle': 'Not everything has been sent',
  'waitingPage.leaveText': {
    one: '{count} thing you did waits on this device. Signing out deletes it.',
    other: '{count} things you did wait on this device. Signing out deletes them.'
  },
  'waitingPage.leave': 'Sign out and delete',
  'waitingPage.stay': 'Stay signed in'
} as const satisfies Messages
