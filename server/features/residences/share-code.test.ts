import assert from 'node:assert/strict'
import test from 'node:test'
import { newShareCode, normalizeShareCode, shareCodeHours } from './share-code.ts'

test('a code is ten characters of Crockford base32', () => {
  for (let round = 0; round < 500; round++) assert.match(newShareCode(), /^[0-9A-HJKMNP-TV-Z]{10}$/)
})

// ASVS 6.5.4
test('every place of a code takes every character, so that it holds 50 random bits', () => {
  const seen = Array.from({ length: 10 }, () => new Set<string>())
  for (let round = 0; round < 2000; round++) {
    for (const [place, character] of Array.from(newShareCode()).entries()) seen[place]?.add(character)
  }
  // The odds that one of 320 pairs is missing after 2 000 codes are 320 × (31/32)^2000 < 10^-24.
  assert.deepEqual(
    seen.map((characters) => characters.size),
    Array.from({ length: 10 }, () => 32)
  )
})

test('no two of ten thousand codes are the same', () => {
  assert.equal(new Set(Array.from({ length: 10_000 }, newShareCode)).size, 10_000)
})

const typed: [what: string, input: string, code: string][] = [
  ['as it is', '0123456789', '0123456789'],
  ['in lower case', 'abcdefghjk', 'ABCDEFGHJK'],
  ['with hyphens and spaces', ' ABCDE-FGH JK\t', 'ABCDEFGHJK'],
  ['with the letter O for zero', 'OoAAAAAAAA', '00AAAAAAAA'],
  ['with I and L for one', 'IiLlAAAAAA', '1111AAAAAA']
]
for (const [what, input, code] of typed) {
  test(`a code typed ${what} is read as it was given out`, () => {
    assert.equal(normalizeShareCode(input), code)
  })
}

test('every code is its own normal form', () => {
  for (let round = 0; round < 500; round++) {
    const code = newShareCode()
    assert.equal(normalizeShareCode(code), code)
  }
})

// ASVS 6.5.4
test('a thousand misses an hour for the whole life of a thousand codes find one less than once in a million times', () => {
  const chance = (1000 * shareCodeHours * 1000) / 32 ** newShareCode().length
  assert.ok(chance < 1e-6, String(chance))
})
