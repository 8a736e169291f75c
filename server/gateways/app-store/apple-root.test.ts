import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { appleRoot } from './apple-root.ts'

test('the pinned root is Apple Root CA – G3, as Apple publishes its fingerprint', () => {
  const { fingerprint256, subject, ca } = new X509Certificate(appleRoot)
  assert.equal(
    fingerprint256.replaceAll(':', '').toLowerCase(),
    '63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179'
  )
  assert.match(subject, /CN=Apple Root CA - G3\b/)
  assert.ok(ca)
})
