import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordStrength } from './password-strength.ts'

test('phrases are good, what everybody types is weak, and nothing under ten characters is either', () => {
  for (const password of ['sieben rote Tulpen', 'kitchen lamp violet otter', '🌷🏡🧰🪛🔑🕯🛋🚿🧹🪴', 'xK4#mQ9!vT2z'])
    assert.equal(passwordStrength(password), 'good', password)
  for (const password of [
    'password123',
    'Passwort2026!',
    '1234567890',
    'aaaaaaaaaaaaaaaaaaaa',
    'qwertyuiop',
    'abcabcabcabc',
    'Basketball Basketball'
  ])
    assert.equal(passwordStrength(password), 'weak', password)
  assert.equal(passwordStrength('tulpen 890'), 'weak')
  assert.equal(passwordStrength('Tulpen am See 8'), 'fair')
  for (const password of ['', 'xK4#mQ9!v', '🌷🏡🧰🪛🔑🕯🛋🚿🧹'])
    assert.equal(passwordStrength(password), 'short', password)
})

test('what others know adds nothing', () => {
  assert.equal(passwordStrength('anna muster berlin', ['anna.muster@example.org', 'Anna Muster']), 'weak')
})
