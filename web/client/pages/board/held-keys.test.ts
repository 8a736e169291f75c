import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextTarget } from './held-keys.ts'

const targets = ['soon', 'later', 'done'] as const

test('starts with the first target going right, and with the last going left', () => {
  assert.deepEqual(nextTarget(targets, undefined, 1), { over: 'soon', position: 1 })
  assert.deepEqual(nextTarget(targets, undefined, -1), { over: 'done', position: 3 })
})

test('goes round at both ends', () => {
  assert.deepEqual(nextTarget(targets, 'soon', 1), { over: 'later', position: 2 })
  assert.deepEqual(nextTarget(targets, 'done', 1), { over: 'soon', position: 1 })
  assert.deepEqual(nextTarget(targets, 'soon', -1), { over: 'done', position: 3 })
})
