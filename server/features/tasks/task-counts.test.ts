import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { removeMember } from '#contract/residences.ts'
import { getBoard } from '#contract/board.ts'
import { getTask } from '#contract/tasks.ts'
import { fillResidence } from '#test/fill-residence.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { checkTaskCounts } from './count-queries.ts'

const versions = async (app: TestApp) =>
  (await app.db.selectFrom('residences').select('board_version').orderBy('id').execute()).map(
    (row) => row.board_version
  )

/** What is counted for a residence, by state. */
async function counted(app: TestApp, residenceId: string) {
  const { rows } = await sql<{ state: string; tasks: number }>`
    select state, sum(tasks)::integer as tasks from task_counts
    where residence_id = ${residenceId} and span = 'month' and tasks <> 0 group by state order by state`.execute(app.db)
  return Object.fromEntries(rows.map(({ state, tasks }) => [state, tasks]))
}

test('whichever statement changes tasks, of however many residences, the counts follow', async (t) => {
  const app = await testApp(t)
  const [one, other] = [await makeHousehold(app), await makeHousehold(app)]
  const fill = { tasks: 300, schedule: every(1, 'month'), from: '2026-01-15', days: 100 }
  await fillResidence(app, one.residence.id, fill)
  await fillResidence(app, other.residence.id, fill)
  assert.deepEqual(await checkTaskCounts(app.db), [])
  assert.deepEqual(await versions(app), [2, 2])

  const right = async (statement: ReturnType<typeof sql>, expected: number[]) => {
    await statement.execute(app.db)
    assert.deepEqual(await checkTaskCounts(app.db), [])
    assert.deepEqual(await versions(app), expected)
  }
  await right(sql`update tasks set due_on = due_on + 40 where due_on < '2026-03-01'`, [3, 3])
  await right(sql`update tasks set due_on = null, completion_count = 1 where due_on > '2026-04-10'`, [4, 4])
  await right(sql`update tasks set in_progress_since = now() where due_on = '2026-03-03'`, [5, 5])
  await right(sql`update tasks set archived_at = now() where residence_id = ${one.residence.id}`, [6, 5])
  await right(sql`update tasks set archived_at = null where residence_id = ${one.residence.id}`, [7, 5])
  await right(sql`delete from tasks where due_on < '2026-03-20'`, [8, 6])
  await right(sql`update tasks set title = title || '!' where residence_id = ${one.residence.id}`, [9, 6])
  await right(sql`update tasks set notes = 'No card shows them.', version = version + 1`, [9, 6])
  await right(sql`update tasks set title = title where false`, [9, 6])
  await right(sql`update tasks set cancelled_at = now() where residence_id = ${other.residence.id}`, [9, 7])
  assert.deepEqual(await counted(app, other.residence.id), {}, 'what is off the board is not counted')
  await right(sql`update tasks set title = 'Off the board' where cancelled_at is not null`, [9, 7])
  await right(sql`delete from tasks where cancelled_at is not null`, [9, 7])
})

test('a wrong count is found: one too many, one that should not be there, one that is missing', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  await makeTask(member, residence.id, { startOn: '2026-03-10' })
  const tamper = async (statement: ReturnType<typeof sql>) => {
    await statement.execute(app.db)
    return (await checkTaskCounts(app.db)).map(({ span, sortOn, counted: says, actual }) => [
      span,
      sortOn,
      says,
      actual
    ])
  }
  assert.deepEqual(await tamper(sql`update task_counts set tasks = 2 where span = 'day'`), [
    ['day', '2026-03-10', 2, 1]
  ])
  assert.deepEqual(await tamper(sql`update task_counts set tasks = 1`), [])
  assert.deepEqual(
    await tamper(sql`insert into task_counts select ${residence.id}, 'completed', 'month', 'infinity', 3`),
    [['month', 'infinity', 3, 0]]
  )
  assert.deepEqual(await tamper(sql`delete from task_counts`), [
    ['day', '2026-03-10', 0, 1],
    ['month', '2026-03-01', 0, 1]
  ])
})

test('a deleted residence leaves no counts', async (t) => {
  const app = await testApp(t)
  const { residence } = await makeHousehold(app)
  await fillResidence(app, residence.id, { tasks: 50, schedule: { kind: 'once' }, from: '2026-03-01', days: 20 })
  await app.db.deleteFrom('residences').where('id', '=', residence.id).execute()
  assert.deepEqual(await app.db.selectFrom('task_counts').selectAll().execute(), [])
})

test('who leaves takes no turn any more, and the board shows it', async (t) => {
  const app = await testApp(t)
  const { owner, manager, member, residence } = await makeHousehold(app)
  const memberIds = [owner.userId, member.userId, manager.userId]
  const task = await makeTask(owner, residence.id, {
    schedule: every(1, 'week'),
    assignment: { rotation: 'round_robin', memberIds, currentId: member.userId }
  })
  const params = { residenceId: residence.id }
  const tag = (await owner.send(getBoard, { params })).headers.etag
  await owner.call(removeMember, { params: { residenceId: residence.id, userId: member.userId } })
  const { assignment } = await owner.call(getTask, { params: { taskId: task.id } })
  assert.deepEqual(assignment, {
    rotation: 'round_robin',
    memberIds: [owner.userId, manager.userId],
    currentId: manager.userId
  })
  assert.notEqual((await owner.send(getBoard, { params })).headers.etag, tag)
  assert.deepEqual(await checkTaskCounts(app.db), [])
  await app.runJobs()
})
