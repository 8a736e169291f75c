import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyFields } from './use-form.ts'

test('a required field with nothing but blanks is empty', () => {
  const draft = { name: '  ', zone: 'UTC', kind: undefined, count: 0 }
  assert.deepEqual(emptyFields(draft, ['name', 'zone', 'kind', 'count']), ['name', 'kind'])
})
