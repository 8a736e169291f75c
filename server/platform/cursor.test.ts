import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Type from 'typebox'
import { decodeCursor, encodeCursor } from './cursor.ts'

const schema = Type.Tuple([Type.String(), Type.Integer()])

test('a cursor gives back what it was made of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, number) =>
      assert.deepEqual(decodeCursor(encodeCursor([text, number]), schema), [text, number])
    )
  )
})

test('anything else is refused, whatever it is', () => {
  for (const cursor of [
    '',
    '!',
    'eyJhIjoxfQ',
    encodeCursor([1, 'x']),
    encodeCursor(['x']),
    encodeCursor(['x', 1, 2])
  ]) {
    assert.throws(() => decodeCursor(cursor, schema), { code: 'invalid_cursor' }, cursor)
  }
  fc.assert(
    fc.property(fc.string(), (text) => assert.throws(() => decodeCursor(text, schema), { code: 'invalid_cursor' }))
  )
})
