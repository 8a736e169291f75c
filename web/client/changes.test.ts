import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOf } from './changes.ts'

test('only what differs is sent', () => {
  const before = { name: 'Garden Street', city: null, profile: { pool: true } }
  assert.deepEqual(changesOf(before, { name: 'Garden Street', city: 'Kiel', profile: { pool: true } }), {
    city: 'Kiel'
  })
  assert.deepEqual(changesOf(before, { profile: { pool: false } }), { profile: { pool: false } })
})

test('nothing changed is nothing to send', () => {
  const before = { name: 'a', id: 1 }
  assert.equal(changesOf(before, { name: 'a' }), undefined)
})
