import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stormArguments } from './arguments.ts'

const read = (...args: string[]) => stormArguments(args, 7)

test('how many webhooks, kills, and of which seed may be said, in this order', () => {
  assert.deepEqual(read(), { webhooks: 1000, kills: 25, seed: 7 })
  assert.deepEqual(read('200', '0'), { webhooks: 200, kills: 0, seed: 7 })
  assert.deepEqual(read('200', '5', '42'), { webhooks: 200, kills: 5, seed: 42 })
})

for (const args of [['abc'], ['--help'], ['0'], ['-1'], ['1.5'], ['200', 'x'], ['1', '2', '3', '4'], ['']])
  test(`nobody can tell what this asks for: ${JSON.stringify(args)}`, () => {
    assert.equal(read(...args), undefined)
  })
