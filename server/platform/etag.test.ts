import assert from 'node:assert/strict'
import { test } from 'node:test'
import { etagOf, matches } from './etag.ts'

test('a tag changes with each of its parts, and parts do not run together', () => {
  const tags = [etagOf('a', 1), etagOf('a', 2), etagOf('b', 1), etagOf('a1'), etagOf('a', '1'), etagOf('a', null)]
  assert.equal(new Set(tags).size, tags.length)
  assert.equal(etagOf('a', 1), etagOf('a', 1))
})

test('a header names a tag alone, in a list, weakly, or with a star', () => {
  for (const header of ['"x"', '"y", "x"', 'W/"x"', '*']) assert.ok(matches(header, '"x"'), header)
  for (const header of ['"y"', 'x', '', '"xx"']) assert.ok(!matches(header, '"x"'), header)
})
