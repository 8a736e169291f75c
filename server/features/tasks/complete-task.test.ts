import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTask, listTaskCompletions } from '#contract/completions.ts'
import { getBoard } from '#contract/board.ts'
import { cancelTask, getTask, tickChecklistItem, type Task } from '#contract/tasks.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { checkTaskCounts } from './count-queries.ts'

const done = (person: Person, task: Task, body: object = {}) =>
  person.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: task.dueOn, ...body } })
const refusal = async (person: Person, task: Task, body: object = {}) =>
  (
    await person.problem(completeTask, {
      params: { taskId: task.id },
      body: { kind: 'done', dueOn: task.dueOn, ...body }
    })
  ).code

test('a completion is recorded with all that was said, and the audit log has it', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { startOn: '2026-03-09', schedule: { kind: 'once' } })

  const said = {
    completedOn: '2026-03-08',
    minutes: 45,
    cost: { minor: 1250, currency: 'EUR' },
    notes: 'Both sides.\nThe north one is rusty.',
    rating: 4
  }
  const { task: after, completion } = await done(member, task, said)

  assert.equal(after.column, 'completed_tasks')
  assert.deepEqual([after.dueOn, after.completionCount, after.lastCompletedOn], [null, 1, '2026-03-08'])
  const { items } = await member.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.deepEqual(items, [completion])
  assert.deepEqual(completion, {
    id: completion.id,
    taskId: task.id,
    taskTitle: task.title,
    kind: 'done',
    dueOn: '2026-03-09',
    completedBy: { userId: member.userId, displayName: member.name },
    contractor: null,
    photos: [],
    invoice: null,
    meterReading: null,
    recordedAt: '2026-03-10T12:00:00Z',
    ...said
  })
  const audited = await app.db
    .selectFrom('audit_events')
    .select(['event', 'actor_id', 'residence_id'])
    .where('subject_id', '=', task.id)
    .orderBy('id')
    .execute()
  assert.deepEqual(audited, [
    { event: 'task.created', actor_id: member.userId, residence_id: residence.id },
    { event: 'task.completed', actor_id: member.userId, residence_id: residence.id }
  ])
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('the second completion of a date is refused, of a one-time task without a date too', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  for (const details of [{}, { startOn: '2026-03-10' }, { schedule: every(1, 'week'), startOn: '2026-03-10' }]) {
    const task = await makeTask(member, residence.id, details)
    await done(member, task)
    assert.equal(await refusal(member, task), 'task_already_done')
  }
  const { n } = await app.db
    .selectFrom('completions')
    .select(app.db.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  assert.equal(n, 3)
})

test('dragged to done, a recurring task leaves a record and stands in its next column (recurrence vector 24)', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { schedule: every(3, 'month'), startOn: '2026-03-01' })
  assert.equal(task.column, 'overdue_tasks')

  const { task: after } = await done(member, task)

  assert.deepEqual([after.column, after.dueOn], ['upcoming_tasks', '2026-06-01'])
  const { columns } = await member.call(getBoard, { params: { residenceId: residence.id } })
  assert.deepEqual(
    columns.map(({ name, count, cards }) => [name, count, cards.length]),
    [
      ['overdue_tasks', 0, 0],
      ['due_soon_tasks', 0, 0],
      ['upcoming_tasks', 1, 1],
      ['in_progress_tasks', 0, 0],
      ['completed_tasks', 0, 0]
    ]
  )
  const { items } = await member.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.equal(items.length, 1)
})

test('Mondays and Thursdays, done on Monday: due on the Thursday of that week (recurrence vector 13)', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  app.clock.set('2026-03-09T12:00:00Z') // a Monday
  const schedule = every(1, 'week', { weekdays: [1, 4] })
  const task = await makeTask(member, residence.id, { schedule, startOn: '2026-03-09' })
  const { task: after } = await done(member, task)
  assert.deepEqual([task.dueOn, after.dueOn], ['2026-03-09', '2026-03-12'])
})

test('inspected, not done: asked again, the interval’s clock goes on, the history says so (recurrence vector 27)', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { schedule: every(3, 'month'), startOn: '2026-03-10' })

  const { task: asked, completion } = await done(member, task, { kind: 'inspected', nextOn: '2026-03-24' })
  assert.deepEqual([asked.dueOn, asked.anchorOn, asked.completionCount], ['2026-03-24', '2026-03-10', 0])
  app.clock.set('2026-03-24T12:00:00Z')
  const { task: after, completion: second } = await done(member, asked)

  assert.equal(after.dueOn, '2026-06-10')
  const { items } = await member.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.deepEqual(items, [second, completion])
  assert.deepEqual(
    items.map(({ kind, dueOn }) => [kind, dueOn]),
    [
      ['done', '2026-03-24'],
      ['inspected', '2026-03-10']
    ]
  )
})

test('a date that passed stays due until somebody does it (recurrence vector 20)', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { schedule: every(1, 'day'), startOn: '2026-03-10' })

  app.clock.set('2026-05-01T12:00:00Z')
  const later = await member.call(getTask, { params: { taskId: task.id } })
  assert.deepEqual([later.column, later.dueOn], ['overdue_tasks', '2026-03-10'])

  const { task: after } = await done(member, later)
  assert.equal(after.dueOn, '2026-05-02', 'what was missed is skipped')
})

