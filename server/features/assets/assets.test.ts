import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as api from '#contract/assets.ts'
import { completeTask, listCompletions, listTaskCompletions, undoCompletion } from '#contract/completions.ts'
import { getForecast } from '#contract/forecast.ts'
import { archiveResidence, deleteResidence } from '#contract/residences.ts'
import { createTasks, getTask, listTasks, updateTask } from '#contract/tasks.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeArea, makeAsset } from '#test/make-asset.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'

const app = await testApp({ after })

test('an appliance keeps all that is said of it; what is left out of a change stays', async () => {
  const { member, viewer, residence } = await makeHousehold(app)
  const kitchen = await makeArea(member, residence.id)
  const details = {
    name: 'Dishwasher',
    kind: 'dishwasher',
    areaId: kitchen.id,
    make: 'Miele',
    model: 'G 7000',
    serial: 'S/N 42',
    installedOn: '2020-05-01',
    price: { minor: 89900, currency: 'EUR' },
    expectedLifeYears: 12,
    warrantyEndsOn: '2027-05-01',
    notes: 'Salt on Sundays\nand rinse aid'
  } as const
  const made = await makeAsset(member, residence.id, details)
  const { id, residenceId, archivedAt, createdAt, updatedAt, warranty, ...kept } = made
  assert.deepEqual(kept, details)
  assert.deepEqual(warranty, { endsOn: details.warrantyEndsOn, documentId: null })
  assert.deepEqual([residenceId, archivedAt, createdAt], [residence.id, null, updatedAt])

  const params = { assetId: id }
  const changed = await member.call(api.updateAsset, { params, body: { price: null, areaId: null } })
  assert.deepEqual(changed, { ...made, price: null, areaId: null })
  assert.deepEqual(await viewer.call(api.getAsset, { params }), changed)
  const bare = await makeAsset(member, residence.id, { name: 'Box' })
  assert.deepEqual([bare.kind, bare.make, bare.price, bare.expectedLifeYears], ['other', null, null, null])
})

test('of two who edit the same version of an appliance or a room the second is told', async () => {
  const { member, owner, residence } = await makeHousehold(app)
  const room = { areaId: (await makeArea(owner, residence.id)).id }
  const asset = { assetId: (await makeAsset(owner, residence.id, room)).id }
  const tags = {
    area: String((await owner.send(api.getArea, { params: room })).headers.etag),
    asset: String((await owner.send(api.getAsset, { params: asset })).headers.etag)
  }
  assert.equal((await member.send(api.getAsset, { params: asset, ifNoneMatch: tags.asset })).statusCode, 304)

  const rooms = await race(4, (number) =>
    member.send(api.updateArea, { params: room, body: { name: `Room ${number}` }, ifMatch: tags.area })
  )
  const assets = await race(4, (number) =>
    member.send(api.updateAsset, { params: asset, body: { name: `Asset ${number}` }, ifMatch: tags.asset })
  )

  for (const results of [rooms, assets]) {
    const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
    assert.equal(statuses.filter((status) => status === 200).length, 1)
    assert.equal(statuses.filter((status) => status === 412).length, 3)
  }
  const tag = String((await owner.send(api.getAsset, { params: asset })).headers.etag)
  await owner.call(api.deleteArea, { params: room })
  const late = await member.send(api.updateAsset, { params: asset, body: { name: 'Late' }, ifMatch: tag })
  assert.equal(late.statusCode, 412, 'it stands in no room any more')
})

test('members add and change, managers delete, and of an archived home nothing is changed', async () => {
  const { owner, manager, member, viewer, stranger, residence } = await makeHousehold(app)
  const areaId = (await makeArea(member, residence.id)).id
  const assetId = (await makeAsset(member, residence.id)).id
  const params = { residenceId: residence.id }
  assert.equal((await viewer.problem(api.createAsset, { params, body: { name: 'A' } })).code, 'not_allowed')
  assert.equal((await stranger.problem(api.createArea, { params, body: { name: 'A' } })).code, 'residence_not_found')
  assert.equal((await stranger.problem(api.getAssetCosts, { params: { assetId } })).code, 'asset_not_found')
  assert.equal((await member.problem(api.deleteAsset, { params: { assetId } })).code, 'not_allowed')
  assert.equal((await member.problem(api.deleteArea, { params: { areaId } })).code, 'not_allowed')

  const put = await member.call(api.archiveAsset, { params: { assetId } })
  assert.deepEqual(await member.call(api.archiveAsset, { params: { assetId } }), put, 'twice is once')
  assert.deepEqual(await names(member, params, { archived: true }), ['Dishwasher'])
  assert.deepEqual(await names(member, params), [])
  assert.equal((await member.call(api.unarchiveAsset, { params: { assetId } })).archivedAt, null)

  await owner.call(archiveResidence, { params })
  assert.equal((await owner.problem(api.createArea, { params, body: { name: 'A' } })).code, 'residence_archived')
  assert.equal((await manager.problem(api.deleteAsset, { params: { assetId } })).code, 'residence_archived')
})

