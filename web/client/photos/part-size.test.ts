import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileLimits } from '#contract/files.ts'
import { firstPart, nextPart } from './part-size.ts'

test('parts grow on a quick line and shrink on a slow one, within what the server takes', () => {
  const after = (milliseconds: number) =>
    Array.from({ length: 20 }).reduce<number>((bytes) => nextPart(bytes, milliseconds), firstPart)
  assert.equal(after(50), fileLimits.partBytes)
  assert.equal(after(9000), fileLimits.leastPartBytes)
  assert.equal(after(2000), firstPart)
})
