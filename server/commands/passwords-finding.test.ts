import assert from 'node:assert/strict'
import { test } from 'node:test'
import { argon2Hasher, createPasswords, parameters } from '../features/accounts/passwords.ts'
import { passwordsFinding } from './passwords-finding.ts'

test('doctor says what a check costs, and finds a check for nobody that is cheaper than a real one', async () => {
  const cheaper = createPasswords({ hasher: argon2Hasher({ ...parameters, passes: 3 }) })

  const { message, hint } = await passwordsFinding(createPasswords())
  assert.match(message, /^one check takes \d+ ms$/)
  assert.equal(hint, undefined)
  assert.match((await passwordsFinding(cheaper)).hint ?? '', /who has an account/)
})
