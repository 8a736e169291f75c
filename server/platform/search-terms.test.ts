import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchTerms } from './search-terms.ts'

test('the last word matches beginnings, the words before it are whole', () => {
  assert.deepEqual(searchTerms('clean gut'), { websearch: 'clean', prefix: `'gut':*` })
  assert.deepEqual(searchTerms('gut'), { websearch: '', prefix: `'gut':*` })
})

test('what ends with a space, a closed phrase or an exclusion is finished', () => {
  for (const text of ['gutter ', '"clean gutter"', 'clean -gutter', '']) {
    assert.deepEqual(searchTerms(text), { websearch: text, prefix: '' }, text)
  }
})

test('an open quote and operators stay text', () => {
  assert.deepEqual(searchTerms('"clean gut'), { websearch: '"clean', prefix: `'gut':*` })
  assert.deepEqual(searchTerms(`a':*&|!\\`), { websearch: '', prefix: `'a :*&|! ':*` })
})

test('letters with marks are searched in their composed form', () => {
  assert.deepEqual(searchTerms('Ku\u0308che'), { websearch: '', prefix: `'Küche':*` })
})
