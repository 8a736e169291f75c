import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailName } from './mail-name.ts'

test('ordinary names stay as they are', () => {
  for (const name of ['Anna', 'Zoë O’Brien-Müller', 'J. R. Smith', '山田 太郎', 'Anna 🐝', "D'Angelo Jr."]) {
    assert.equal(mailName(name), name.normalize('NFKC'))
  }
})

// ASVS 1.3.3
test('line breaks, control characters, bidi overrides and zero width go', () => {
  assert.equal(mailName('Anna\r\nBcc: x\u0000\u0007'), 'Anna Bcc: x')
  assert.equal(mailName('A\u202Ennа\u2066\u200B\uFEFF\u200D'), 'Annа')
  assert.equal(mailName('a\u2028b\u2029c'), 'a b c')
})

// ASVS 1.3.5
test('whatever a mail program could turn into a link goes', () => {
  const links = [
    'https://evil.example/x',
    'evil.com',
    'EVIL.COM',
    'www.evil',
    'a@evil.com',
    'evil.com/path',
    'javascript://x',
    'ｅｖｉｌ．ｃｏｍ',
    'evil。com',
    'ev\u200Bil.c\u200Bom',
    'münchen.de',
    '//evil',
    'evil.com:80',
    '1.2.3.44'
  ]
  for (const link of links) assert.equal(mailName(`Your prize ${link} waits`), 'Your prize waits', link)
})

test('a name of which nothing is left is none, and a long one ends after 64 characters', () => {
  assert.equal(mailName('\u200B\u202E https://evil.com'), undefined)
  assert.equal(mailName('🐝'.repeat(80)), '🐝'.repeat(64))
})
