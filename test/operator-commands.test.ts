import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import { account, newPerson, signIn } from '#server/features/accounts/testing-account.ts'
import type { StaffPurchase } from '#contract/staff.ts'
import { makeAuditKey } from '#server/commands/settings.ts'
import { temporaryFolder } from './embedded.ts'
import { freePort, startHoneyDue } from './honeydue-process.ts'
import { testAppStore, type TestAppStore } from './doubles/app-store/app-store.ts'
import { makeAlert, makePurchase } from './make-staff.ts'
import { replicaOf, testApp, type TestApp } from './harness.ts'

/** Runs commands on the database of a running product, as its operator does. */
async function operatorOf(t: TestContext, { database }: TestApp, store?: TestAppStore) {
  const folder = await temporaryFolder(t)
  const config = join(folder, 'config.yaml')
  await writeFile(join(folder, 'SECRET_KEY'), 'k'.repeat(40), { mode: 0o600 })
  await makeAuditKey(folder)
  if (store) await writeFile(join(folder, 'APP_STORE_KEY'), store.keyFile, { mode: 0o600 })
  const sold = store ? `subscriptions: { apple: ${JSON.stringify(store.settings)} }\n` : ''
  await writeFile(
    config,
    `database: { url: "${database.url}", ownerUrl: "${database.migratorUrl}" }\nsecretsFolder: ${folder}\ndataFolder: ${folder}\n${sold}`
  )
  return async (...args: string[]) => startHoneyDue([...args, '--config', config], await freePort()).exit
}

async function operatorEvents({ db }: TestApp) {
  const events = await db
    .selectFrom('audit_events')
    .select(['event', 'subject_id as subject'])
    .where('actor_kind', '=', 'operator')
    .orderBy('id')
    .execute()
  return events.map(({ event, subject }) => `${event} ${subject}`)
}

const isIn = async (app: TestApp, token: string) => (await app.caller(token).send(accounts.getMe)).statusCode === 200

// ASVS 7.4.5
test('an operator signs one person out everywhere, or everybody, while honeyDue runs', async (t) => {
  const app = await testApp(t)
  const replica = await replicaOf(app, t)
  const operator = await operatorOf(t, app)
  const phone = await account(app)
  const laptop = await signIn(app)
  const ben = await account(app, { email: 'ben@example.org' })
  await app.runJobs()
  const before = app.mail.sent.length

  const one = await operator('sessions', 'end', '--email', 'Anna@Example.org', '--json')

  assert.equal(one.code, 0, one.output)
  const { id } = phone.signedIn.me
  assert.deepEqual(JSON.parse(one.output), { userId: id, sessions: 2, people: 1 })
  for (const { token } of [phone, laptop])
    for (const process of [app, replica]) assert.equal(await isIn(process, token), false)
  assert.ok(await isIn(app, ben.token))
  await app.runJobs()
  const told = app.mail.sent.slice(before).map(({ to, subject }) => `${to} ${subject}`)
  assert.deepEqual(told, ['anna@example.org You were signed out of honeyDue everywhere'])
  assert.deepEqual(await operatorEvents(app), [`session.ended ${id}`])

  const again = await signIn(app)
  const all = await operator('sessions', 'end', '--all')

  assert.deepEqual([all.code, all.output], [0, 'sessions: 2\npeople: 2\n'])
  for (const { token } of [again, ben]) assert.equal(await isIn(replica, token), false)
  assert.equal((await operatorEvents(app)).length, 3)
})

