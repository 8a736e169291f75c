import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeFuseFilter, readFuseFilter } from './binary-fuse.ts'

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => String(from + index))
}

test('it knows every member, at any size', () => {
  for (const size of [0, 1, 2, 3, 10, 1000, 30_000]) {
    const { has } = readFuseFilter(makeFuseFilter(numbers(0, size)))
    assert.deepEqual(
      numbers(0, size).filter((text) => !has(text)),
      []
    )
  }
})

test('it takes at most 21 bits a member, and takes hardly any other text for one', () => {
  const bytes = makeFuseFilter(numbers(0, 30_000))
  const { has } = readFuseFilter(bytes)

  assert.ok((bytes.length * 8) / 30_000 <= 21, `${bytes.length} bytes`)
  const wrong = numbers(1_000_000, 1_200_000).filter(has).length // three are to be expected; the texts are always the same
  assert.ok(wrong <= 10, `${wrong} of 200 000`)
})

test('the same texts make the same bytes', () => {
  assert.ok(makeFuseFilter(numbers(0, 5000)).equals(makeFuseFilter(numbers(0, 5000))))
})

test('a text that is there twice cannot be told apart, and a file that was cut short is refused', () => {
  assert.throws(() => makeFuseFilter(['a', 'b', 'a']), /twice/)
  assert.throws(() => readFuseFilter(makeFuseFilter(numbers(0, 100)).subarray(0, -2)), /contradicts its header/)
})
