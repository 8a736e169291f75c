import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeText, mintCode, mintLinkToken } from './mailed-secrets.ts'

// ASVS 6.5.3, 6.5.4, 11.5.1
test('codes are eight digits, leading zeros included, and tokens what the contract accepts', () => {
  for (let count = 0; count < 200; count += 1) assert.match(mintCode(), /^\d{8}$/)
  assert.match(mintLinkToken(), /^[\w-]{43}$/)
  assert.notEqual(mintLinkToken(), mintLinkToken())
})

test('the same code of two people is kept as two different things', () => {
  assert.notEqual(codeText('anna', '01234567'), codeText('ben', '01234567'))
})
