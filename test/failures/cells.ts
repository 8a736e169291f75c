import assert from 'node:assert/strict'
import { env } from 'node:process'
import * as accounts from '#contract/accounts.ts'
import { joinResidence, listResidences } from '#contract/residences.ts'
import { createTask } from '#contract/tasks.ts'
import { account, mailedAction, register, signIn } from '#server/features/accounts/testing-account.ts'
import type { Scope } from '../afterwards.ts'
import { serverVariable } from '../global-setup.ts'
import { testApp, type TestApp } from '../harness.ts'
import { makeResidence } from '../make-residence.ts'
import { startTestServer } from '../server.ts'

/** What is down, and the answers that must hold meanwhile; throws when one does not. */
export type Failure = { readonly down: string; readonly holds: (scope: Scope) => Promise<void> }

/** The rows of the failure table that apply to what is built: files and purchases bring theirs. */
export const failures: readonly Failure[] = [
  { down: 'the mail server', holds: withoutMail },
  { down: 'PostgreSQL', holds: withoutDatabase },
  { down: 'the right time, an hour early or late,', holds: withAnotherTime }
]

async function withoutMail(scope: Scope): Promise<void> {
  const app = await testApp(scope)
  await account(app)
  app.mail.outage = new Error('421 try again later')
  app.log.expectErrors()

  const anna = await signIn(app)
  const { items } = await anna.caller.call(listResidences, { query: {} })
  assert.deepEqual(items, [])
  await app.anonymous.call(accounts.forgotPassword, { body: { email: anna.email } })
  await register(app, { email: 'ben@example.org' })
  assert.equal(app.mail.sent.filter(({ to }) => to === 'ben@example.org').length, 0)

  app.mail.outage = undefined
  await app.database.pool.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null')
  await app.runJobs()
  assert.match(mailedAction(app, 'ben@example.org'), /^\d{8}$/)
}

/** On a server of its own, which is stopped. */
async function withoutDatabase(scope: Scope): Promise<void> {
  const own = await startTestServer()
  const shared = env[serverVariable]
  env[serverVariable] = JSON.stringify(own.admin)
  const inner: (() => Promise<void>)[] = []
  const app: TestApp = await testApp({ after: (cleanUp) => void inner.push(cleanUp) })
  env[serverVariable] = shared
  scope.after(async () => {
    await Promise.allSettled(inner.map((cleanUp) => cleanUp())) // its database is gone, and that is all they could say
  })
  const anna = await app.person('Anna')
  const { id: residenceId } = await makeResidence(anna)
  app.log.expectErrors()
  await own.stop()

  const body = { email: 'anna@example.org', password: 'sieben rote Tulpen', transport: 'bearer' } as const
  const answers = [
    await app.anonymous.send(accounts.signIn, { body }),
    await anna.send(listResidences, { query: {} }),
    await anna.send(createTask, { params: { residenceId }, body: { title: 'Sweep', schedule: { kind: 'once' } } }),
    await anna.send(joinResidence, { body: { code: '0123456789' } }),
    await app.anonymous.send(accounts.forgotPassword, { body: { email: body.email } })
  ]
  for (const answer of answers) {
    assert.equal(answer.statusCode, 503, answer.body)
    assert.equal(answer.json<{ code: string }>().code, 'database_unavailable')
    assert.ok(Number(answer.headers['retry-after']) > 0)
  }
}

async function withAnotherTime(scope: Scope): Promise<void> {
  const app = await testApp(scope)
  await account(app)
  app.clock.advance({ hours: -1 })
  const early = await signIn(app)
  app.clock.advance({ hours: 2 })
  const late = await signIn(app)
  for (const { caller } of [early, late]) await caller.call(accounts.getMe)

  app.clock.advance({ hours: 24 * 366 })
  for (const { caller } of [early, late]) assert.equal((await caller.problem(accounts.getMe)).code, 'not_signed_in')
}
