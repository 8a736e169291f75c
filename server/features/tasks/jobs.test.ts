import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTask } from '#contract/completions.ts'
import { cancelTask, createTasks, deleteTask, updateTask, type Task } from '#contract/tasks.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { parseCronItems } from 'graphile-worker'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { taskCron, taskJobs } from './jobs.ts'

const pool = (...people: Person[]) => ({
  rotation: 'round_robin' as const,
  memberIds: people.map(({ userId }) => userId),
  currentId: people[0]?.userId ?? null
})
const assignTo = (person: Person | null) => ({
  rotation: 'fixed' as const,
  memberIds: [],
  currentId: person?.userId ?? null
})

async function couple(app: TestApp) {
  const anna = await app.person('Anna')
  const ben = await app.person('Ben', { language: 'de' })
  const residence = await makeResidence(anna)
  await addMember(app, residence, ben, 'member')
  return { anna, ben, residence }
}
const complete = (person: Person, task: Task) =>
  person.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: task.dueOn } })

test('when the turn passes, the next one gets a mail in their language', async (t) => {
  const app = await testApp(t)
  const { anna, ben, residence } = await couple(app)
  const details = { title: 'Müll <b>raus</b>', schedule: every(1, 'week'), assignment: pool(anna, ben) }
  const task = await makeTask(anna, residence.id, { ...details, startOn: '2026-03-10' })
  const { task: bens } = await complete(anna, task)
  await app.runJobs()

  const [mail] = app.mail.sent
  assert.equal(app.mail.sent.length, 1)
  assert.match(mail?.to ?? '', /^ben-/)
  assert.deepEqual([mail?.language, mail?.subject], ['de', 'Du bist dran'])
  assert.equal(mail?.body[1], 'du bist dran:\nMüll <b>raus</b> (fällig am 17. März 2026)')
  assert.deepEqual(mail?.body[2], { label: 'Aufgabe öffnen', url: `http://localhost:8080/?task=${task.id}` })

  await complete(ben, bens)
  await app.runJobs()
  assert.equal(app.mail.sent.length, 2)
  assert.match(app.mail.sent[1]?.to ?? '', /^anna-/)
  assert.equal(app.mail.sent[1]?.subject, 'It’s your turn')
})

test('nobody is mailed about what they did themselves, nor when it is nobody’s turn', async (t) => {
  const app = await testApp(t)
  const { anna, ben, residence } = await couple(app)
  const task = await makeTask(anna, residence.id, { schedule: every(1, 'day'), assignment: assignTo(anna) })
  await anna.call(updateTask, { params: { taskId: task.id }, body: { assignment: assignTo(null) } })
  const bens = await makeTask(anna, residence.id, { schedule: every(1, 'day'), assignment: pool(anna, ben) })
  await complete(ben, bens) // the turn passes to Ben, who just did it
  const mails = app.db.selectFrom('outbox').selectAll().where('name', '=', 'tasks.mail-turns')
  assert.deepEqual(await mails.execute(), [])
})

test('an assignment by somebody else is mailed, a new task’s too, many at once in one mail', async (t) => {
  const app = await testApp(t)
  const { anna, ben, residence } = await couple(app)
  const task = await makeTask(anna, residence.id)
  await anna.call(updateTask, { params: { taskId: task.id }, body: { assignment: assignTo(ben) } })
  await anna.call(updateTask, { params: { taskId: task.id }, body: { title: 'No turn passes' } })
  await app.runJobs()
  assert.equal(app.mail.sent.length, 1)

  const tasks = Array.from({ length: 25 }, (_, index) => ({
    title: `Task ${index}`,
    schedule: { kind: 'once' as const },
    assignment: assignTo(index === 0 ? anna : ben)
  }))
  await anna.call(createTasks, { params: { residenceId: residence.id }, body: { tasks } })
  await app.runJobs()
  assert.equal(app.mail.sent.length, 2)
  const [, list, link] = app.mail.sent[1]?.body ?? []
  assert.equal(
    typeof list === 'string' && list.split('\n').length,
    22,
    'a heading, twenty tasks, and that there are more'
  )
  assert.deepEqual(link, { label: 'Übersicht öffnen', url: `http://localhost:8080/homes/${residence.id}/board` })
})

test('a job that runs twice mails once', async (t) => {
  const app = await testApp(t)
  const { anna, ben, residence } = await couple(app)
  const task = await makeTask(anna, residence.id, { assignment: assignTo(ben) })
  const payload = { userId: ben.userId, turns: [{ taskId: task.id, version: 1 }] }
  await app.db.transaction().execute((tx) => enqueue(tx, 'tasks.mail-turns', payload))
  await app.runJobs()
  assert.equal(app.mail.sent.length, 1)
})

test('what is settled before the mail goes out is not mailed', async (t) => {
  const app = await testApp(t)
  const { anna, ben, residence } = await couple(app)
  const make = () => makeTask(anna, residence.id, { assignment: assignTo(ben) })
  const [done, cancelled, deleted, taken] = [await make(), await make(), await make(), await make()]
  await complete(anna, done)
  await anna.call(cancelTask, { params: { taskId: cancelled.id } })
  await anna.call(deleteTask, { params: { taskId: deleted.id } })
  await anna.call(updateTask, { params: { taskId: taken.id }, body: { assignment: assignTo(anna) } })
  await app.runJobs()
  assert.deepEqual(app.mail.sent, [])
})

test('a mail that could not be sent is tried again', async (t) => {
  const app = await testApp(t)
  const { anna, ben, residence } = await couple(app)
  const task = await makeTask(anna, residence.id, { assignment: assignTo(ben) })
  const turns = [{ taskId: task.id, version: 1 }]
  app.mail.outage = new Error('the mail server is down')
  const mailTurns = taskJobs({ mailer: app.mail, publicUrl: 'http://localhost:8080' })['tasks.mail-turns']
  const ctx = { ...app.ground, actor: { kind: 'job', name: 'tasks.mail-turns' } }
  await assert.rejects(
    async () => mailTurns?.run(ctx as never, { userId: ben.userId, turns } as never),
    app.mail.outage
  )
  app.mail.outage = undefined
  await app.runJobs()
  assert.equal(app.mail.sent.length, 1)
})

test('counts at zero are swept, the others stay', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { startOn: '2026-03-10' })
  await makeTask(member, residence.id, { startOn: '2026-03-10' })
  await member.call(updateTask, { params: { taskId: task.id }, body: { dueOn: '2026-04-10' } })
  await member.call(updateTask, { params: { taskId: task.id }, body: { dueOn: '2026-03-10' } })
  const counts = () =>
    app.db.selectFrom('task_counts').select(['sort_on', 'span', 'tasks']).orderBy('sort_on').orderBy('span').execute()
  const live = [
    { sort_on: '2026-03-01', span: 'month', tasks: 2 },
    { sort_on: '2026-03-10', span: 'day', tasks: 2 }
  ]
  assert.equal((await counts()).length, 4)
  await app.db.transaction().execute((tx) => enqueue(tx, 'tasks.sweep-counts', {}))
  await app.runJobs()
  assert.deepEqual(await counts(), live)
})

test('each cron line names a job and a time that can be read', () => {
  const jobs = taskJobs({ mailer: { async send() {} }, publicUrl: '' })
  for (const { job, cron } of taskCron)
    assert.ok(job in jobs && parseCronItems([{ task: job, match: cron }]).length === 1)
})
