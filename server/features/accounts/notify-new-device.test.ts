import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { account, newPerson } from './testing-account.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0'

async function signInFrom(app: TestApp, remoteAddress: string, userAgent: string): Promise<void> {
  const { email, password } = newPerson()
  const response = await app.inject({
    method: 'POST',
    url: accounts.signIn.path,
    remoteAddress,
    headers: { 'user-agent': userAgent, 'content-type': 'application/json' },
    payload: JSON.stringify({ email, password, transport: 'bearer' })
  })
  assert.equal(response.statusCode, 201)
  await app.runJobs()
}

const told = (app: TestApp) => app.mail.sent.filter(({ subject }) => /new device|neuen Gerät/.test(subject))

// ASVS 6.3.5
test('a sign-in from a device or a country not seen before is told by mail, once; the first one ever is not', async (t) => {
  const app = await testApp(t)
  await account(app)
  assert.equal(told(app).length, 0)

  await signInFrom(app, '91.65.1.1', firefox)
  await signInFrom(app, '91.65.1.2', firefox)
  assert.equal(told(app).length, 1)
  assert.ok(told(app)[0]?.body.includes('Firefox on Windows, Germany, 10 Mar 2026, 13:00'), JSON.stringify(told(app)))
  await signInFrom(app, '8.8.8.8', firefox)
  assert.equal(told(app).length, 2)
  app.clock.advance({ hours: 401 * 24 })
  await app.db.insertInto('outbox').values({ name: 'accounts.sweep-security', payload: '{}' }).execute()
  await app.runJobs()
  await signInFrom(app, '127.0.0.1', 'test')
  assert.deepEqual((await app.db.selectFrom('seen_devices').selectAll().execute()).length, 1)
})

test('who speaks German is told in German', async (t) => {
  const app = await testApp(t)
  await account(app, { language: 'de' })
  await signInFrom(app, '91.65.1.1', firefox)
  assert.ok(
    told(app)[0]?.body.includes('Firefox auf Windows, Deutschland, 10.03.2026, 13:00'),
    JSON.stringify(told(app))
  )
})
