import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret } from '#server/platform/secret.ts'
import { codeDigest, linkDigest, mintCode, mintLinkToken } from './mailed-secrets.ts'

const key = new Secret('a key for tests only, long enough for the rule')
const [anna, ben] = ['0198a000-0000-7000-8000-000000000001', '0198a000-0000-7000-8000-000000000002'] as const

test('codes are eight digits, leading zeros included, and tokens what the contract accepts', () => {
  for (let count = 0; count < 200; count += 1) assert.match(mintCode(), /^\d{8}$/)
  assert.match(mintLinkToken(), /^[\w-]{43}$/)
  assert.notEqual(mintLinkToken(), mintLinkToken())
})

test('a digest depends on the key, the kind and, for a code, on whose it is', () => {
  const digests = [
    codeDigest(key, anna, '01234567'),
    codeDigest(key, ben, '01234567'),
    codeDigest(key, anna, '01234568'),
    codeDigest(new Secret('another key, which is long enough as well'), anna, '01234567'),
    linkDigest(key, `${anna}:01234567`)
  ]

  assert.equal(new Set(digests.map((digest) => digest.toString('hex'))).size, 5)
  for (const digest of digests) assert.equal(digest.length, 32)
  assert.deepEqual(codeDigest(key, anna, '01234567'), digests[0])
})
