import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#server/platform/errors.ts'
import { acceptedPassword, passwordWeakness } from './password-rules.ts'

const nobody: readonly string[] = []

test('length is counted in code points of the NFC form', () => {
  assert.equal(passwordWeakness('tulpen 89', nobody), 'too_short')
  assert.equal(passwordWeakness('tulpen 890', nobody), undefined)
  assert.equal(passwordWeakness('🌷🏡🧰🪛🔑🕯🛋🚿🧹', nobody), 'too_short')
  assert.equal(passwordWeakness('🌷🏡🧰🪛🔑🕯🛋🚿🧹🪴', nobody), undefined)
  assert.equal(
    passwordWeakness('u\u0308o\u0308a\u0308e\u0301e\u0300', nobody),
    'too_short',
    'five letters in ten code points'
  )
  const long = Array.from({ length: 64 }, (_, index) => `w${index * 37}`).join('-')
  assert.equal(passwordWeakness(long.slice(0, 255) + '🌷', nobody), undefined)
  assert.equal(passwordWeakness(long.slice(0, 257), nobody), 'too_long')
})

test('one character or a short group over and over is refused', () => {
  for (const password of ['aaaaaaaaaa', '🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝', '1212121212', 'AbcaBcabcAbc', 'x9y8x9y8x9y8']) {
    assert.equal(passwordWeakness(password, nobody), 'repetitive', password)
  }
})

test('a run along the alphabet, the digits or the keyboard is refused in both directions', () => {
  for (const password of [
    'abcdefghij',
    'ZYXWVUTSRQ',
    '1234567890',
    '5678901234',
    '0987654321',
    'qwertyuiop',
    'poiuztrewq',
    '1q2w3e4r5t'
  ]) {
    assert.equal(passwordWeakness(password, nobody), 'sequence', password)
  }
  assert.equal(passwordWeakness('abcdefghij7', nobody), undefined)
})

test("everybody's first guesses are refused, however they are written", () => {
  for (const password of [
    'password123',
    'PassWord123',
    'Passwort1234',
    'ｐａｓｓｗｏｒｄ１２３',
    'Correct Horse Battery Staple'
  ]) {
    assert.equal(passwordWeakness(password, nobody), 'common', password)
  }
})

test('the address, the name and the product must not stand in it', () => {
  const anna = { email: 'anna.muster@example.org', displayName: 'Änne Bo Muster' }
  const reasonOf = (password: string) => {
    try {
      return acceptedPassword(password, anna)
    } catch (error) {
      assert.ok(error instanceof AppError && error.code === 'password_too_weak')
      return error.fields
    }
  }
  const refused = [{ in: 'body', path: '/password', reason: 'personal' }]

  assert.deepEqual(reasonOf('mein Anna.Muster 77'), refused)
  assert.deepEqual(reasonOf('annas Geheimnis'), refused)
  assert.deepEqual(reasonOf('A\u0308nne im Garten'), refused)
  assert.deepEqual(reasonOf('my HoneyDue login'), refused)
  assert.equal(
    reasonOf('bo und die sieben Tulpen'),
    'bo und die sieben Tulpen',
    'three letters and fewer may happen by chance'
  )
})

test('what is accepted comes back in NFC, so that two keyboards make one password', () => {
  const anna = { email: 'anna@example.org', displayName: 'Anna' }
  assert.equal(acceptedPassword('Gru\u0308ne Tu\u0308r 7', anna), 'Gr\u00fcne T\u00fcr 7')
})

test('the refusal names the field that the route has', () => {
  const anna = { email: 'anna@example.org', displayName: 'Anna' }
  assert.throws(
    () => acceptedPassword('password123', anna, '/newPassword'),
    (error) =>
      error instanceof AppError && error.fields[0]?.path === '/newPassword' && error.fields[0].reason === 'common'
  )
})
