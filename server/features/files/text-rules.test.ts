import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageOf } from './text-rules.ts'

test('a text is in the language whose small words it has, and in neither when that does not show', () => {
  assert.equal(languageOf('The warranty of the boiler is valid for two years.'), 'en')
  assert.equal(languageOf('Die Garantie für die Heizung gilt nicht für Verschleißteile und ist begrenzt.'), 'de')
  for (const text of ['', 'Invoice 77', 'La garantie est valable deux ans.', 'the und of der'])
    assert.equal(languageOf(text), null, text)
})
