import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Secret } from '#server/platform/secret.ts'
import { makeRedactor } from './redactor.ts'

/** How a value gets into texts, and what remains of it must not be read back from any. */
const spellings: Record<string, (value: string) => string> = {
  'as it is': (value) => value,
  'in JSON': (value) => JSON.stringify({ value }),
  'in a URL': (value) => encodeURIComponent(value),
  'in a form': (value) => new URLSearchParams({ value }).toString(),
  'in hexadecimal': (value) => Buffer.from(value).toString('hex'),
  'in base64': (value) => Buffer.from(value).toString('base64'),
  'in base64url': (value) => Buffer.from(value).toString('base64url'),
  'in Basic authentication': (value) => Buffer.from(`ops:${value}`).toString('base64'),
  'in base64 of something longer': (value) => Buffer.from(`u:${value}@host`).toString('base64')
}

// Of the letters of tokens, with what base64, URLs and JSON treat specially.
const token = fc.string({
  unit: fc.constantFrom(...Array.from('abcXYZ0189+/=-_. ~"\\%&?ü€')),
  minLength: 16,
  maxLength: 80
})

for (const [how, spell] of Object.entries(spellings)) {
  test(`a value is found and taken out when it is written ${how}`, () => {
    fc.assert(
      fc.property(token, (value) => {
        const redactor = makeRedactor()
        redactor.know(new Secret(value))
        const text = `before ${spell(value)} after`
        assert.ok(redactor.finds(text), text)
        const clean = redactor.redact(text)
        assert.equal(redactor.finds(clean), false)
        assert.match(clean, /^before .*\[secret\].* after$/s)
      })
    )
  })
}

test('a key of several lines is found line by line', () => {
  const line = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg'
  const redactor = makeRedactor()
  redactor.know(new Secret(`-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`))
  assert.equal(redactor.redact(`read ${line}.`), 'read [secret].')
})

test('a password is found outside of the JSON that it was kept in', () => {
  const redactor = makeRedactor()
  redactor.know(
    new Secret(JSON.stringify({ user: 'honeydue_a', password: 'kd93-kdu3-99sk-ehd2', ring: [{ k: 'k'.repeat(32) }] }))
  )
  assert.equal(redactor.redact(`honeydue_a: kd93-kdu3-99sk-ehd2, ${'k'.repeat(32)}`), 'honeydue_a: [secret], [secret]')
})

test('ordinary text stays as it is', () => {
  const redactor = makeRedactor()
  redactor.know(new Secret('0123456789abcdef'))
  redactor.know(new Secret('abc'))
  assert.equal(redactor.redact('abc is no secret'), 'abc is no secret')
  assert.equal(redactor.finds(''), false)
})
