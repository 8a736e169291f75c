import type { Messages } from '../message.ts'

export const privacy = {
  'export.title': 'Your data',
  'export.text':
    'One file with all that you can read in honeyDue: your profile, your homes, their tasks and their history, for programs and for spreadsheets.',
  'export.make': 'Make the file',
  'export.again': 'Make a new one',
  'export.download': 'Download',
  'export.waiting': { one: 'Being made: {done} of {count} home', other: 'Being made: {done} of {count} homes' },
  'export.leave': 'You can leave this page; it goes on.',
  'export.ready': 'Ready: {size}, here until {date}.',
  'export.tooLarge': 'It would be larger than this honeyDue can make. Whoever runs it can help.',
  'deletion.title': 'Delete your account',
  'deletion.text':
    'You go, and with you what only you have, and your photos, also those in homes you share. You have seven days to change your mind.',
  'deletion.delete': 'Delete my account',
  'deletion.ask': 'Delete your account?',
  'deletion.confirm': 'Delete in seven days',
  'deletion.needOwners':
    'Others live in homes that would have no owner without you. Hand them over or delete them first.',
  'deletion.handOver': 'Hand over {name}',
  'deletion.goesAccount': 'Your account goes, with your address, your devices and every way to sign in',
  'deletion.goesHome': '{name} goes, because nobody else lives there',
  'deletion.staysHome': '{name} stays with the others; what you did there stays without your name',
  'deletion.undo':
    'Until then everything stays as it is, and you can take it back here. Other devices are signed out now.',
  'deletion.kept': 'Your account stays.',
  'devices.title': 'Phones that get notices',
  'devices.apns': 'iPhone or iPad',
  'devices.fcm': 'Android phone',
  'devices.remove': 'Send no more'
} as const satisfies Messages
