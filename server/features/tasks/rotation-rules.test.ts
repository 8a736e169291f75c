import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assignment } from '#contract/tasks.ts'
import { nextTurn } from './rotation-rules.ts'

type Facts = { members?: string[]; current?: string | null; counts?: Record<string, number>; draw?: number }
const turn = (
  rotation: Assignment['rotation'],
  { members = ['a', 'b', 'c'], current = 'a', counts = {}, draw = 0 }: Facts = {}
) =>
  nextTurn({ rotation, memberIds: members, currentId: current }, { doneCounts: new Map(Object.entries(counts)), draw })

test('a fixed assignment stays', () => {
  assert.equal(turn('fixed'), 'a')
  assert.equal(turn('fixed', { current: null }), null)
})

test('round robin goes on to the next in order, and from the last to the first', () => {
  assert.equal(turn('round_robin', { current: 'a' }), 'b')
  assert.equal(turn('round_robin', { current: 'c' }), 'a')
})

test('round robin begins with the first when it was nobody’s turn or somebody’s who takes no part', () => {
  assert.equal(turn('round_robin', { current: null }), 'a')
  assert.equal(turn('round_robin', { current: 'x' }), 'a')
})

test('least done chooses who did it least often; who never did it comes first', () => {
  assert.equal(turn('least_done', { counts: { a: 3, b: 2, c: 5 } }), 'b')
  assert.equal(turn('least_done', { counts: { a: 3, b: 2 } }), 'c')
})

test('least done goes on in turn order among equals', () => {
  assert.equal(turn('least_done', { current: 'a', counts: { a: 1, b: 1, c: 1 } }), 'b')
  assert.equal(turn('least_done', { current: 'c', counts: { a: 1, b: 1, c: 1 } }), 'a')
  assert.equal(turn('least_done', { current: 'b', counts: { a: 0, b: 1, c: 0 } }), 'c')
})

test('random gives everybody the same share of the draw', () => {
  const draws = Array.from({ length: 300 }, (_, index) => turn('random', { draw: index / 300 }))
  for (const member of ['a', 'b', 'c']) assert.equal(draws.filter((chosen) => chosen === member).length, 100)
})

test('with nobody in the pool it stays as it is', () => {
  for (const rotation of ['fixed', 'round_robin', 'least_done', 'random'] as const) {
    assert.equal(turn(rotation, { members: [], current: 'a' }), 'a')
    assert.equal(turn(rotation, { members: [], current: null, draw: 0.99 }), null)
  }
})
