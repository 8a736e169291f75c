import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fillResidence } from '#test/fill-residence.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every } from '#test/make-task.ts'
import { planNodes, type PlanNode } from '#test/query-plan.ts'
import { readBoard, readColumn, readFirstCards } from './board-queries.ts'
import { columnRanges, firstPageSize } from './board-rules.ts'
import { countTasks } from './count-queries.ts'
import { listHistory } from './history-queries.ts'
import { listTasksOf, type TaskList } from './list-queries.ts'
import { findPlace } from './place-queries.ts'

const today = Temporal.PlainDate.from('2026-03-10')
const ranges = columnRanges({ today, dueSoonDays: 30 })

/** A household of 10 000 tasks in every state over three years, among three hundred ordinary ones. */
async function crowd(app: TestApp) {
  const { owner, residence } = await makeHousehold(app)
  for (let index = 0; index < 4; index++) {
    const { id } = await makeResidence(owner, { name: `Home ${index}` })
    await fillResidence(app, id, { tasks: 50, schedule: every(1, 'month'), from: '2026-01-01', days: 200 })
  }
  await sql`
    insert into residences (id, name, time_zone) select gen_random_uuid(), 'Home', 'UTC' from generate_series(1, 300)`.execute(
    app.db
  )
  await sql`
    insert into tasks (id, residence_id, title, schedule, due_on)
    select gen_random_uuid(), residences.id, 'Task', '{"kind": "once"}', '2026-01-01'::date + number
    from residences, generate_series(1, 20) number where residences.name = 'Home'`.execute(app.db)
  await fillResidence(app, residence.id, { tasks: 10_000, schedule: { kind: 'once' }, from: '2025-01-01', days: 1100 })
  await sql`
    update tasks set
      in_progress_since = case when abs(hashtext(id::text)) % 10 = 0 then now() end,
      completion_count = abs(hashtext(id::text)) % 4, last_completed_on = due_on - 1,
      due_on = case when abs(hashtext(id::text)) % 4 = 1 then null else due_on end
    where residence_id = ${residence.id}`.execute(app.db)
  await sql`
    insert into completions (id, task_id, residence_id, number, kind, completed_on, before)
    select gen_random_uuid(), id, residence_id, 1, 'done', last_completed_on, '{}' from tasks
    where completion_count > 0`.execute(app.db)
  return { owner, residenceId: residence.id }
}

const on = (nodes: readonly PlanNode[], relation: string) => nodes.filter((node) => node.relation === relation)
/** Each read of the table is a range of one of these indexes. */
function readsRanges(nodes: readonly PlanNode[], relation: string, indexes: readonly string[]): void {
  const used = on(nodes, relation).map(({ kind, index }) => `${kind} ${index}`)
  assert.ok(used.length > 0, `nothing is read of ${relation}`)
  const allowed = new Set(indexes.flatMap((index) => [`Index Scan ${index}`, `Index Only Scan ${index}`]))
  assert.deepEqual(
    used.filter((scan) => !allowed.has(scan)),
    []
  )
}
const rowsOf = (nodes: readonly PlanNode[], relation: string) =>
  on(nodes, relation).reduce((sum, { rows }) => sum + rows, 0)

test('what a screen of a household with 10 000 tasks reads is a range of an index, of the screen’s size', async (t) => {
  const app = await testApp(t)
  const { owner, residenceId } = await crowd(app)

  await t.test('the board: a first page of each column, and counts from the index alone', async () => {
    const nodes = await planNodes(app.database, (db) => readBoard(db, residenceId, ranges), owner.userId)
    readsRanges(nodes, 'tasks', ['tasks_board', 'tasks_completed'])
    assert.equal(rowsOf(nodes, 'tasks'), 5 * (firstPageSize + 1))
    assert.deepEqual(
      on(nodes, 'task_counts').map(({ kind, index }) => [kind, index]),
      [['Index Only Scan', 'task_counts_pkey']]
    )
    assert.ok(rowsOf(nodes, 'task_counts') < 120, 'days at the ends, months between')
    assert.ok(
      nodes.every(({ kind, rows }) => kind !== 'Sort' || rows < 120),
      'no tasks are sorted'
    )
  })

  await t.test('a page deep in a column', async () => {
    for (const range of ranges) {
      const { nextKey: after } = await readColumn(app.db, range, { residenceId, after: undefined, limit: 900 })
      assert.ok(after ?? range.name === 'due_soon_tasks', range.name)
      const nodes = await planNodes(
        app.database,
        (db) => readColumn(db, range, { residenceId, after, limit: 50 }),
        owner.userId
      )
      readsRanges(nodes, 'tasks', ['tasks_board', 'tasks_completed'])
      assert.ok(rowsOf(nodes, 'tasks') <= 51)
      assert.ok(nodes.every(({ kind }) => kind !== 'Sort'))
    }
  })

  await t.test('today', async () => {
    const asked = [{ residenceId, to: '2026-03-16', ranges }]
    const cards = await planNodes(app.database, (db) => readFirstCards(db, asked, firstPageSize), owner.userId)
    readsRanges(cards, 'tasks', ['tasks_board'])
    assert.equal(rowsOf(cards, 'tasks'), firstPageSize)
    const counts = await planNodes(
      app.database,
      (db) => countTasks(db, [{ ...ranges[0], residenceId } as never]),
      owner.userId
    )
    readsRanges(counts, 'task_counts', ['task_counts_pkey'])
  })

  await t.test('a page of the list, of each state a range', async () => {
    const list: TaskList = {
      residenceId,
      states: ['open', 'in_progress', 'completed', 'off_board'],
      offBoard: undefined,
      terms: undefined,
      category: undefined,
      priority: undefined,
      assignee: undefined,
      assetId: undefined,
      areaId: undefined,
      dueFrom: undefined,
      dueTo: undefined,
      after: ['2026-05-01', '00000000-0000-0000-0000-000000000000'],
      limit: 51
    }
    const nodes = await planNodes(app.database, (db) => listTasksOf(db, list), owner.userId)
    readsRanges(nodes, 'tasks', ['tasks_board'])
    assert.ok(rowsOf(nodes, 'tasks') <= 4 * 51)
  })

  await t.test('a page of the history', async () => {
    const page = { residenceId, after: ['2026-05-01', '00000000-0000-0000-0000-000000000000'], limit: 51 } as const
    const nodes = await planNodes(app.database, (db) => listHistory(db, page), owner.userId)
    // By person: whose name a reader may see, asked where somebody is no member any more.
    readsRanges(nodes, 'completions', ['completions_history', 'completions_by_person'])
    assert.equal(rowsOf(nodes, 'completions'), 51)
  })

  await t.test('the version behind the board’s tag', async () => {
    const nodes = await planNodes(app.database, (db) => findPlace(db, owner.userId, residenceId), owner.userId)
    readsRanges(nodes, 'residences', ['residences_pkey'])
    assert.equal(rowsOf(nodes, 'residences'), 1)
    assert.deepEqual(on(nodes, 'tasks'), [])
  })
})
