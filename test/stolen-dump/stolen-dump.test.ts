import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tryStolenDump } from './stolen-dump.ts'
import { placesOf, stringsOf } from './strings.ts'

// ASVS 6.5.2, 14.2.4
test('a copy of the database, taken at any moment, opens nothing: every string of it is tried at every door', async (t) => {
  const { opened, written, stuck, strings } = await tryStolenDump(t)
  assert.deepEqual({ opened, written, stuck }, { opened: [], written: [], stuck: [] })
  assert.ok(strings > 1000, `${strings}`)
})

test('however a secret is packed it is found: in JSON, in a link, as bytes in each spelling, as a number', () => {
  const secret = 'kX3-9fT_secret-of-43-characters-0123456789A'
  const bytes = Buffer.from(secret)
  const link = `Open https://home.example/reset#token=${secret} soon.`
  const packed = {
    plain: secret,
    'JSON in text': JSON.stringify({ mails: [{ body: [link] }] }),
    bytea: `\\x${bytes.toString('hex')}`,
    hexadecimal: bytes.toString('hex'),
    Base64: bytes.toString('base64'),
    'JSON in Base64': Buffer.from(JSON.stringify([secret])).toString('base64url')
  }
  for (const [how, value] of Object.entries(packed)) {
    const rows = [{ table: 'jobs', text: `(1,${value})`, row: { payload: { value } } }]
    assert.ok(stringsOf(rows).has(secret), how)
    if (!how.startsWith('JSON in B')) assert.deepEqual(placesOf(secret, rows), ['jobs'], how)
  }
  assert.ok(stringsOf([{ table: 'jobs', text: '', row: { code: 1234567 } }]).has('01234567'))
})