// ASVS 7.4.2
test('an operator closes an account and opens it again', async (t) => {
  const app = await testApp(t)
  const operator = await operatorOf(t, app)
  const { token, signedIn } = await account(app)
  const { id } = signedIn.me
  const { email, password } = newPerson()
  await app.anonymous.call(accounts.forgotPassword, { body: { email } })
  await app.runJobs()

  const closed = await operator('account', 'disable', '--user', id, '--json')

  assert.deepEqual(JSON.parse(closed.output), { userId: id, changed: true, sessions: 1 })
  assert.equal(await isIn(app, token), false)
  const body = { email, password, transport: 'bearer' } as const
  assert.equal((await app.anonymous.problem(accounts.signIn, { body })).code, 'sign_in_failed')
  const open = await app.db.selectFrom('one_time_credentials').select('id').where('consumed_at', 'is', null).execute()
  assert.deepEqual(open, [], 'nothing that was mailed works')
  assert.deepEqual(await app.db.selectFrom('device_credentials').select('id').execute(), [])

  const opened = await operator('account', 'enable', '--email', email)
  const twice = await operator('account', 'enable', '--email', email, '--json')

  assert.deepEqual([opened.code, opened.output], [0, `userId: ${id}\nchanged: true\nsessions: 0\n`])
  assert.deepEqual([twice.code, JSON.parse(twice.output)], [0, { userId: id, changed: false, sessions: 0 }])
  await signIn(app)
  await app.runJobs()
  const events = ['account.disabled', 'session.ended', 'account.enabled'].map((event) => `${event} ${id}`)
  assert.deepEqual((await operatorEvents(app)).toSorted(), events.toSorted())
  const subjects = app.mail.sent.map(({ subject }) => subject)
  for (const subject of ['Your honeyDue account was closed for now', 'Your honeyDue account is open again'])
    assert.equal(subjects.filter((sent) => sent === subject).length, 1, subject)
})

// ASVS 8.2.1
test('an operator makes somebody staff, who is told and signs in anew, and ends it again', async (t) => {
  const app = await testApp(t)
  const operator = await operatorOf(t, app)
  const { token, signedIn } = await account(app)
  const { id } = signedIn.me
  const { email } = newPerson()
  const isStaff = async (present: string) => (await app.caller(present).call(accounts.getMe)).isStaff
  assert.equal(await isStaff(token), false)
  assert.deepEqual(
    JSON.parse((await operator('account', 'staff', '--email', email, '--off', '--json')).output),
    { userId: id, changed: false, sessions: 0, hasSecondFactor: false },
    'nothing to take'
  )

  const given = await operator('account', 'staff', '--email', email, '--json')
  const twice = await operator('account', 'staff', '--email', email, '--json')

  const facts = { userId: id, hasSecondFactor: false }
  assert.deepEqual(JSON.parse(given.output), { ...facts, changed: true, sessions: 1 })
  assert.deepEqual(JSON.parse(twice.output), { ...facts, changed: false, sessions: 0 })
  assert.equal(await isIn(app, token), false)
  const again = await signIn(app)
  assert.equal(await isStaff(again.token), true)

  const taken = await operator('account', 'staff', '--user', id, '--off')

  assert.equal(taken.output, `userId: ${id}\nchanged: true\nsessions: 1\nhasSecondFactor: false\n`)
  assert.equal(await isStaff((await signIn(app)).token), false)
  await app.runJobs()
  const events = ['account.staff_given', 'account.staff_taken', 'session.ended', 'session.ended']
  assert.deepEqual((await operatorEvents(app)).toSorted(), events.map((event) => `${event} ${id}`).toSorted())
  const subjects = app.mail.sent.map(({ subject }) => subject)
  for (const subject of ['You can help other people on honeyDue now', 'You are no longer of the staff on honeyDue'])
    assert.equal(subjects.filter((sent) => sent === subject).length, 1, subject)
})

// ASVS 16.2.1
test('an operator sees one purchase whole, what needs a human, and whether the log of webhooks is as it was written', async (t) => {
  const app = await testApp(t)
  const operator = await operatorOf(t, app)
  const anna = await app.person('Anna')
  const purchaseId = await makePurchase(app, anna.userId)
  const nothingOpen = await operator('purchases', 'alerts')
  await makeAlert(app)

  const shown = await operator('purchases', 'show', '--order', purchaseId)
  const nothing = await operator('purchases', 'show', '--key', 'nothing')
  const alerts = await operator('purchases', 'alerts')
  const verified = await operator('webhooks', 'verify')
  const forPrograms = await operator('webhooks', 'verify', '--json')
  const dropped = await operator('webhooks', 'drop-month', '2025-01')

  const [view] = JSON.parse(shown.output) as StaffPurchase[]
  assert.deepEqual([view?.id, view?.account?.id], [purchaseId, anna.userId])
  assert.deepEqual([nothing.code, nothing.output], [1, 'No store calls a purchase so.\n'])
  assert.deepEqual([nothingOpen.code, nothingOpen.output], [0, 'Nothing about purchases needs a human.\n'])
  assert.match(alerts.output, /^2026-03-10T12:00:00\S* unmapped_product \S+ \(1×\)\n$/)
  assert.deepEqual([verified.code, verified.output], [0, '0 rows in 0 chains, 0 anchors: 0 problems\n'])
  assert.deepEqual(
    [forPrograms.code, JSON.parse(forPrograms.output)],
    [0, { rows: 0, chains: 0, anchors: 0, problems: [] }]
  )
  assert.deepEqual([dropped.code, dropped.output], [1, '2025-01: nothing of that month is kept apart\n'])
  assert.deepEqual(await operatorEvents(app), [`staff.looked_up ${anna.userId}`, 'staff.looked_for null'])
  await app.database.pool.query('alter table webhooks.events disable trigger append_only')
  assert.equal((await operator('webhooks', 'verify')).code, 1)
  const changed = await operator('webhooks', 'verify', '--json')
  const { problems } = JSON.parse(changed.output) as { problems: string[] }
  assert.deepEqual([changed.code, problems.length], [1, 1])
})

