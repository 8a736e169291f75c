import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTask } from '#contract/completions.ts'
import {
  archiveTask,
  cancelTask,
  deleteTask,
  getTask,
  startTask,
  stopTask,
  tickChecklistItem,
  unarchiveTask,
  uncancelTask,
  type Task
} from '#contract/tasks.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'
import { checkTaskCounts } from './count-queries.ts'

const eventsOf = async (app: TestApp, taskId: string) =>
  (
    await app.db.selectFrom('audit_events').select('event').where('subject_id', '=', taskId).orderBy('id').execute()
  ).map(({ event }) => event)
type Switch =
  | typeof startTask
  | typeof stopTask
  | typeof cancelTask
  | typeof uncancelTask
  | typeof archiveTask
  | typeof unarchiveTask
const set = (person: Person, route: Switch, task: Task): Promise<Task> =>
  person.call(route, { params: { taskId: task.id } })

test('each switch works, says so in the audit log once, and changes nothing the second time', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { startOn: '2026-03-01' })
  const steps = [
    { on: startTask, off: stopTask, field: 'inProgressSince', column: 'in_progress_tasks' },
    { on: cancelTask, off: uncancelTask, field: 'cancelledAt', column: null },
    { on: archiveTask, off: unarchiveTask, field: 'archivedAt', column: null }
  ] as const
  for (const { on, off, field, column } of steps) {
    const marked = await set(member, on, task)
    assert.deepEqual([marked[field], marked.column], ['2026-03-10T12:00:00Z', column])
    app.clock.advance({ hours: 1 })
    assert.deepEqual(await set(member, on, task), marked, 'the moment stays')
    const unmarked = await set(member, off, task)
    assert.deepEqual([unmarked[field], unmarked.column], [null, 'overdue_tasks'])
    assert.deepEqual(await set(member, off, task), unmarked)
    app.clock.set('2026-03-10T12:00:00Z')
  }
  assert.deepEqual(await eventsOf(app, task.id), [
    'task.created',
    'task.started',
    'task.stopped',
    'task.cancelled',
    'task.uncancelled',
    'task.archived',
    'task.unarchived'
  ])
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('what comes back on the board is where it was, in progress too', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id)
  await set(member, startTask, task)
  await set(member, cancelTask, task)
  await set(member, archiveTask, task)
  await set(member, uncancelTask, task)
  assert.equal((await set(member, unarchiveTask, task)).column, 'in_progress_tasks')
})

test('what is off the board or done cannot be started', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id)
  const refusal = async () => (await member.problem(startTask, { params: { taskId: task.id } })).code
  await set(member, archiveTask, task)
  assert.equal(await refusal(), 'task_not_open')
  await set(member, unarchiveTask, task)
  await member.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: null } })
  assert.equal(await refusal(), 'task_already_done')
})

test('an item is ticked and unticked; one of another task is not found', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { checklist: [{ title: 'Ladder' }, { title: 'Gloves' }] })
  const other = await makeTask(member, residence.id, { checklist: [{ title: 'Bucket' }] })
  const params = { taskId: task.id, itemId: task.checklist[1]?.id ?? '' }
  for (const done of [true, true, false]) {
    const ticked = await member.call(tickChecklistItem, { params, body: { done } })
    assert.deepEqual(
      ticked.checklist.map((item) => item.done),
      [false, done]
    )
  }
  assert.deepEqual(await eventsOf(app, task.id), ['task.created', 'checklist_item.ticked', 'checklist_item.unticked'])
  const foreign = { ...params, itemId: other.checklist[0]?.id ?? '' }
  const problem = await member.problem(tickChecklistItem, { params: foreign, body: { done: true } })
  assert.equal(problem.code, 'checklist_item_not_found')
})

test('a deleted task is gone with its history, and gone the second time', async (t) => {
  const app = await testApp(t)
  const { manager, residence } = await makeHousehold(app)
  const task = await makeTask(manager, residence.id)
  await manager.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: null } })
  const params = { taskId: task.id }
  await manager.call(deleteTask, { params })
  assert.equal((await manager.problem(deleteTask, { params })).code, 'task_not_found')
  assert.equal((await manager.problem(getTask, { params })).code, 'task_not_found')
  assert.deepEqual(await app.db.selectFrom('completions').selectAll().execute(), [])
  assert.deepEqual(await eventsOf(app, task.id), ['task.created', 'task.completed', 'task.deleted'])
  assert.deepEqual(await checkTaskCounts(app.db), [])
})
