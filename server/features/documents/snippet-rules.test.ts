import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hitEnd, hitStart, snippetOf } from './snippet-rules.ts'

test('what was looked for stands apart, and the parts together are the text', () => {
  const hit = (text: string) => `${hitStart}${text}${hitEnd}`
  assert.deepEqual(snippetOf(`the ${hit('boiler')} and ${hit('<b>')}`), [
    { text: 'the ', isHit: false },
    { text: 'boiler', isHit: true },
    { text: ' and ', isHit: false },
    { text: '<b>', isHit: true }
  ])
  const word = fc.string({ unit: 'grapheme', minLength: 1 })
  fc.assert(
    fc.property(fc.array(fc.record({ text: word, isHit: fc.boolean() })), (parts) => {
      const headline = parts.map(({ text, isHit }) => (isHit ? hit(text) : text)).join('')
      const found = snippetOf(headline)
      assert.equal(found.map(({ text }) => text).join(''), parts.map(({ text }) => text).join(''))
      const hits = (of: typeof parts) => of.filter(({ isHit }) => isHit).map(({ text }) => text)
      assert.deepEqual(hits(found), hits(parts))
    })
  )
})
