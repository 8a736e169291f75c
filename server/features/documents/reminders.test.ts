import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { updateMe } from '#contract/accounts.ts'
import * as api from '#contract/documents.ts'
import { archiveResidence, removeMember } from '#contract/residences.ts'
import { smtpMailer } from '#server/gateways/mail/smtp.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { transact } from '#server/platform/transaction.ts'
import { replicaOf, testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeDocument } from '#test/make-document.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'
import { race } from '#test/race.ts'
import { startSmtpSink } from '#test/crash/smtp-sink.ts'

/** It is 10 March 2026, 12:00 UTC; the paper ends on 10 May: stages on 10 April and 3 May. */
async function household(app: TestApp) {
  const [anna, ben] = [
    await app.person('Anna'),
    await app.person('Ben', { timeZone: 'America/New_York', language: 'de' })
  ]
  const home = await makeResidence(anna, { name: 'Linden' })
  await addMember(app, home, ben, 'member')
  return { anna, ben, home }
}

/** What the clock does every ten minutes. */
async function remind(app: TestApp, at?: string): Promise<void> {
  if (at !== undefined) app.clock.set(at)
  await transact(app.db, (tx) => enqueue(tx, 'documents.plan-reminders', {}))
  await app.runJobs()
}

const subjects = new Set(['Something in your papers ends', 'Etwas in deinen Unterlagen endet'])
const mailsOf = (app: TestApp) => app.mail.sent.filter(({ subject }) => subjects.has(subject))

test('each is told at their own hour in their own zone, in their language, once for each stage', async (t) => {
  const app = await testApp(t)
  const { anna, home } = await household(app)
  const paper = await makeDocument(anna, home.id, { title: 'Boiler' })
  await anna.call(updateMe, { body: { reminderHour: 20, timeZone: 'Europe/Berlin' } })

  const counts: number[] = []
  for (const at of ['2026-04-10T11:59:00Z', '2026-04-10T12:00:00Z', '2026-04-10T17:59:00Z', '2026-04-10T18:00:00Z']) {
    await remind(app, at)
    await remind(app)
    counts.push(mailsOf(app).length)
  }
  assert.deepEqual(counts, [0, 1, 1, 2], 'Ben at 8 in New York, Anna at 20 in Berlin')
  const [bens, annas] = mailsOf(app)
  assert.deepEqual([bens?.language, annas?.language], ['de', 'en'])
  assert.match(JSON.stringify(bens), /Boiler \(Linden\): endet am 10\. Mai 2026/)
  assert.match(JSON.stringify(annas), /Boiler \(Linden\): ends on 10 May 2026|ends on May 10, 2026/)
  assert.ok(JSON.stringify(annas).includes(`/homes/${home.id}/papers/${paper.id}`))

  await remind(app, '2026-05-20T00:00:00Z')
  assert.equal(mailsOf(app).length, 4, 'and seven days before, which is caught up')
  const { items } = await anna.call(api.listReminders, { params: { documentId: paper.id } })
  assert.deepEqual(
    items.map(({ daysBefore, on, sentAt, failedAt }) => [daysBefore, on, sentAt !== null, failedAt]),
    [
      [30, '2026-04-10', true, null],
      [7, '2026-05-03', true, null]
    ]
  )
})

test('an outage of the worker or of the mail server is caught up, and nothing comes twice', async (t) => {
  const app = await testApp(t)
  const { anna, home } = await household(app)
  await makeDocument(anna, home.id, { title: 'Boiler' })
  await makeDocument(anna, home.id, { title: 'Roof', remindDays: [30] })
  app.mail.outage = new Error('connection refused')
  app.log.expectErrors()
  await remind(app, '2026-05-04T00:00:00Z')
  await retry(app)
  assert.equal(mailsOf(app).length, 0)
  const { items: waiting } = await anna.call(api.listReminders, {
    params: { documentId: await idOf(anna, home.id, 'Boiler') }
  })
  assert.deepEqual(
    waiting.map(({ sentAt, failedAt }) => [sentAt, failedAt]),
    [
      [null, null],
      [null, null]
    ]
  )

  app.mail.outage = undefined
  await retry(app)
  await remind(app)
  assert.equal(mailsOf(app).length, 2, 'one for each person')
  for (const mail of mailsOf(app)) {
    assert.equal(JSON.stringify(mail).split('Boiler').length, 2, 'the paper stands in it once, for both stages')
    assert.match(JSON.stringify(mail), /Roof/)
  }
})

async function retry(app: TestApp): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(app.db)
  await app.runJobs()
}

async function idOf(person: Person, residenceId: string, title: string): Promise<string> {
  const { items } = await person.call(api.listDocuments, { params: { residenceId }, query: {} })
  return items.find((document) => document.title === title)?.id ?? ''
}

// ASVS 15.4.2
test('twenty workers at the same stage send one mail to each person', async (t) => {
  const app = await testApp(t)
  const { anna, home } = await household(app)
  await makeDocument(anna, home.id)
  const workers = await Promise.all(Array.from({ length: 20 }, () => replicaOf(app, t)))
  app.clock.set('2026-04-11T00:00:00Z')
  for (let index = 0; index < 20; index++) await transact(app.db, (tx) => enqueue(tx, 'documents.plan-reminders', {}))
  const ended = await race(20, (index) => workers[index]?.runJobs() ?? Promise.reject(new Error('no such worker')))
  assert.deepEqual(
    ended.filter(({ status }) => status === 'rejected'),
    []
  )
  await app.runJobs()
  assert.equal(mailsOf(app).length, 2)
})

