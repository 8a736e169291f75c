import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dialAddress, mailAddress, siteAddress } from './contact-address.ts'

test('a number is dialled as it is meant, and what is none is not dialled', () => {
  assert.equal(dialAddress('+49 (0)30 / 123-45'), 'tel:+493012345')
  assert.equal(dialAddress('(030) 123 45 ext. 6'), 'tel:03012345')
  assert.equal(dialAddress('*21#'), 'tel:*21%23')
  assert.equal(dialAddress('ask Ben'), undefined)
  assert.equal(dialAddress('1'), undefined)
})

test('an address stays one address, whatever stands in it', () => {
  assert.equal(mailAddress('mario@rossi.example'), 'mailto:mario@rossi.example')
  assert.equal(mailAddress('a?bcc=b@c.example'), 'mailto:a%3Fbcc%3Db@c.example')
})

test('a site gets the scheme that nobody types', () => {
  assert.equal(siteAddress('rossi.example'), 'https://rossi.example')
  assert.equal(siteAddress('HTTP://rossi.example'), 'http://rossi.example')
})
