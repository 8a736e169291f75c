import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import sharp from 'sharp'
import type { Block, Paper } from './paper.ts'
import { papers, PapersBusy } from './papers.ts'

const paper = (blocks: readonly Block[], title = 'Ein Jahr in der Größenstraße'): Paper => ({
  language: 'de',
  title,
  subject: '2026',
  foot: 'honeyDue',
  pageOf: 'Seite {page} von {pages}',
  madeAt: Temporal.Instant.from('2026-11-26T12:00:00Z'),
  blocks
})

/** What is packed in it, unpacked: contents of pages, fonts and which letters they have. */
function unpacked(pdf: Buffer): string {
  const streams = pdf.toString('latin1').matchAll(/stream\r?\n(?<content>[\s\S]*?)\r?\nendstream/g)
  return Array.from(streams, ({ groups }) => {
    const bytes = Buffer.from(groups?.['content'] ?? '', 'latin1')
    return bytes[0] === 0x78 ? inflateSync(bytes).toString('latin1') : ''
  }).join('\n')
}

test('a paper says its language and title, is tagged, and has its letters in it: German ones, and those of other alphabets', async () => {
  const pdf = await papers().draw(paper([{ kind: 'text', text: 'Ж и ł: Привет' }]))
  const text = pdf.toString('latin1')
  assert.match(text, /^%PDF-1\.7/)
  assert.match(text, /\/Lang \(de\)/)
  assert.match(text, /\/DisplayDocTitle true/)
  assert.match(text, /\/StructTreeRoot/)
  assert.equal(text.match(/\/FontFile2/g)?.length, 3, 'two weights of ours and one for the rest')
  const maps = unpacked(pdf)
  for (const letter of ['ß', 'ö', 'Ж', 'ł']) {
    assert.ok(maps.includes(letter.codePointAt(0)?.toString(16).padStart(4, '0') ?? '?'), letter)
  }
})

test('what no font has is shown as missing and is no error; neither is a word longer than a line', async () => {
  const strange = '漢字 \u202E\u0000 👩‍🔧'
  const pdf = await papers().draw(
    paper([
      { kind: 'heading', text: strange },
      { kind: 'text', text: 'x'.repeat(5000) },
      { kind: 'table', head: [strange, 'Erledigt'], rows: [['y'.repeat(900), '1']] }
    ])
  )
  assert.ok(unpacked(pdf).includes('25a1'), 'the box that stands for a letter')
})

test('long papers go on on further pages, each with its number; plots are lines and areas, photos are JPEG', async () => {
  const webp = await sharp({ create: { width: 480, height: 320, channels: 3, background: 'teal' } })
    .webp()
    .toBuffer()
  const rows = Array.from({ length: 120 }, (_, index) => [`Zeile ${index}`, '1'])
  const bars = Array.from({ length: 12 }, (_, value) => ({ label: `M${value}`, value, shown: `${value}` }))
  const pdf = await papers().draw(
    paper([
      { kind: 'plot', title: 'Erledigt', says: 'Erledigt: M1 1', bars },
      {
        kind: 'bars',
        title: 'Nach Gerät',
        says: 'Nach Gerät: Heizung 3',
        bars: [{ label: 'Heizung', value: 3, shown: '3' }]
      },
      { kind: 'table', head: ['Monat', 'Erledigt'], rows },
      {
        kind: 'entry',
        title: 'Dach',
        lines: ['12. März'],
        photos: Array.from({ length: 9 }, () => ({ webp, says: 'Foto' }))
      }
    ])
  )
  const text = pdf.toString('latin1')
  assert.equal(text.match(/\/Type \/Page\b/g)?.length, 5)
  assert.equal(text.match(/\/DCTDecode/g)?.length, 9)
  assert.equal(text.match(/\/S \/Figure/g)?.length, 11)
})

test('more papers than can wait are refused, and the others are drawn', async () => {
  const few = papers({ waiting: 1 })
  const results = await Promise.allSettled([1, 2, 3].map(() => few.draw(paper([]))))
  assert.deepEqual(
    results.map((result) => (result.status === 'rejected' ? result.reason instanceof PapersBusy : 'drawn')),
    ['drawn', 'drawn', true]
  )
})

test('a process that does not get ready is ended', async () => {
  await assert.rejects(papers({ seconds: 0.001 }).draw(paper([])), /was not drawn/)
})
