import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Document, DocumentDetails } from '#contract/documents.ts'
import { changeOf, detailsOf, newPaperDraft, newPaperOf, paperDraft } from './paper-draft.ts'

const document = (details: DocumentDetails): Document => ({
  id: '0197a0f0-0000-7000-8000-000000000001',
  residenceId: '0197a0f0-0000-7000-8000-000000000002',
  title: 'Boiler',
  notes: null,
  details,
  assetId: null,
  contractorId: null,
  endsOn: null,
  remindDays: [],
  files: [],
  createdAt: '2026-03-10T12:00:00Z',
  updatedAt: '2026-03-10T12:00:00Z'
})

test('what is noted comes into the form and out of it again unchanged, of every kind', () => {
  const kinds: DocumentDetails[] = [
    { kind: 'warranty', provider: 'Boiler Ltd', endsOn: '2026-05-10', claim: { phone: '+49 30 1', steps: 'Call' } },
    { kind: 'manual', site: 'https://boiler.example' },
    { kind: 'receipt', amount: { minor: 1250, currency: 'CHF' }, boughtOn: '2026-01-01' },
    { kind: 'insurance', premium: { minor: 4000, currency: 'EUR' }, premiumEvery: 'year' },
    { kind: 'invoice', issuer: 'Rossi', issuedOn: '2026-02-01', amount: { minor: 9000, currency: 'EUR' } },
    { kind: 'permit', authority: 'City' },
    { kind: 'other' }
  ]
  for (const details of kinds) {
    const draft = paperDraft(document(details), 'EUR')
    assert.deepEqual(detailsOf(draft), details)
    assert.equal(changeOf(draft, draft, []), undefined)
  }
})

test('another kind takes along what both have and leaves the rest behind', () => {
  const draft = paperDraft(document({ kind: 'permit', authority: 'City', number: '7', endsOn: '2026-05-10' }), 'EUR')
  const change = changeOf(draft, { ...draft, kind: 'receipt' }, [])
  assert.deepEqual(change, { details: { kind: 'receipt', number: '7', endsOn: '2026-05-10' } })
})

test('only what was filled in is sent; a website may be typed without its scheme', () => {
  const draft = { ...newPaperDraft('EUR'), title: ' Oven ', kind: 'manual' as const, maker: '  ', site: 'oven.example' }
  assert.deepEqual(newPaperOf(draft, []), { title: 'Oven', details: { kind: 'manual', site: 'https://oven.example' } })
  const files = changeOf({ ...draft, kept: ['a', 'b'] }, { ...draft, kept: ['b'] }, ['c'])?.fileIds
  assert.deepEqual(files, ['b', 'c'])
})

test('what a new paper is about is filled in where one came from, and each link is changed and taken away by itself', () => {
  const given = newPaperDraft('EUR', { assetId: 'boiler' })
  assert.deepEqual(newPaperOf({ ...given, title: 'Boiler' }, []), {
    title: 'Boiler',
    assetId: 'boiler',
    details: { kind: 'warranty' }
  })
  const linked = { ...paperDraft(document({ kind: 'other' }), 'EUR'), assetId: 'boiler', contractorId: 'rossi' }
  assert.deepEqual(changeOf(linked, { ...linked, assetId: null }, []), { assetId: null })
  assert.deepEqual(changeOf(linked, { ...linked, contractorId: 'russ' }, []), { contractorId: 'russ' })
})
