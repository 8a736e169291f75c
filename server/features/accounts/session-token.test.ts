import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSessionToken, mintSessionToken } from './session-token.ts'

// ASVS 7.2.3
test('a token has the prefix, 43 characters of randomness and 6 of checksum', () => {
  const token = mintSessionToken().reveal()

  assert.match(token, /^hds_[\w-]{43}[\w-]{6}$/)
  assert.equal(isSessionToken(token), true)
  assert.notEqual(mintSessionToken().reveal(), token)
})

// ASVS 7.2.1
test('a token with any one character changed is told from a token without the database', () => {
  const token = mintSessionToken().reveal()
  for (let index = 0; index < token.length; index += 1) {
    const other = token[index] === 'A' ? 'B' : 'A'
    assert.equal(isSessionToken(token.slice(0, index) + other + token.slice(index + 1)), false, `character ${index}`)
  }
})

test('anything else is no token', () => {
  const token = mintSessionToken().reveal()
  for (const text of [
    '',
    'hds_',
    token.slice(0, -1),
    `${token}A`,
    ` ${token}`,
    `${token}\n`,
    token.replace('hds_', 'hdx_')
  ]) {
    assert.equal(isSessionToken(text), false, JSON.stringify(text))
  }
})

test('a token does not show itself', () => {
  assert.equal(JSON.stringify({ token: mintSessionToken() }), '{"token":"[secret]"}')
})