test('the same batch handed to twenty at once is sent by one of them', async (t) => {
  const app = await testApp(t)
  const { anna, home } = await household(app)
  const { id: documentId } = await makeDocument(anna, home.id)
  app.clock.set('2026-04-11T00:00:00Z')
  const stage = { endsOn: '2026-05-10', daysBefore: 30 }
  await app.db
    .insertInto('document_reminders')
    .values({
      document_id: documentId,
      ends_on: stage.endsOn,
      days_before: stage.daysBefore,
      user_id: anna.userId,
      channel: 'mail',
      due_at: '2026-04-10T08:00:00Z',
      planned_at: '2026-04-10T08:00:00Z'
    })
    .execute()
  app.log.expectErrors()
  const payload = { userId: anna.userId, stages: [{ documentId, ...stage }] }
  for (let index = 0; index < 20; index++)
    await transact(app.db, (tx) => enqueue(tx, 'documents.mail-reminders', payload))
  await race(20, () => app.runJobs())
  await retry(app)
  assert.equal(mailsOf(app).length, 1)
})

test('what a worker took along when it died goes out once another may take it', async (t) => {
  const app = await testApp(t)
  const { anna, home } = await household(app)
  await makeDocument(anna, home.id)
  app.mail.outage = new Error('connection refused')
  app.log.expectErrors()
  await remind(app, '2026-04-11T00:00:00Z')
  await app.db.updateTable('document_reminders').set({ claimed_at: app.clock.now().toString() }).execute()
  app.mail.outage = undefined
  await retry(app)
  assert.equal(mailsOf(app).length, 0)
  app.clock.advance({ minutes: 11 })
  await retry(app)
  assert.equal(mailsOf(app).length, 2)
})

test('what could not be sent for four days shows as failed', async (t) => {
  const app = await testApp(t)
  const { anna, home } = await household(app)
  const { id: documentId } = await makeDocument(anna, home.id)
  app.mail.outage = new Error('connection refused')
  app.log.expectErrors()
  await remind(app, '2026-04-11T00:00:00Z')
  await remind(app, '2026-04-15T00:01:00Z')
  const { items } = await anna.call(api.listReminders, { params: { documentId } })
  assert.deepEqual(
    items.map(({ sentAt, failedAt }) => [sentAt, failedAt !== null]),
    [
      [null, true],
      [null, false]
    ]
  )
  app.mail.outage = undefined
  await retry(app)
  assert.equal(mailsOf(app).length, 0)
})

test('nobody is told of what lay before they joined or the date was noted, nor who has left, looks only, or wants no mails', async (t) => {
  const app = await testApp(t)
  const { residence, owner, manager, member, viewer } = await makeHousehold(app)
  await makeDocument(owner, residence.id, { remindDays: [80, 30] })
  await manager.call(updateMe, { body: { reminderHour: null } })
  await owner.call(removeMember, { params: { residenceId: residence.id, userId: member.userId } })
  const late = await app.person('Late')
  app.clock.set('2026-04-10T20:00:00Z')
  await addMember(app, residence, late, 'member')
  await remind(app, '2026-04-12T00:00:00Z')
  const emails = await app.db.selectFrom('users').select('email').where('id', '=', owner.userId).execute()
  assert.deepEqual(
    mailsOf(app).map(({ to }) => to),
    emails.map(({ email }) => email)
  )
  assert.equal(
    (await viewer.call(api.listDocuments, { params: { residenceId: residence.id }, query: {} })).items.length,
    1
  )
})

test('another last day begins anew; an archived home and a deleted paper remind nobody', async (t) => {
  const app = await testApp(t)
  const { anna, ben, home } = await household(app)
  await anna.call(removeMember, { params: { residenceId: home.id, userId: ben.userId } })
  const { id: documentId } = await makeDocument(anna, home.id, { remindDays: [30] })
  const doomed = await makeDocument(anna, home.id, { remindDays: [30] })
  await anna.call(api.deleteDocument, { params: { documentId: doomed.id } })
  await remind(app, '2026-04-11T00:00:00Z')
  assert.equal(mailsOf(app).length, 1)

  const moved = { kind: 'warranty', endsOn: '2026-05-20' } as const
  await anna.call(api.updateDocument, { params: { documentId }, body: { details: moved } })
  await remind(app, '2026-04-21T00:00:00Z')
  assert.equal(mailsOf(app).length, 2)
  await anna.call(api.updateDocument, { params: { documentId }, body: { remindDays: [7, 1] } })
  await anna.call(archiveResidence, { params: { residenceId: home.id } })
  await remind(app, '2026-05-21T00:00:00Z')
  assert.equal(mailsOf(app).length, 2)
})

test('a mail server that is down gets the mail when it is up again, once', async (t) => {
  const before = await startSmtpSink()
  await before.close()
  const from = { name: 'honeyDue', address: 'home@due.example' }
  const mailer = smtpMailer({ host: '127.0.0.1', port: before.port, security: 'none', from })
  t.after(() => mailer.close())
  const app = await testApp(t, { mailer })
  const anna = await app.person('Anna')
  const home = await makeResidence(anna)
  await makeDocument(anna, home.id)
  app.log.expectErrors()
  await remind(app, '2026-04-11T00:00:00Z')
  const server = await startSmtpSink(before.port)
  await retry(app)
  await remind(app)
  await mailer.close()
  await server.close()
  assert.equal(server.mails.length, 1)
  assert.match(server.mails[0] ?? '', /Something in your papers ends/)
})