test('today is the residence’s: a completion after local midnight is of the new day', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app, { timeZone: 'Pacific/Auckland' })
  app.clock.set('2026-03-10T11:30:00Z') // half past midnight on the 11th there
  const task = await makeTask(owner, residence.id, { schedule: every(1, 'day'), startOn: '2026-03-11' })
  assert.equal(await refusal(owner, task, { completedOn: '2026-03-12' }), 'completed_in_future')
  const { completion } = await done(owner, task)
  assert.equal(completion.completedOn, '2026-03-11')
})

test('it can be done on behalf of another member, not of a stranger', async (t) => {
  const app = await testApp(t)
  const { member, viewer, stranger, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id)

  assert.equal(await refusal(member, task, { completedBy: stranger.userId }), 'assignee_not_member')
  assert.equal(
    await refusal(member, task, { completedBy: '01940000-0000-7000-8000-000000000009' }),
    'assignee_not_member'
  )
  const { completion } = await done(member, task, { completedBy: viewer.userId.toUpperCase() })

  assert.deepEqual(completion.completedBy, { userId: viewer.userId, displayName: viewer.name })
  const { recorded_by } = await app.db.selectFrom('completions').select('recorded_by').executeTakeFirstOrThrow()
  assert.equal(recorded_by, member.userId)
})

test('off the board and in the future nothing is done, and a one-time task is not skipped', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { startOn: '2026-03-10' })
  assert.equal(await refusal(member, task, { completedOn: '2026-03-11' }), 'completed_in_future')
  assert.equal(await refusal(member, task, { kind: 'skipped' }), 'task_not_recurring')
  assert.equal(await refusal(member, task, { kind: 'inspected' }), 'invalid_input')
  assert.equal(await refusal(member, task, { rating: 6 }), 'invalid_input')
  assert.equal(await refusal(member, task, { cost: { minor: 0.5, currency: 'EUR' } }), 'invalid_input')
  await member.call(cancelTask, { params: { taskId: task.id } })
  assert.equal(await refusal(member, task), 'task_not_open')
  assert.deepEqual(await app.db.selectFrom('completions').selectAll().execute(), [])
})

test('skipping the last date of a schedule ends the task: it is completed, though never done', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, {
    schedule: every(1, 'week', { until: '2026-03-12' }),
    startOn: '2026-03-10'
  })
  const { task: after } = await done(member, task, { kind: 'skipped' })
  assert.deepEqual([after.column, after.dueOn, after.completionCount], ['completed_tasks', null, 0])
  const { columns } = await member.call(getBoard, { params: { residenceId: residence.id } })
  assert.deepEqual([columns[4]?.count, columns[4]?.cards.length], [1, 1])
})

test('a recurring task is unticked for the next time', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, {
    schedule: every(1, 'week'),
    checklist: [{ title: 'Ladder' }, { title: 'Gloves' }]
  })
  const itemId = task.checklist[0]?.id ?? ''
  await member.call(tickChecklistItem, { params: { taskId: task.id, itemId }, body: { done: true } })
  const { task: after } = await done(member, task)
  assert.deepEqual(after.checklist, task.checklist)
})

test('least done: the turn goes to who did it least often, undone completions not counted', async (t) => {
  const app = await testApp(t)
  const { member, manager, owner, residence } = await makeHousehold(app)
  const memberIds = [owner.userId, manager.userId, member.userId]
  const created = await makeTask(owner, residence.id, {
    schedule: every(1, 'day'),
    startOn: '2026-03-01',
    assignment: { rotation: 'least_done', memberIds, currentId: owner.userId }
  })
  const turnAfter = async (task: Task, doer: Person) => (await done(owner, task, { completedBy: doer.userId })).task
  const second = await turnAfter(created, owner)
  assert.equal(second.assignment.currentId, manager.userId)
  const third = await turnAfter(second, member)
  assert.equal(third.assignment.currentId, manager.userId)
  const fourth = await turnAfter(third, manager)
  assert.equal(fourth.assignment.currentId, member.userId, 'all did it once: on in turn order')
  await app.runJobs()
})

test('by lot: the draw is the context’s', async (t) => {
  const app = await testApp(t)
  const { member, manager, owner, residence } = await makeHousehold(app)
  const memberIds = [owner.userId, manager.userId, member.userId]
  const random = t.mock.method(app.ground, 'random', () => 0.99)
  const task = await makeTask(owner, residence.id, {
    schedule: every(1, 'day'),
    assignment: { rotation: 'random', memberIds, currentId: null }
  })
  assert.equal((await done(owner, task)).task.assignment.currentId, member.userId)
  assert.equal(random.mock.callCount(), 1)
  await app.runJobs()
})

test('what is sent days later counts on the day it was done where the home is; sent again it is the same completion', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { startOn: '2026-03-09', schedule: every(1, 'week') })
  const doneAt = app.clock.now().toString()
  app.clock.advance({ hours: 24 * 5 })
  const send = () =>
    member.send(completeTask, {
      params: { taskId: task.id },
      body: { kind: 'done', dueOn: task.dueOn, doneAt },
      headers: { 'idempotency-key': 'made-in-the-cellar' }
    })
  const [first, second] = [await send(), await send()]
  assert.deepEqual([first.statusCode, second.json()], [201, first.json()])
  const { items } = await member.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.deepEqual(
    items.map(({ completedOn }) => completedOn),
    [residence.today]
  )
})