test('the list goes room by room, by pages of any size, and finds by any word of what something is called', async () => {
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const [kitchen, attic] = [await makeArea(member, residence.id), await makeArea(member, residence.id, 'Attic')]
  await makeAsset(member, residence.id, { name: 'Gate', kind: 'other' })
  for (const name of ['Boiler', 'Antenna']) await makeAsset(member, residence.id, { name, areaId: attic.id })
  for (const name of ['Oven', 'Dishwasher', 'Oven'])
    await makeAsset(member, residence.id, { name, areaId: kitchen.id, make: '100%_Steel' })

  const all = ['Dishwasher', 'Oven', 'Oven', 'Antenna', 'Boiler', 'Gate']
  assert.deepEqual(await names(member, params), all)
  for (const limit of [1, 2, 5]) assert.deepEqual(await names(member, params, { limit }), all)
  assert.deepEqual(await names(member, params, { area: attic.id }), ['Antenna', 'Boiler'])
  assert.deepEqual(await names(member, params, { area: 'none' }), ['Gate'])
  assert.deepEqual(await names(member, params, { search: ' steel DISH ' }), ['Dishwasher'])
  assert.deepEqual(await names(member, params, { search: '0%_S' }), ['Dishwasher', 'Oven', 'Oven'])
  assert.deepEqual(await names(member, params, { search: '0__S' }), [])
  const rooms = await member.call(api.listAreas, { params, query: { limit: 1 } })
  assert.deepEqual([rooms.items[0]?.name, rooms.nextCursor === null], ['Kitchen', false])
})

