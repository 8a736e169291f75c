import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { ageingAssets, findAsset, listAssetsOf } from '#server/features/assets/asset-queries.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { planNodes, type PlanNode } from '#test/query-plan.ts'
import { costsOfAsset, listHistory } from './history-queries.ts'
import { listTasksOf } from './list-queries.ts'

/** A household of 2 000 appliances in forty rooms and 10 000 tasks, each done once; as many as fit into the time of a test. */
async function crowd(app: TestApp) {
  const { owner, residence } = await makeHousehold(app)
  await sql`
    insert into areas (id, residence_id, name, created_at, updated_at)
    select gen_random_uuid(), ${residence.id}, 'Room ' || number, now(), now() from generate_series(1, 40) number`.execute(
    app.db
  )
  await sql`
    insert into assets (id, residence_id, area_id, name, kind, created_at, updated_at)
    select gen_random_uuid(), ${residence.id}, areas.id, 'Asset ' || number, 'other', now(), now()
    from areas, generate_series(1, 50) number where residence_id = ${residence.id}`.execute(app.db)
  await sql`
    insert into tasks (id, residence_id, asset_id, area_id, title, schedule, completion_count, last_completed_on, due_on)
    select gen_random_uuid(), residence_id, id, area_id, 'Task', '{"kind": "once"}', 1, day, case when number % 2 = 0 then day end
    from assets, generate_series(1, 5) number, lateral (select '2025-01-01'::date + abs(hashtext(id::text)) % 900 + number as day) dated
    where residence_id = ${residence.id}`.execute(app.db)
  await sql`
    insert into completions (id, task_id, residence_id, asset_id, number, kind, completed_on, cost_minor, cost_currency, before)
    select gen_random_uuid(), id, residence_id, asset_id, 1, 'done', last_completed_on, 100, 'EUR', '{}' from tasks
    where residence_id = ${residence.id}`.execute(app.db)
  const asset = await app.db
    .selectFrom('assets')
    .select(['id', 'area_id'])
    .where('residence_id', '=', residence.id)
    // in the middle of the list, whatever the ids are
    .orderBy('area_sort')
    .orderBy('name')
    .orderBy('id')
    .offset(1000)
    .limit(1)
    .executeTakeFirstOrThrow()
  return { owner, residenceId: residence.id, asset }
}

const of = (nodes: readonly PlanNode[], relation: string) => nodes.filter((node) => node.relation === relation)
/** Reads the table by this index alone, and no more rows than these. */
function readsRange(nodes: readonly PlanNode[], relation: string, index: string, atMost: number): void {
  const used = of(nodes, relation)
  assert.ok(used.length > 0, `nothing is read of ${relation}`)
  assert.deepEqual([...new Set(used.map((node) => node.index))], [index])
  assert.ok(used.reduce((sum, { rows }) => sum + rows, 0) <= atMost)
}

test('what the page of an appliance reads among 2 000 of them and 10 000 tasks is a range of an index', async (t) => {
  const app = await testApp(t)
  const { owner, residenceId, asset } = await crowd(app)
  const plan = (read: Parameters<typeof planNodes>[1]) => planNodes(app.database, read, owner.userId)

  await t.test('itself', async () => {
    const nodes = await plan((db) => findAsset(db, owner.userId, asset.id))
    readsRange(nodes, 'assets', 'assets_pkey', 1)
  })

  const tasks = { residenceId, states: ['open', 'completed'] as const, limit: 51 }
  const unfiltered = {
    offBoard: undefined,
    terms: undefined,
    category: undefined,
    priority: undefined,
    assignee: undefined,
    dueFrom: undefined,
    dueTo: undefined,
    after: undefined
  }
  await t.test('its tasks, and those of its room', async () => {
    const ofAsset = { ...tasks, ...unfiltered, assetId: asset.id, areaId: undefined }
    readsRange(await plan((db) => listTasksOf(db, ofAsset)), 'tasks', 'tasks_asset', 2 * 51)
    const ofArea = { ...tasks, ...unfiltered, assetId: undefined, areaId: asset.area_id ?? '' }
    readsRange(await plan((db) => listTasksOf(db, ofArea)), 'tasks', 'tasks_area', 2 * 51)
  })

  await t.test('its history and its cost', async () => {
    const page = { residenceId, assetId: asset.id, after: undefined, limit: 51 }
    const history = await plan((db) => listHistory(db, page))
    assert.ok(of(history, 'completions').some(({ index }) => index === 'completions_asset'))
    assert.ok(of(history, 'completions').reduce((sum, { rows }) => sum + rows, 0) <= 51)
    const costs = await plan((db) => costsOfAsset(db, { id: asset.id, residenceId }))
    assert.deepEqual(
      of(costs, 'completions').map(({ kind, index, rows }) => [kind, index, rows]),
      [['Index Only Scan', 'completions_asset', 5]]
    )
  })

  await t.test('all of the home once, and of no other, for what will need replacing', async () => {
    const { residence: other } = await makeHousehold(app)
    await sql`
      insert into assets (id, residence_id, name, kind, created_at, updated_at)
      select gen_random_uuid(), ${other.id}, 'Asset ' || number, 'other', now(), now() from generate_series(1, 10000) number`.execute(
      app.db
    )
    const read = of(await plan((db) => ageingAssets(db, residenceId)), 'assets')
    assert.deepEqual(
      read.map(({ kind, rows }) => [kind === 'Seq Scan', rows]),
      [[false, 2000]]
    )
  })

  await t.test('a page deep in the list of all appliances', async () => {
    const after = [asset.area_id ?? '', 'Asset 3', asset.id] as const
    const list = { residenceId, search: undefined, area: undefined, kind: undefined, archived: false, after, limit: 51 }
    const nodes = await plan((db) => listAssetsOf(db, list))
    readsRange(nodes, 'assets', 'assets_list', 51)
    assert.ok(nodes.every(({ kind }) => kind !== 'Sort'))
  })
})
