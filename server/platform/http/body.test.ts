import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseBody } from './body.ts'
import { limits } from './limits.ts'

const parse = (text: string) => parseBody(Buffer.from(text))
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const array = (items: number) => JSON.stringify(Array.from({ length: items }, () => 0))
const object = (keys: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, at) => [`k${at}`, 0])))

const refused: Record<string, string | Buffer> = {
  'one level too deep': nested(limits.jsonDepth + 1),
  'one item too many': `{"a":[${array(limits.jsonItems + 1)}]}`,
  'one key too many': `[${object(limits.jsonKeys + 1)}]`,
  'a key that reaches the prototype': '{"a":{"__proto__":1}}',
  'a key that reaches it written with escapes': String.raw`{"\u005f_proto__":1}`,
  'a key that reaches the constructor': '[{"constructor":{"prototype":{"admin":true}}}]',
  'the key prototype': '{"prototype":1}',
  'a key twice': '{"role":"viewer","role":"owner"}',
  'a key twice, once with an escape': String.raw`{"role":"viewer","r\u006fle":"owner"}`,
  'a key twice, deep in an array': '{"a":[{"b":1,"c":":","b":2}]}',
  'a key twice among values full of quotes and colons': String.raw`{"a":"\":\\","a":"{\"x\":1}"}`,
  'a byte order mark': Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
  'UTF-16': Buffer.from('{}', 'utf16le'),
  'an overlong encoding': Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
  'a surrogate in UTF-8': Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
  'a lone surrogate by escape': String.raw`["\ud800"]`,
  'NUL by escape': String.raw`["\u0000"]`,
  'a comment': '{"a":1}//',
  'a trailing comma': '{"a":1,}',
  'two values': '{}{}',
  NaN: '[NaN]',
  'single quotes': "{'a':1}"
}
// ASVS 1.5.2, 1.5.3, 15.3.6
for (const [name, text] of Object.entries(refused)) {
  test(`a body with ${name} is no JSON that we take`, () => {
    assert.throws(() => parseBody(Buffer.from(text)), { code: 'invalid_json' })
  })
}

test('what is exactly at a limit is taken', () => {
  for (const text of [nested(limits.jsonDepth), array(limits.jsonItems), object(limits.jsonKeys)])
    assert.deepEqual(parse(text), JSON.parse(text))
})

test('any JSON without what is refused is read as JSON.parse reads it', () => {
  const plain = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' })
  fc.assert(
    fc.property(plain, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      fc.pre(!/__proto__|"constructor"|"prototype"|\\u0000/.test(text))
      assert.deepEqual(parse(text), JSON.parse(text))
    })
  )
})
