import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Contractor } from '#contract/contractors.ts'
import { mostCards, readCards } from './read-cards.ts'
import { writeCards } from './write-cards.ts'

function read(text: string | Buffer) {
  return readCards(Buffer.from(text))
}

/** A card of the facts that matter to a test. */
function factsOf(text: string | Buffer) {
  const { cards, problems } = read(text)
  assert.deepEqual(problems, [])
  return cards.map(({ name, company, phone, email, site, notes }) => ({ name, company, phone, email, site, notes }))
}
const nothing = { company: null, phone: null, email: null, site: null, notes: null }

test('a card as a phone writes it today: groups, types, folded lines, a picture', () => {
  const card = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'PRODID:-//Apple Inc.//iPhone OS 18.0//EN',
    'N:Müller;Anna;;Dr.;',
    'FN:Dr. Anna Müller',
    'ORG:Müller GmbH;Dach',
    'item1.TEL;type=HOME;type=VOICE:+49 30 99',
    'item1.X-ABLabel:Büro',
    'TEL;type=CELL;type=pref:+49 30 12',
    'TEL;TYPE=WORK,FAX:+49 30 13',
    'EMAIL;TYPE=INTERNET:anna@mueller.example',
    String.raw`URL:https\://mueller.example`,
    String.raw`NOTE:rings\, twice\nat the gate\; alw`,
    ' ays',
    'CATEGORIES:Dachdecker,Freunde',
    'PHOTO;ENCODING=b;TYPE=JPEG:AAAA',
    ' BBBB',
    'END:VCARD'
  ].join('\r\n')
  const [found] = read(card).cards
  assert.deepEqual(found, {
    name: 'Dr. Anna Müller',
    company: 'Müller GmbH, Dach',
    phone: '+49 30 12',
    email: 'anna@mueller.example',
    site: 'https://mueller.example',
    notes: 'rings, twice\nat the gate; always\n+49 30 99',
    specialties: ['roofing'],
    favourite: false,
    uid: null,
    leftOut: []
  })
})

test('vCard 4.0: numbers as addresses, quoted types, its own id', () => {
  const card =
    'BEGIN:VCARD\nVERSION:4.0\nFN:X\nTEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+1-555;ext=5\nUID:urn:uuid:AB-1\nEND:VCARD'
  const [found] = read(card).cards
  assert.deepEqual([found?.phone, found?.uid], ['+1-555 ext. 5', 'ab-1'])
})

test('vCard 2.1 of an old phone: quoted-printable over several lines, in other character sets, base64 that is not indented', () => {
  const card = [
    'BEGIN:VCARD',
    'VERSION:2.1',
    'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=',
    'ller;J=C3=B6rg;;;',
    'ORG;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:D=E4cher, Co;Nord',
    'TEL;CELL;PREF:030 1',
    'PHOTO;JPEG;ENCODING=BASE64:AAAA',
    'BBBB',
    '',
    String.raw`NOTE:semi;colon, and \; this`,
    'AGENT:',
    'BEGIN:VCARD',
    'VERSION:2.1',
    'FN:Somebody else',
    'END:VCARD',
    'END:VCARD'
  ].join('\r\n')
  assert.deepEqual(factsOf(card), [
    {
      ...nothing,
      name: 'Jörg Müller',
      company: 'Dächer, Co, Nord',
      phone: '030 1',
      notes: 'semi;colon, and ; this'
    }
  ])
})

test('whatever letters a file is written in, and however its lines end', () => {
  const text = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jörg “Ünï”\r\nEND:VCARD\r\n'
  const wide = Buffer.from(text, 'utf16le')
  const files = [
    Buffer.from(`\u{FEFF}${text}`),
    Buffer.from(text.replaceAll('\r\n', '\r')),
    wide,
    Buffer.concat([Buffer.from([0xff, 0xfe]), wide]),
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]),
    Buffer.from(text.replaceAll('“', '\u0093').replaceAll('”', '\u0094'), 'latin1')
  ]
  for (const file of files) assert.deepEqual(factsOf(file), [{ ...nothing, name: 'Jörg “Ünï”' }])
})

