import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchOptions } from './options.ts'

const names = ['board', 'me', 'start']
const read = (...args: string[]) => benchOptions(args, names)

test('rows are picked by their names, and the table is as large as it is asked for', () => {
  assert.deepEqual(read(), { tasks: 1_000_000, only: undefined, quick: false })
  assert.deepEqual(read('--only', 'board,start', '--tasks', '10000000'), {
    tasks: 10_000_000,
    only: ['board', 'start'],
    quick: false
  })
  assert.deepEqual(read('--quick'), { tasks: 100_000, only: undefined, quick: true })
})

for (const [args, told] of [
  ['--help', ''],
  ['board', ''],
  ['--only nonsense', 'no such row: nonsense\n'],
  ['--only board,,nonsense', 'no such row: , nonsense\n'],
  ['--tasks many', 'not a number of tasks: many\n'],
  ['--tasks 0', 'not a number of tasks: 0\n']
] as const)
  test(`whoever asks for what there is not is told what there is: ${args}`, () => {
    const usage = 'usage: npm run bench [-- [--quick] [--tasks <count>] [--only <row>,<row>…]]\nrows: board me start'
    assert.deepEqual(read(...args.split(' ')), { usage: told + usage })
  })
