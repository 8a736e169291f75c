import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareFileName } from './save-share-file.ts'
import { squaresPath } from '../../squares-path.ts'

test('the invitation file is named after the home, in any script', () => {
  assert.equal(shareFileName('Garden Street 5'), 'Garden-Street-5.honeydue')
  assert.equal(shareFileName('../Großmutters Häuschen/'), 'Großmutters-Häuschen.honeydue')
  assert.equal(shareFileName('家'), '家.honeydue')
  assert.equal(shareFileName('…'), 'invitation.honeydue')
})

test('dark modules become runs, a row at a time', () => {
  assert.equal(squaresPath([1, 1, 0, 0, 1, 0, 0, 0, 1], 3), 'M0 0h2v1h-2zM1 1h1v1h-1zM2 2h1v1h-1z')
  assert.equal(squaresPath([0], 1), '')
})
