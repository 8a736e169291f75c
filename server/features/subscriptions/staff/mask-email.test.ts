import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maskEmail } from './mask-email.ts'

test('of an address the first letter of each half and the last label stay', () => {
  assert.equal(maskEmail('anna@example.org'), 'a•••@e•••.org')
  assert.equal(maskEmail('a@b.co.uk'), 'a•••@b•••.uk')
})

test('a mask is as long for every address of a country', () => {
  const part = fc.stringMatching(/^[a-z]{1,20}$/)
  fc.assert(fc.property(part, part, (name, host) => maskEmail(`${name}@${host}.org`).length === 'a•••@e•••.org'.length))
})