async function names(
  person: Person,
  params: { residenceId: string },
  query: Parameters<typeof person.call<typeof api.listAssets>>[1]['query'] = {}
): Promise<string[]> {
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page: { items: api.Asset[]; nextCursor: string | null } = await person.call(api.listAssets, {
      params,
      query: { ...query, ...(cursor !== null && { cursor }) }
    })
    found.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

test('tasks name rooms and appliances of their own home only, alone and among many', async () => {
  const { member, residence } = await makeHousehold(app)
  const other = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const [area, asset] = [await makeArea(member, residence.id), await makeAsset(member, residence.id)]
  const foreign = await makeAsset(other.member, other.residence.id)
  const once = { title: 'Descale', schedule: { kind: 'once' } } as const

  const problem = await member.problem(createTasks, {
    params,
    body: {
      tasks: [
        { ...once, assetId: asset.id },
        { ...once, assetId: foreign.id, areaId: asset.id }
      ]
    }
  })
  assert.equal(problem.code, 'not_of_this_home')
  assert.deepEqual(
    problem.fields?.map(({ path }) => path),
    ['/tasks/1/areaId', '/tasks/1/assetId']
  )
  const task = await makeTask(member, residence.id, { assetId: asset.id.toUpperCase(), areaId: area.id })
  assert.deepEqual([task.assetId, task.areaId], [asset.id, area.id])
  const taskId = { taskId: task.id }
  const body = { assetId: foreign.id }
  assert.equal((await member.problem(updateTask, { params: taskId, body })).code, 'not_of_this_home')
  assert.equal(
    (await other.member.problem(api.updateAsset, { params: { assetId: foreign.id }, body: { areaId: area.id } })).code,
    'not_of_this_home'
  )
  await makeTask(member, residence.id)
  for (const query of [{ assetId: asset.id }, { areaId: area.id }])
    assert.deepEqual(
      (await member.call(listTasks, { params, query })).items.map(({ id }) => id),
      [task.id]
    )
})

test('what was done and spent stands with the appliance that it was done to, also when the task turns to another one', async () => {
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const [old, young] = [await makeAsset(member, residence.id), await makeAsset(member, residence.id)]
  const task = await makeTask(member, residence.id, {
    schedule: every(1, 'month'),
    startOn: '2025-12-10',
    assetId: old.id
  })
  const complete = async (completedOn: string, minor: number, currency = 'EUR') => {
    const { dueOn } = await member.call(getTask, { params: { taskId: task.id } })
    const cost = { minor, currency }
    const body = { kind: 'done', dueOn, completedOn, cost } as const
    return (await member.call(completeTask, { params: { taskId: task.id }, body })).completion.id
  }
  await complete('2025-12-11', 1000)
  await complete('2026-01-11', 500)
  await complete('2026-01-12', 700, 'USD')
  const undone = await complete('2026-01-13', 9)
  await member.call(undoCompletion, { params: { completionId: undone } })
  await member.call(updateTask, { params: { taskId: task.id }, body: { assetId: young.id } })
  const last = await complete('2026-03-01', 300)

  const costs = async (assetId: string) => (await member.call(api.getAssetCosts, { params: { assetId } })).items
  assert.deepEqual(await costs(old.id), [
    { year: 2026, currency: 'EUR', minor: 500 },
    { year: 2026, currency: 'USD', minor: 700 },
    { year: 2025, currency: 'EUR', minor: 1000 }
  ])
  assert.deepEqual(await costs(young.id), [{ year: 2026, currency: 'EUR', minor: 300 }])
  const { items } = await member.call(listCompletions, { params, query: { assetId: young.id } })
  assert.deepEqual(
    items.map(({ id }) => id),
    [last]
  )
})

test('a deleted appliance or room leaves its tasks, unlinked, with their history', async () => {
  const { owner, manager, residence } = await makeHousehold(app)
  const area = await makeArea(owner, residence.id)
  const asset = await makeAsset(owner, residence.id, { areaId: area.id })
  const task = await makeTask(owner, residence.id, { assetId: asset.id, areaId: area.id })
  const params = { taskId: task.id }
  await owner.call(completeTask, { params, body: { kind: 'done', dueOn: null } })
  const tag = String((await owner.send(getTask, { params })).headers.etag)

  await manager.call(api.deleteAsset, { params: { assetId: asset.id } })
  const late = await owner.send(updateTask, { params, body: { title: 'Late' }, ifMatch: tag })
  assert.equal(late.statusCode, 412)
  await manager.call(api.deleteArea, { params: { areaId: area.id } })

  const left = await owner.call(getTask, { params })
  assert.deepEqual([left.assetId, left.areaId, left.completionCount], [null, null, 1])
  assert.equal((await owner.call(listTaskCompletions, { params, query: {} })).items.length, 1)
  assert.equal((await owner.problem(api.getAsset, { params: { assetId: asset.id } })).code, 'asset_not_found')
})

test('nothing of a residence that is deleted is left', async () => {
  const { owner, residence } = await makeHousehold(app)
  const area = await makeArea(owner, residence.id)
  const asset = await makeAsset(owner, residence.id, { areaId: area.id })
  const task = await makeTask(owner, residence.id, { assetId: asset.id, areaId: area.id })
  await owner.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: null } })
  await owner.call(deleteResidence, { params: { residenceId: residence.id } })
  for (const table of ['areas', 'assets', 'tasks', 'completions'] as const) {
    const left = await app.db.selectFrom(table).select('id').where('residence_id', '=', residence.id).execute()
    assert.deepEqual(left, [], table)
  }
})

test('what will need replacing: of this home, of what is still there; a stranger finds no home', async () => {
  const { member, viewer, stranger, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const price = { minor: 100_000, currency: 'EUR' }
  const old = await makeAsset(member, residence.id, { kind: 'dishwasher', installedOn: '2020-06-01', price })
  const away = await makeAsset(member, residence.id, { kind: 'oven', installedOn: '2015-01-01', price })
  await makeAsset(member, residence.id, { name: 'Grill', kind: 'grill' })
  await member.call(api.archiveAsset, { params: { assetId: away.id } })
  await makeAsset(stranger, (await makeResidence(stranger)).id, { kind: 'oven', installedOn: '2015-01-01', price })

  const { years, total, unforetold } = await viewer.call(getForecast, { params })

  assert.deepEqual(
    years.flatMap(({ year, replacements }) => replacements.map(({ assetId, cost }) => [year, assetId, cost?.minor])),
    [[2029, old.id, 119_509]]
  )
  assert.deepEqual([years[0]?.year, total.count, unforetold.map(({ name }) => name)], [2026, 1, ['Grill']])
  assert.equal((await stranger.problem(getForecast, { params })).code, 'residence_not_found')
})