test('each card that is not understood is told with its line, its name and the reason; the others are read', () => {
  const cards = [
    'BEGIN:VCARD\nVERSION:3.0\nFN:Good\nTEL:1\nEND:VCARD',
    'BEGIN:VCARD\nVERSION:3.0\nFN:Half',
    'BEGIN:VCARD\nVERSION:3.0\nFN:Odd\nno colon here\nEND:VCARD',
    'BEGIN:VCARD\nVERSION:3.0\nNOTE:nobody\nEND:VCARD',
    'BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=KLINGON:=41\nEND:VCARD',
    'BEGIN:VCARD\nVERSION:3.0\nFN:Good\nTEL:1\nNOTE:again\nEND:VCARD',
    'BEGIN:VCARD\nVERSION:3.0\nFN:Last'
  ].join('\n')
  const { cards: found, problems } = read(cards)
  assert.deepEqual(
    found.map(({ name }) => name),
    ['Good']
  )
  assert.deepEqual(problems, [
    { line: 6, reason: 'not_ended', name: 'Half' },
    { line: 9, reason: 'line_not_understood', name: 'Odd' },
    { line: 14, reason: 'no_name', name: null },
    { line: 18, reason: 'charset_unknown', name: '=41' },
    { line: 22, reason: 'double', name: 'Good' },
    { line: 28, reason: 'not_ended', name: 'Last' }
  ])
  assert.deepEqual(read('hello').problems, [{ line: 1, reason: 'no_card', name: null }])
})

test('what does not fit is left out, and said so', () => {
  const card = `BEGIN:VCARD\nVERSION:3.0\nFN:A\nEMAIL:no address\nURL:javascript:alert(1)\nTEL:${'1'.repeat(61)}\nEND:VCARD`
  const [found] = read(card).cards
  assert.deepEqual([found?.email, found?.site, found?.phone], [null, null, null])
  assert.deepEqual(found?.leftOut, ['phone', 'email', 'site'])
})

test('a file without an end is read only so far', () => {
  const card = (index: number) => `BEGIN:VCARD\nVERSION:3.0\nFN:Name ${index}\nEND:VCARD\n`
  const { cards, problems } = read(Array.from({ length: mostCards + 50 }, (_, index) => card(index)).join(''))
  assert.equal(cards.length, mostCards)
  assert.deepEqual(problems, [{ line: mostCards * 4 + 1, reason: 'too_many', name: null }])
})

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map((given) => `a${given.replaceAll(/[\p{C}\s]/gu, ' ').trim()}z`)

test('what is written is read again, whatever it is, in lines of at most 75 bytes', () => {
  fc.assert(
    fc.property(text, text, text, (name, company, words) => {
      const notes = `${words}\n${words};,\\`
      const contractor = { ...known, name, company, notes }
      const written = writeCards([contractor])
      for (const line of written.toString().split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
      const [found] = readCards(written).cards
      assert.deepEqual(
        { name: found?.name, company: found?.company, notes: found?.notes, uid: found?.uid },
        { name, company: company === name ? null : company, notes, uid: known.id } // a company’s own card names it twice
      )
      assert.deepEqual(found?.specialties.includes('tiling'), true)
    }),
    { examples: [['az', 'az', 'az']] }
  )
})
const known: Contractor = {
  id: '01940000-0000-7000-8000-000000000001',
  residenceId: '01940000-0000-7000-8000-000000000002',
  name: 'A',
  company: null,
  specialties: ['tiling'],
  phone: '+49 30 1',
  email: 'a@b.example',
  site: 'https://b.example/a;b,c',
  notes: null,
  favourite: true,
  rating: 4.5,
  ratings: 2,
  jobsDone: 3,
  lastDoneOn: '2026-03-10',
  costs: [],
  createdAt: '2026-01-01T08:00:00Z',
  updatedAt: '2026-01-01T08:00:00.123Z'
}

test('nothing that somebody sends takes long or throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readCards(bytes)))
  const lines = fc.array(
    fc.constantFrom(
      'BEGIN:VCARD',
      'END:VCARD',
      'FN:a',
      'N;:',
      'TEL;"',
      ';;;:',
      ' x',
      'AGENT:',
      'ORG;ENCODING=QUOTED-PRINTABLE:=',
      'FN;CHARSET=:x'
    )
  )
  fc.assert(fc.property(lines, (given) => void read(given.join('\n'))))
})
