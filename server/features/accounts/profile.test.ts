import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/accounts.ts'
import { testApp } from '#test/harness.ts'
import { account, auditedEvents } from './testing-account.ts'

test('the profile is changed where it is given, and stays elsewhere', async (t) => {
  const app = await testApp(t)
  const { caller, signedIn } = await account(app)

  const changed = await caller.call(api.updateMe, {
    body: { timeZone: 'America/New_York', language: 'de', dueSoonDays: 14 }
  })
  const renamed = await caller.call(api.updateMe, { body: { displayName: ' Anna Muster ' } })

  assert.deepEqual(changed, { ...signedIn.me, timeZone: 'America/New_York', language: 'de', dueSoonDays: 14 })
  assert.deepEqual(renamed, { ...changed, displayName: 'Anna Muster' })
  assert.deepEqual(await caller.call(api.getMe), renamed)
  assert.equal((await auditedEvents(app)).filter((event) => event === 'profile.changed').length, 2)
})

test('an unknown time zone, an invisible name and an empty change are refused', async (t) => {
  const app = await testApp(t)
  const { caller, signedIn } = await account(app)
  const refusals = [
    [{ timeZone: 'Europe/Atlantis' }, 'time_zone_unknown'],
    [{ displayName: '\u2060 \u200B' }, 'invalid_input'],
    [{ dueSoonDays: 0 }, 'invalid_input'],
    [{}, 'invalid_input'],
    [{ email: 'other@example.org' } as object, 'invalid_input']
  ] as const

  for (const [body, code] of refusals) assert.equal((await caller.problem(api.updateMe, { body })).code, code)

  assert.deepEqual(await caller.call(api.getMe), signedIn.me)
})

// ASVS 8.3.1
test('nobody sees or changes a profile without a session', async (t) => {
  const app = await testApp(t)

  assert.equal((await app.anonymous.problem(api.getMe)).code, 'not_signed_in')
  assert.equal((await app.anonymous.problem(api.updateMe, { body: { language: 'de' } })).code, 'not_signed_in')
})
