import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#server/platform/errors.ts'
import { acceptedPassword, passwordWeakness, skeleton, type Known } from './password-rules.ts'

const knowingNothing: Known = { isCommon: () => false, personal: [] }

function weaknessKnowing(personal: readonly string[], common: readonly string[] = []) {
  const bones = new Set(common.map(skeleton))
  return (password: string) => passwordWeakness(password, { isCommon: (text) => bones.has(text), personal })
}

// ASVS 6.2.1, 6.2.9
test('length is counted in code points of the NFC form', () => {
  const weakness = (password: string) => passwordWeakness(password, knowingNothing)
  assert.equal(weakness('tulpen 89'), 'too_short')
  assert.equal(weakness('tulpen 890'), undefined)
  assert.equal(weakness('🌷🏡🧰🪛🔑🕯🛋🚿🧹'), 'too_short')
  assert.equal(weakness('🌷🏡🧰🪛🔑🕯🛋🚿🧹🪴'), undefined)
  assert.equal(weakness('u\u0308o\u0308a\u0308e\u0301e\u0300'), 'too_short', 'five letters in ten code points')
  const long = Array.from({ length: 64 }, (_, index) => `w${index * 37}`).join('-')
  assert.equal(weakness(long.slice(0, 64)), undefined)
  assert.equal(weakness(long.slice(0, 255) + '🌷'), undefined)
  assert.equal(weakness(long.slice(0, 257)), 'too_long')
})

// ASVS 6.2.5
test('no kind of character is asked for', () => {
  for (const password of ['only small letters', 'ONLY LARGE LETTERS', '🌷🏡🧰🪛🔑🕯🛋🚿🧹🪴', '83 74 19 52 60 27'])
    assert.equal(passwordWeakness(password, knowingNothing), undefined, password)
})

test('one character or a short group over and over is refused', () => {
  for (const password of [
    'aaaaaaaaaa',
    '🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝',
    '1212121212',
    'AbcaBcabcAbc',
    'x9y8x9y8x9y8',
    'ab ab ab ab'
  ]) {
    assert.equal(passwordWeakness(password, knowingNothing), 'repetitive', password)
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
    assert.equal(passwordWeakness(password, knowingNothing), 'sequence', password)
  }
  assert.equal(passwordWeakness('abcdefghij7', knowingNothing), undefined)
})

test('a common password is refused however it is written, and with what adds nothing to it', () => {
  const weakness = weaknessKnowing([], ['sunflower', 'Sesame', '20191224'])
  for (const password of [
    'sunflower1',
    'SunFlower!?#',
    '12-sunflower',
    'ｓｕｎｆｌｏｗｅｒ１',
    '5unf1ow3r!!',
    'sun flower 77',
    'sunflower123456789',
    'sunflower77777777',
    'sunflower 2019 12 24',
    'sunflowerSunflower',
    'sesamesesamesesame'
  ]) {
    assert.equal(weakness(password), 'common', password)
  }
})

test('more words, or digits that nobody would guess, do add something', () => {
  const weakness = weaknessKnowing([], ['sunflower', 'sesame'])
  for (const password of ['sunflower sesame', 'my sunflower', 'sunflower 8274019355', 'sesame street lamp'])
    assert.equal(weakness(password), undefined, password)
})

// ASVS 6.1.2, 6.2.11
test('the address, its domain, the name, the homes and the product are no password, nor backwards or with look-alikes', () => {
  const weakness = weaknessKnowing(
    ['honeydue', 'anna.muster', 'example.org', 'Änne Bo Schmidt', 'Haus am See'],
    ['geheimnisse']
  )
  for (const password of [
    'anna.muster2026!',
    'mein Anna.Muster 77',
    'A\u0308nne im Bad',
    'my HoneyDue login',
    'honeydue 2026',
    'H0neyDue!!',
    'eudyenoh2026',
    'tdimhcs rettelbo',
    'schmidtmuster',
    'example org 42',
    'hausamsee2026',
    'annageheimnisse'
  ]) {
    assert.equal(weakness(password), 'personal', password)
  }
})

test('such a word within a password that is good without it is no fault', () => {
  const weakness = weaknessKnowing(['anna.muster', 'Haus', 'Bo'])
  for (const password of ['bo und die 7 Tulpen', 'ein haus voll roter Tulpen', 'anna giesst sieben Tulpen'])
    assert.equal(weakness(password), undefined, password)
})

// ASVS 6.2.8
test('what is accepted comes back in NFC, so that two keyboards make one password, and with every space', () => {
  assert.equal(acceptedPassword(' Gru\u0308ne Tu\u0308r 7 ', knowingNothing, '/password'), ' Gr\u00fcne T\u00fcr 7 ')
})

test('the refusal names the field that the route has', () => {
  assert.throws(
    () => acceptedPassword('abcdefghij', knowingNothing, '/newPassword'),
    (error) =>
      error instanceof AppError && error.fields[0]?.path === '/newPassword' && error.fields[0].reason === 'sequence'
  )
})
