import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packOf } from './proof-draft.ts'

test('a pack needs a period; chosen tasks go before a category', () => {
  const include = { photos: true, notes: false, costs: false, people: false, papers: true }
  const draft = {
    from: '2026-01-01',
    to: '2026-12-31',
    category: 'garden',
    assetId: null,
    taskIds: [],
    include
  } as const
  const about = { from: draft.from, to: draft.to, include, language: 'de' }
  assert.deepEqual(packOf(draft, 'de'), { ...about, category: 'garden' })
  assert.deepEqual(packOf({ ...draft, taskIds: ['a'] }, 'de'), { ...about, taskIds: ['a'] })
  assert.deepEqual(packOf({ ...draft, category: undefined }, 'de'), about)
  assert.deepEqual(packOf({ ...draft, category: undefined, assetId: 'boiler' }, 'de'), { ...about, assetId: 'boiler' })
  assert.equal(packOf({ ...draft, to: null }, 'de'), undefined)
  assert.equal(packOf({ ...draft, to: '2025-01-01' }, 'de'), undefined)
})
