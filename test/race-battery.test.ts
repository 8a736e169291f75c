import assert from 'node:assert/strict'
import { test } from 'node:test'
import { federatedApp } from '#server/features/accounts/federation/testing-federation.ts'
import { cheapPasswords } from './cheap-passwords.ts'
import { battery, play } from './race-battery.ts'

for (const [what, prepare] of Object.entries(battery)) {
  // ASVS 2.3.2, 2.3.4
  test(`${what}: of thirty at once as many succeed as may, and nothing fails`, async (t) => {
    const app = await federatedApp(t, { passwords: cheapPasswords() })
    assert.deepEqual(await play(await prepare(app, 'anna'), 30), { doubles: 0, missing: 0, faults: 0 })
    await app.runJobs()
  })
}
