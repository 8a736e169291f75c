import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableOf } from './table.ts'

const rows = [
  { name: 'board', measured: '1 ms', limit: '1 ms', ratio: 1, goal: 1.1 },
  { name: 'create a task', measured: '1.63 ms', limit: '1 ms', ratio: 1.63, goal: 1.1 },
  { name: 'start', measured: '1 s', limit: '', ratio: NaN }
]

test('a mark says whether the goal is met', () => {
  assert.deepEqual(tableOf(rows, { isJudged: true }), [
    'request        measured  against  ratio    goal',
    'board              1 ms     1 ms   1.00  ≤ 1.10  ✓',
    'create a task   1.63 ms     1 ms   1.63  ≤ 1.10  ✗',
    'start               1 s'
  ])
})

test('a few short rounds judge nobody', () => {
  assert.deepEqual(tableOf(rows, { isJudged: false }), [
    'request        measured  against  ratio    goal',
    'board              1 ms     1 ms   1.00  ≤ 1.10',
    'create a task   1.63 ms     1 ms   1.63  ≤ 1.10',
    'start               1 s'
  ])
})
