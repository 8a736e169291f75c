import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/accounts.ts'
import { mainAction } from '#server/gateways/mail/render.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { account, mailedAction, newPerson, register } from './testing-account.ts'

test('a code works from the moment its mail is handed over', async (t) => {
  let registrationId = ''
  let status = 0
  const app: TestApp = await testApp(t, {
    mailer: {
      async send(mail) {
        const input = { params: { registrationId }, body: { code: mainAction(mail), transport: 'bearer' } as const }
        status = (await app.anonymous.send(api.verifyRegistration, input)).statusCode
      },
      async check() {},
      async close() {}
    }
  })
  registrationId = (await app.anonymous.call(api.register, { body: newPerson() })).registrationId

  await app.runJobs()

  assert.equal(status, 201)
})

test('a job that runs twice leaves one code that works: the newest', async (t) => {
  const app = await testApp(t)
  const registrationId = await register(app)
  const first = mailedAction(app)
  await app.db.transaction().execute((tx) => enqueue(tx, 'accounts.mail-code', { registrationId }))
  await app.runJobs()
  const attempt = (code: string) => ({ params: { registrationId }, body: { code, transport: 'bearer' } as const })

  assert.equal((await app.db.selectFrom('one_time_credentials').select('id').execute()).length, 1)
  assert.equal((await app.anonymous.problem(api.verifyRegistration, attempt(first))).code, 'code_not_accepted')
  await app.anonymous.call(api.verifyRegistration, attempt(mailedAction(app)))
})

test('jobs for people who are gone do nothing', async (t) => {
  const app = await testApp(t)
  await app.db.transaction().execute(async (tx) => {
    await enqueue(tx, 'accounts.mail-code', { registrationId: newId() })
    await enqueue(tx, 'accounts.mail-reset-link', { userId: newId() })
    await enqueue(tx, 'accounts.mail-password-changed', { userId: newId() })
  })

  await app.runJobs()

  assert.deepEqual(app.mail.sent, [])
  assert.deepEqual(await app.db.selectFrom('one_time_credentials').select('id').execute(), [])
})

// ASVS 14.2.7
test('the sweep takes away what has ended and leaves what has not', async (t) => {
  const app = await testApp(t)
  await account(app)
  await register(app, { email: 'old@example.org' })
  app.clock.advance({ hours: 60 * 24 })
  const { token } = await account(app, { email: 'ben@example.org' })
  await register(app, { email: 'new@example.org' })

  await app.db.transaction().execute((tx) => enqueue(tx, 'accounts.sweep', {}))
  await app.runJobs()

  const count = async (table: 'sessions' | 'registrations' | 'one_time_credentials') =>
    (await app.db.selectFrom(table).select('id').execute()).length
  assert.deepEqual([await count('sessions'), await count('registrations')], [1, 1])
  assert.equal(await count('one_time_credentials'), 2, "Ben's used code ends with its time, the new one is live")
  await app.caller(token).call(api.getMe)
})
