import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Type from 'typebox'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { newId } from './ids.ts'
import { keyringOf } from './keyring.ts'
import { Secret } from './secret.ts'

const keyring = keyringOf(new Secret('a key for cursors, long enough for the rule'))
const actor = {
  kind: 'user',
  userId: newId(),
  sessionId: newId(),
  verified: true,
  authenticatedAt: Temporal.Instant.from('2026-03-10T12:00:00Z')
} as const
const reader = { actor, keyring }
const schema = Type.Tuple([Type.String(), Type.Integer()])

test('a cursor gives back what it was made of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, number) => {
      const cursor = encodeCursor(reader, 'list', [text, number])
      assert.deepEqual(decodeCursor(reader, 'list', { cursor, schema }), [text, number])
    })
  )
})

test('a cursor is good for its reader and its list only', () => {
  const cursor = encodeCursor(reader, 'list of a', ['x', 1])
  const refused = { code: 'invalid_cursor' }
  assert.throws(() => decodeCursor(reader, 'list of b', { cursor, schema }), refused)
  const other = { keyring, actor: { ...actor, userId: newId() } }
  assert.throws(() => decodeCursor(other, 'list of a', { cursor, schema }), refused)
})

// ASVS 2.2.1
test('anything else is refused, whatever it is: also what is signed but of another shape', () => {
  const refused = (cursor: string) =>
    assert.throws(() => decodeCursor(reader, 'list', { cursor, schema }), { code: 'invalid_cursor' }, cursor)
  const good = encodeCursor(reader, 'list', ['x', 1])
  for (const values of [[1, 'x'], ['x'], ['x', 1, 2]]) refused(encodeCursor(reader, 'list', values))
  for (const cursor of ['', '!', 'eyJhIjoxfQ', `${good}x`, good.replace(/\w(?=\w*$)/, 'é')]) refused(cursor)
  fc.assert(fc.property(fc.string(), refused))
})
