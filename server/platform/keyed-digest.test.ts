import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyedDigest } from './keyed-digest.ts'
import { Secret } from './secret.ts'

test('a digest depends on the key, the purpose and the text', () => {
  const digests = [
    keyedDigest(new Secret('one'), 'share-code')('a'),
    keyedDigest(new Secret('two'), 'share-code')('a'),
    keyedDigest(new Secret('one'), 'mailed-code')('a'),
    keyedDigest(new Secret('one'), 'share-code')('b')
  ].map((digest) => digest.toString('hex'))
  assert.equal(new Set(digests).size, 4)
  assert.equal(keyedDigest(new Secret('one'), 'share-code')('a').toString('hex'), digests[0])
})
