import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { seededRandom } from '#server/demo/seeded-random.ts'
import { compiledList, compileList, listedPasswords } from '#test/common-passwords.ts'
import { passwordWeakness } from '../password-rules.ts'
import { isCommonPassword } from './common-passwords.ts'

const known = { isCommon: isCommonPassword, personal: [] }
const listed = listedPasswords()
const without = listed ? false : 'npm ci --omit=dev leaves the list out'
const longEnough = (listed ?? []).filter((password) => Array.from(password.normalize('NFC')).length >= 10)

test('the compiled list is the one that its source makes', { skip: without }, () => {
  assert.ok(compileList(listed ?? []).equals(readFileSync(compiledList)), 'run: npm run common-passwords')
})

// ASVS 6.2.4, 6.2.12
test(
  'every listed password that is long enough is refused, the three thousand commonest included',
  { skip: without },
  () => {
    assert.equal(longEnough.length, 113_361)
    assert.deepEqual(
      longEnough.filter((password) => passwordWeakness(password, known) === undefined),
      []
    )
  }
)

test(
  'ten thousand of them are refused in capitals, with look-alikes, and with a year and a sign behind',
  { skip: without },
  () => {
    const random = seededRandom(20_260_310)
    const worded = longEnough.filter((password) => /^[a-z].*[a-z]$/i.test(password)) // their own digits would stand before the year
    const sample = Array.from({ length: 10_000 }, () => worded[Math.floor(random() * worded.length)] ?? '')
    const ways = [
      (text: string) => text.toUpperCase(),
      (text: string) => text.replaceAll('e', '3'),
      (text: string) => `${text}2026!`
    ]
    for (const way of ways)
      assert.deepEqual(
        sample.map(way).filter((password) => passwordWeakness(password, known) === undefined),
        []
      )
  }
)

test('phrases of four words are accepted, whatever the words are', { skip: without }, () => {
  const words = (listed ?? []).slice(0, 20_000).filter((word) => /^[a-z]{4,8}$/.test(word))
  const random = seededRandom(20_260_311)
  const word = () => words[Math.floor(random() * words.length)] ?? ''
  const phrases = Array.from({ length: 5000 }, () => [word(), word(), word(), word()].join(' '))
  assert.deepEqual(
    phrases.filter((phrase) => passwordWeakness(phrase, known) !== undefined),
    []
  )
})
