import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTask } from '#contract/completions.ts'
import { createTask, getTask, updateTask, type TaskChange } from '#contract/tasks.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { checkTaskCounts } from './count-queries.ts'

const update = (person: Person, taskId: string, body: TaskChange) =>
  person.call(updateTask, { params: { taskId }, body })

test('what is changed is changed, and what is left out stays', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, {
    notes: 'Old',
    estimatedCost: { minor: 1, currency: 'EUR' },
    schedule: every(1, 'week'),
    startOn: '2026-03-10'
  })
  app.clock.advance({ minutes: 5 })

  const changed = await update(member, task.id, { title: 'New', estimatedCost: null, dueOn: '2026-03-12' })

  const expected = { ...task, title: 'New', estimatedCost: null, dueOn: '2026-03-12', dueBy: '2026-03-12T23:00:00Z' }
  assert.deepEqual(changed, { ...expected, updatedAt: '2026-03-10T12:05:00Z' })
  assert.deepEqual(await member.call(getTask, { params: { taskId: task.id } }), changed)
  const audited = await app.db
    .selectFrom('audit_events')
    .select('event')
    .where('subject_id', '=', task.id)
    .orderBy('id')
    .execute()
  assert.deepEqual(
    audited.map(({ event }) => event),
    ['task.created', 'task.updated']
  )
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('of two who edit the same version the second is told, and can repeat', async (t) => {
  const app = await testApp(t)
  const { member, owner, residence } = await makeHousehold(app)
  const created = await member.send(createTask, {
    params: { residenceId: residence.id },
    body: { title: 'Clean', schedule: { kind: 'once' } }
  })
  const taskId = created.json<{ id: string }>().id
  const params = { taskId }
  const tag = created.headers.etag ?? ''
  assert.equal((await member.send(getTask, { params })).headers.etag, tag)
  assert.equal((await member.send(getTask, { params, ifNoneMatch: tag })).statusCode, 304)

  const first = await owner.send(updateTask, { params, body: { title: 'Sweep' }, ifMatch: tag })
  assert.equal(first.statusCode, 200)
  const second = await member.send(updateTask, { params, body: { title: 'Wipe' }, ifMatch: tag })
  assert.deepEqual([second.statusCode, second.json<{ code: string }>().code], [412, 'precondition_failed'])
  assert.equal((await member.call(getTask, { params })).title, 'Sweep')
  const third = await member.send(updateTask, { params, body: { title: 'Wipe' }, ifMatch: first.headers.etag ?? '' })
  assert.equal(third.statusCode, 200)
  assert.equal((await member.send(updateTask, { params, body: { title: 'Mop' }, ifMatch: '*' })).statusCode, 200)
})

test('midnight is no edit: the column changes the tag of what is read, but not what If-Match means', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const { id: taskId } = await makeTask(member, residence.id, { startOn: '2026-03-10' })
  const params = { taskId }
  const tag = (await member.send(getTask, { params })).headers.etag ?? ''
  app.clock.set('2026-03-11T12:00:00Z')
  assert.equal((await member.send(getTask, { params, ifNoneMatch: tag })).statusCode, 200)
  assert.equal((await member.send(updateTask, { params, body: { title: 'Sweep' }, ifMatch: tag })).statusCode, 200)
  assert.equal((await member.send(updateTask, { params, body: { title: 'Mop' }, ifMatch: tag })).statusCode, 412)
})

test('a task that was done and gets a date is open again', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { startOn: '2026-03-10' })
  await member.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: task.dueOn } })
  const reopened = await update(member, task.id, { dueOn: '2026-03-20' })
  assert.deepEqual([reopened.column, reopened.completionCount], ['due_soon_tasks', 1])
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('an empty change, a stranger as assignee and an unknown item are refused', async (t) => {
  const app = await testApp(t)
  const { member, stranger, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { schedule: every(1, 'week') })
  const other = await makeTask(member, residence.id, { checklist: [{ title: 'Of another task' }] })
  const refusal = async (body: TaskChange) =>
    (await member.problem(updateTask, { params: { taskId: task.id }, body })).code
  assert.equal(await refusal({}), 'invalid_input')
  assert.equal(await refusal({ dueOn: null }), 'invalid_input')
  assert.equal(await refusal({ schedule: every(2, 'day', { monthDay: 3 }) }), 'schedule_invalid')
  const assignment = { rotation: 'random', memberIds: [stranger.userId], currentId: null } as const
  assert.equal(await refusal({ assignment: { ...assignment, memberIds: [stranger.userId] } }), 'assignee_not_member')
  const [item] = other.checklist
  assert.equal(await refusal({ checklist: [{ id: item?.id ?? '', title: 'Mine now' }] }), 'checklist_item_not_found')
  assert.deepEqual(await member.call(getTask, { params: { taskId: task.id } }), task)
})
