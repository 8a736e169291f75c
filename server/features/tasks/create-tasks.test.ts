import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTask, createTasks, getTask, type NewTask } from '#contract/tasks.ts'
import { testApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { checkTaskCounts } from './count-queries.ts'

const once = { kind: 'once' } as const

test('a task is kept with all that was given', async (t) => {
  const app = await testApp(t)
  const { member, owner, residence } = await makeHousehold(app)
  const body: NewTask = {
    title: 'Rinne säubern',
    notes: 'Erst links.\n\tDann rechts.',
    category: 'exterior',
    priority: 'urgent',
    estimatedMinutes: 90,
    estimatedCost: { minor: 0, currency: 'CHF' },
    schedule: every(3, 'month', { monthDay: 31, season: { from: '03-01', to: '10-31' }, timeOfDay: '06:45' }),
    startOn: '2026-03-31',
    checklist: [{ title: 'Leiter' }],
    assignment: { rotation: 'round_robin', memberIds: [owner.userId, member.userId], currentId: member.userId }
  }
  const created = await member.call(createTask, { params: { residenceId: residence.id }, body })

  const { checklist, startOn, ...same } = body
  assert.deepEqual({ ...created, ...same }, created)
  assert.deepEqual([created.anchorOn, created.dueOn], [startOn, '2026-03-31'])
  assert.equal(created.dueBy, '2026-03-31T04:45:00Z')
  assert.deepEqual(
    created.checklist.map(({ title, done }) => [title, done]),
    [[checklist?.[0]?.title, false]]
  )
  assert.deepEqual(await member.call(getTask, { params: { taskId: created.id } }), created)
  const [row] = await app.db.selectFrom('tasks').select('created_by').execute()
  assert.equal(row?.created_by, member.userId)
})

test('fifty at once are kept in their order, with one statement and an audit event each', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const tasks = Array.from({ length: 50 }, (_, index) => ({ title: `Task ${index}`, schedule: once }))

  const { items } = await member.call(createTasks, { params, body: { tasks } })

  assert.deepEqual(
    items.map(({ title }) => title),
    tasks.map(({ title }) => title)
  )
  const events = await app.db
    .selectFrom('audit_events')
    .select('subject_id')
    .where('event', '=', 'task.created')
    .execute()
  assert.deepEqual(new Set(events.map((event) => event.subject_id)), new Set(items.map(({ id }) => id)))
  const [home] = await app.db.selectFrom('residences').select('board_version').execute()
  assert.equal(home?.board_version, 2, 'one change of the board')
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('of many with one that is wrong, none is kept', async (t) => {
  const app = await testApp(t)
  const { member, stranger, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const good = { title: 'Good', schedule: once }
  const bulk = (...tasks: NewTask[]) => member.problem(createTasks, { params, body: { tasks } })

  const wrong = await bulk(good, { title: 'Bad', schedule: every(1, 'month', { weekdays: [1] }) })
  assert.equal(wrong.code, 'schedule_invalid')
  assert.deepEqual(wrong.fields, [{ in: 'body', path: '/tasks/1/schedule/weekdays', reason: 'needs_week' }])
  const foreign = { rotation: 'fixed', memberIds: [], currentId: stranger.userId } as const
  assert.equal((await bulk(good, { ...good, assignment: { ...foreign, memberIds: [] } })).code, 'assignee_not_member')
  assert.equal((await bulk()).code, 'invalid_input')
  assert.equal((await bulk(...Array.from({ length: 51 }, () => good))).code, 'invalid_input')

  assert.deepEqual(await app.db.selectFrom('tasks').selectAll().execute(), [])
  assert.deepEqual(
    await app.db.selectFrom('audit_events').selectAll().where('event', '=', 'task.created').execute(),
    []
  )
})

test('people of another residence are no assignees, in any place', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const foreign = (await makeHousehold(app)).owner.userId
  const params = { residenceId: residence.id }
  for (const assignment of [
    { rotation: 'fixed', memberIds: [], currentId: foreign },
    { rotation: 'round_robin', memberIds: [member.userId, foreign], currentId: null }
  ] as const) {
    const body = { title: 'x', schedule: once, assignment: { ...assignment, memberIds: [...assignment.memberIds] } }
    assert.equal((await member.problem(createTask, { params, body })).code, 'assignee_not_member')
  }
})

test('bad input is refused by name, and nothing is written', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const url = `/api/residences/${residence.id}/tasks`
  const post = async (body: object) => {
    const headers = { authorization: `Bearer ${member.token}`, 'content-type': 'application/json' }
    const response = await app.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) })
    return [response.statusCode, response.json<{ code: string }>().code]
  }
  const good = { title: 'Good', schedule: once }
  const invalid = [
    { ...good, unknown: 1 },
    { ...good, title: '' },
    { ...good, title: 'x'.repeat(201) },
    { ...good, title: 'a\nb' },
    { ...good, notes: 'bell \u0007' },
    { ...good, startOn: '2026-02-30' },
    { ...good, startOn: '9999-01-01' },
    { ...good, schedule: every(0, 'day') },
    { ...good, schedule: every(1_000_000_000, 'day') },
    { ...good, schedule: { ...every(1, 'day'), unit: 'hour' } },
    { ...good, schedule: { kind: 'once', every: 2 } },
    { ...good, estimatedMinutes: '5' },
    { ...good, estimatedCost: { minor: -1, currency: 'EUR' } },
    { ...good, assignment: { rotation: 'fixed', memberIds: [], currentId: 'x' } },
    { ...good, checklist: [{ title: 'x', done: true }] }
  ]
  for (const body of invalid) assert.deepEqual(await post(body), [422, 'invalid_input'], JSON.stringify(body))
  assert.deepEqual(await post({ ...good, notes: 'nul \u0000' }), [400, 'invalid_json'])
  assert.deepEqual(await post({ ...good, schedule: every(1, 'week', { until: '2026-01-01' }) }), [
    422,
    'schedule_invalid'
  ])
  assert.deepEqual(await app.db.selectFrom('tasks').selectAll().execute(), [])
})

test('a due moment is the time of day in the residence’s zone, else the end of its day, across a change of clocks', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const dueBy = async (startOn: string, timeOfDay?: string) => {
    const schedule = { ...once, ...(timeOfDay !== undefined && { timeOfDay }) }
    return (await makeTask(member, residence.id, { schedule, startOn })).dueBy
  }
  assert.equal(await dueBy('2026-03-28', '06:45'), '2026-03-28T05:45:00Z')
  assert.equal(await dueBy('2026-03-29', '06:45'), '2026-03-29T04:45:00Z')
  assert.equal(await dueBy('2026-03-29', '02:30'), '2026-03-29T01:30:00Z', 'the hour that is left out')
  assert.equal(await dueBy('2026-10-25', '02:30'), '2026-10-25T00:30:00Z', 'the first of the two')
  assert.equal(await dueBy('2026-03-28'), '2026-03-28T23:00:00Z')
  assert.equal(await dueBy('2026-03-29'), '2026-03-29T22:00:00Z')
})
