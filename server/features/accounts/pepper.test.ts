import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/accounts.ts'
import { keyringOf } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import { testApp } from '#test/harness.ts'
import { createPasswords, parameters } from './passwords.ts'
import { account, signIn } from './testing-account.ts'

const password = 'sieben rote Tulpen'

function peppers(active: string, kids: readonly string[], isOn = true) {
  const keys = kids.map((kid) => ({ kid, k: kid.repeat(20) }))
  return { pepper: { keyring: keyringOf(new Secret(JSON.stringify({ active, keys }))), isOn } }
}

test('a peppered hash names its key and is worth nothing without it', async () => {
  const stored = await createPasswords(peppers('k1', ['k1'])).hash(password)

  assert.match(stored, /^v1:k1:\$argon2id\$/)
  assert.equal(await createPasswords(peppers('k1', ['k1'])).verify(stored, password), true)
  assert.equal(await createPasswords(peppers('k1', ['k1'])).verify(stored, 'another one'), false)
  for (const other of [createPasswords(), createPasswords(peppers('k2', ['k2']))]) {
    assert.equal(await other.verify(stored, password), false)
    assert.equal(await other.verify(stored.replace(/^v1:k1:/, ''), password), false)
    assert.equal(await other.verify(stored.replace('k1', 'k2'), password), false)
  }
})

test('a key is replaced without resets: while the ring holds the old one both work, and the hash is due for a new one', async () => {
  const stored = await createPasswords(peppers('k1', ['k1'])).hash(password)
  const rotated = createPasswords(peppers('k2', ['k1', 'k2']))

  assert.equal(await rotated.verify(stored, password), true)
  assert.equal(rotated.isOutdated(stored), true)
  const renewed = await rotated.hash(password)
  assert.equal(rotated.isOutdated(renewed), false)
  assert.equal(await createPasswords(peppers('k2', ['k2'])).verify(renewed, password), true)
})

test('it is put on and taken off as people sign in', async () => {
  const plain = await createPasswords().hash(password)
  const on = createPasswords(peppers('k1', ['k1']))
  const off = createPasswords(peppers('k1', ['k1'], false))
  const salted = await on.hash(password)

  assert.deepEqual([await on.verify(plain, password), on.isOutdated(plain)], [true, true])
  assert.deepEqual([await off.verify(salted, password), off.isOutdated(salted)], [true, true])
  assert.match(await off.hash(password), /^\$argon2id\$/)
})

test('a sign-in renews the hash under the active key, and the password version stays', async (t) => {
  const app = await testApp(t, { passwords: createPasswords({ cost: parameters, ...peppers('k1', ['k1']) }) })
  await app.anonymous.problem(api.signIn, { body: { email: 'anna@example.org', password, transport: 'bearer' } })
  await account(app, { password })
  const plain = await createPasswords().hash(password)
  await app.db.updateTable('users').set({ password_hash: plain }).execute()

  await signIn(app, { password })

  const user = await app.db.selectFrom('users').select(['password_hash', 'password_version']).executeTakeFirstOrThrow()
  assert.match(user.password_hash ?? '', /^v1:k1:\$argon2id\$/)
  assert.equal(user.password_version, 1)
  await signIn(app, { password })
})
