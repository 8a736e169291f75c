import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rebased } from './rebase.ts'

test('what somebody else changed is taken over, what was typed here stays', () => {
  const before = { name: 'Garden Street', city: 'Kiel', street: '', list: [1] }
  const draft = { ...before, city: 'Lübeck', list: [1, 2] }
  const next = { ...before, street: 'Meanwhile 1', list: [3] }
  assert.deepEqual(rebased(draft, before, next), {
    name: 'Garden Street',
    city: 'Lübeck',
    street: 'Meanwhile 1',
    list: [1, 2]
  })
})