test('an operator who names the number on a receipt has the App Store asked, and is told when it does not answer', async (t) => {
  const app = await testApp(t)
  const store = await testAppStore(t, { now: Temporal.Now.instant })
  const operator = await operatorOf(t, app, store)
  const anna = await app.person('Anna')
  const { token: appAccountToken } = await app.db
    .selectFrom('users')
    .select('purchase_token as token')
    .where('id', '=', anna.userId)
    .executeTakeFirstOrThrow()
  const { orderId, originalTransactionId } = store.buy({ appAccountToken })

  store.answerNext({ status: 400, errorCode: 4_000_000 })
  const refused = await operator('purchases', 'show', '--order', orderId)
  store.answerNext({ status: 500 })
  const unavailable = await operator('purchases', 'show', '--order', orderId)
  const byKey = await operator('purchases', 'show', '--key', orderId)
  const shown = await operator('purchases', 'show', '--order', orderId.toLowerCase())

  assert.equal(refused.code, 69, refused.output)
  assert.match(refused.output, /^store_refused: .* the App Store says 400 \(4000000\)\nWhat is known/m)
  assert.equal(unavailable.code, 69, unavailable.output)
  assert.match(unavailable.output, /^store_unavailable: .* the App Store says 500\nTry again in a minute\./m)
  assert.deepEqual([byKey.code, byKey.output], [1, 'No store calls a purchase so.\n'])
  assert.equal(shown.code, 0, shown.output)
  const [view] = JSON.parse(shown.output) as StaffPurchase[]
  assert.deepEqual(
    [view?.key, view?.state, view?.account?.id, view?.history[0]?.state],
    [originalTransactionId, 'ACTIVE', anna.userId, 'ACTIVE']
  )
  assert.equal(store.asked.length, 3)
  assert.deepEqual(await operatorEvents(app), ['staff.looked_for null', `staff.looked_up ${anna.userId}`])
})

test('a command that names nobody, or too much, changes nothing and says so by its exit code', async (t) => {
  const app = await testApp(t)
  const operator = await operatorOf(t, app)
  const { token } = await account(app)
  const wrong: [string[], number, RegExp][] = [
    [['sessions', 'end', '--email', 'nobody@example.org'], 1, /^Nobody has this proved address or this id/],
    [['sessions', 'end'], 64, /^Name one person/],
    [['sessions', 'end', '--all', '--user', 'anna'], 64, /^Name one person, or everybody/],
    [['account', 'disable', '--all'], 64, /^account disable does not take --all\n\nUsage: .* account disable /],
    [['doctor', '--json'], 64, /^doctor does not take --json/],
    [['purchases', 'show', '--order', '7001', '--off'], 64, /^purchases show does not take --off/],
    [['webhooks', 'drop-month', '2025-01', '--month', '2025-02'], 64, /^webhooks drop-month takes one month/],
    [['purchases', 'show'], 64, /^Name one purchase/],
    [['webhooks', 'drop-month', '2025-13'], 64, /^Name a month/],
    [['account', 'disable', '--user', 'anna'], 64, /^--user takes the id of a person/]
  ]
  for (const [args, code, says] of wrong) {
    const exit = await operator(...args)
    assert.equal(exit.code, code, args.join(' '))
    assert.match(exit.output, says)
    assert.ok(exit.output.split('\n').length < 8, 'no help under which it is lost')
  }
  assert.ok(await isIn(app, token))
  assert.deepEqual(await operatorEvents(app), [])
})
