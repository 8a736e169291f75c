import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fingerprintOf } from './fingerprint.ts'
import { Secret } from './secret.ts'

const of = (salt: string, value: string) => fingerprintOf(new Secret(salt), new Secret(value))

test('a fingerprint is what Python writes: b32encode(hmac.digest(salt, value, "sha256"))[:10].lower()', () => {
  assert.equal(of('salt', 'value'), 'vlyv2zhstz')
  assert.equal(of('', ''), 'wyjwpgqict')
  assert.equal(of('ß', 'hunter2 ☃'), '3oumdve3kh')
})

test('a fingerprint depends on the value and on the salt', () => {
  assert.equal(new Set([of('a', 'x'), of('b', 'x'), of('a', 'y')]).size, 3)
})
