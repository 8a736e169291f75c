import assert from 'node:assert/strict'
import { test } from 'node:test'
import { together } from './together.ts'

test('calls of one turn ask once, each gets its own value, and a later call asks anew', async () => {
  const asked: string[][] = []
  const upper = together(async (_on: object, keys: readonly string[]) => {
    asked.push([...keys])
    return keys.map((key) => key.toUpperCase())
  })
  const on = {}
  assert.deepEqual(await Promise.all(['b', 'a', 'b'].map((key) => upper(on, key))), ['B', 'A', 'B'])
  assert.equal(await upper(on, 'a'), 'A')
  assert.deepEqual(asked, [['b', 'a', 'b'], ['a']])
})

test('calls for different places are not mixed', async () => {
  const placed = together(async ({ name }: { name: string }, keys: readonly number[]) =>
    keys.map((key) => `${name}${key}`)
  )
  const [one, other] = [{ name: 'one' }, { name: 'other' }]
  assert.deepEqual(await Promise.all([placed(one, 1), placed(other, 1), placed(one, 2)]), ['one1', 'other1', 'one2'])
})

test('when asking fails, all who asked are told, and the next may succeed', async () => {
  let broken = true
  const echo = together(async (_on: object, keys: readonly number[]) => {
    if (broken) throw new Error('broken')
    return keys
  })
  const on = {}
  const settled = await Promise.allSettled([echo(on, 1), echo(on, 2)])
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['rejected', 'rejected']
  )
  broken = false
  assert.equal(await echo(on, 3), 3)
})
