import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { warrantyOf } from './warranty-rules.ts'

test('the appliance’s own date counts; without one the linked warranty that holds the longest, over or not', () => {
  const papers = [
    { documentId: 'a', endsOn: '2024-03-01' },
    { documentId: 'b', endsOn: '2031-03-01' },
    { documentId: 'c', endsOn: '2027-01-01' }
  ]
  assert.deepEqual(warrantyOf('2025-01-01', papers), { endsOn: '2025-01-01', documentId: null })
  assert.deepEqual(warrantyOf(null, papers), { endsOn: '2031-03-01', documentId: 'b' })
  assert.deepEqual(warrantyOf(null, papers.slice(0, 1)), { endsOn: '2024-03-01', documentId: 'a' })
  assert.equal(warrantyOf(null, []), null)
})

test('in whatever order the papers come, the same one counts and none holds longer', () => {
  const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2020-01-20'), noInvalidDate: true })
  const paper = fc.record({ documentId: fc.uuid(), endsOn: day.map((date) => date.toISOString().slice(0, 10)) })
  fc.assert(
    fc.property(fc.uniqueArray(paper, { selector: ({ documentId }) => documentId }), (papers) => {
      const warranty = warrantyOf(null, papers)
      assert.deepEqual(warrantyOf(null, papers.toReversed()), warranty)
      assert.ok(papers.every(({ endsOn }) => endsOn <= (warranty?.endsOn ?? '')))
    })
  )
})
