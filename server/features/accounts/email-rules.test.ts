import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { Email } from '#contract/accounts.ts'
import { canonicalEmail } from './rules.ts'

function isAccepted(email: string): boolean {
  try {
    return Check(Email, email) && canonicalEmail(email) !== ''
  } catch {
    return false
  }
}

// ASVS 1.3.11, 2.2.1
test('one mailbox is accepted, and nothing that a mail server could read as another or as more than one', () => {
  for (const email of [
    'anna@example.org',
    'Anna.Muster+home@Sub.Example.org',
    "o'brien_{x}~/=?^`|@example.co",
    `${'a'.repeat(64)}@example.org`,
    'anna@xn--mnchen-3ya.de',
    'anna@1-2.example.org'
  ])
    assert.ok(isAccepted(email), email)
  for (const email of [
    'anna',
    '@example.org',
    'anna@',
    'anna@example',
    'anna@@example.org',
    'anna@ben@example.org',
    '.anna@example.org',
    'anna.@example.org',
    'an..na@example.org',
    '"anna b"@example.org',
    'anna b@example.org',
    'anna@example.org ',
    'anna@example.org\r\nBcc: x@y.z',
    'anna@example.org,ben@example.org',
    'Anna <anna@example.org>',
    'anna(x)@example.org',
    'anna@-example.org',
    'anna@example-.org',
    'anna@example..org',
    'anna@example.org.',
    'anna@[127.0.0.1]',
    'anna@127.0.0.1',
    'anna@exa_mple.org',
    'änna@example.org',
    'anna@münchen.de',
    'anna@ｅｘample.org',
    'anna@example\u3002org',
    `${'a'.repeat(65)}@example.org`,
    `anna@${'a'.repeat(64)}.org`,
    `anna@${'a.'.repeat(130)}org`
  ])
    assert.ok(!isAccepted(email), email)
  assert.equal(canonicalEmail('Anna@EXAMPLE.org'), 'anna@example.org')
})
