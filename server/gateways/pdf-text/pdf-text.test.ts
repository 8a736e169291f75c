import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bombPdf, circularPdf, encryptedPdf, textPdf } from '#test/pdf.ts'
import { pdf } from '#test/picture.ts'
import { pdfReader } from './pdf-text.ts'
import { pdfLimits } from './pdf-rules.ts'

const reader = pdfReader()

test('the words of every page come in their order, without what is no text', async () => {
  const given = textPdf([['Warranty for the boiler', 'Gew\u00e4hrleistung  (2 years)'], ['Page two']])
  assert.deepEqual(await reader.read(given), {
    outcome: 'read',
    text: 'Warranty for the boiler\nGewährleistung (2 years)\nPage two\n',
    isCut: false
  })
})

// ASVS 5.2.3, 15.2.2
test('what asks for a password, is cut, no PDF, or leads in a circle has a stated outcome, and the next one is read', async () => {
  const whole = textPdf([['Hello']])
  const outcomes: [Buffer, string][] = [
    [encryptedPdf(), 'encrypted'],
    [Buffer.from('%PDF-1.7 nothing of it %%EOF'), 'damaged'],
    [Buffer.alloc(0), 'damaged'],
    [circularPdf(), 'damaged']
  ]
  for (const [given, outcome] of outcomes) assert.equal((await reader.read(given)).outcome, outcome)
  assert.deepEqual(await reader.read(pdf()), { outcome: 'read', text: '', isCut: false }, 'a paper without a page')
  assert.equal((await reader.read(whole)).outcome, 'read')
})

// ASVS 5.2.3
test('a paper that unpacks to two gigabytes is ended, and so is one that takes too long', async () => {
  const bomb = bombPdf()
  assert.ok(bomb.length < 100_000)
  assert.deepEqual(await reader.read(bomb), { outcome: 'too_much' })
  assert.deepEqual(await pdfReader({ seconds: 0.001 }).read(textPdf([['Hello']])), { outcome: 'too_much' })
})

test('of a long paper so much is kept, and that there is more is known', async () => {
  const lines = Array.from({ length: 50 }, () => 'word '.repeat(16))
  const long = await reader.read(textPdf(Array.from({ length: 30 }, () => lines)))
  assert.ok(long.outcome === 'read' && long.isCut)
  assert.equal(long.text.length, pdfLimits.characters)
  const many = await reader.read(textPdf(Array.from({ length: pdfLimits.pages + 1 }, (_, index) => [`Page ${index}`])))
  assert.ok(many.outcome === 'read' && many.isCut)
  assert.match(many.text, /Page 299\n$/)
})
