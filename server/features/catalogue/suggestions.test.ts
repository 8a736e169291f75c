import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { archiveAsset } from '#contract/assets.ts'
import {
  addSuggestions,
  dismissSuggestion,
  getTemplate,
  listAssetSuggestions,
  listSuggestions,
  listTemplates,
  previewPlan,
  restoreSuggestion,
  type Suggestion
} from '#contract/catalogue.ts'
import type { Input } from '#contract/route.ts'
import { archiveResidence } from '#contract/residences.ts'
import { archiveTask, deleteTask, listTasks, unarchiveTask } from '#contract/tasks.ts'
import { fillResidence } from '#test/fill-residence.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeAsset } from '#test/make-asset.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'
import { planNodes } from '#test/query-plan.ts'
import { race } from '#test/race.ts'
import { templatesInUse } from '../tasks/access.ts'
import { catalogue } from './catalogue.ts'

const app = await testApp({ after: (run) => after(run) })
const house = {
  propertyType: 'house',
  country: 'DE',
  postalCode: '10115',
  profile: { heating: 'boiler', pool: false }
} as const

/** All pages of what is suggested. */
async function suggested(person: Person, residenceId: string, query: object = {}): Promise<Suggestion[]> {
  const params = { residenceId }
  const items: Suggestion[] = []
  let cursor: string | undefined
  do {
    const page = await person.call(listSuggestions, {
      params,
      query: { ...query, limit: 40, ...(cursor && { cursor }) }
    })
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return items
}
const idsOf = (items: readonly Suggestion[]) => items.map(({ template }) => template.id)
const tasksOf = (person: Person, residenceId: string) =>
  person.call(listTasks, { params: { residenceId }, query: { state: 'all', limit: 100 } })

test('a home gets suggestions that fit it, each with its reasons in the language asked for', async () => {
  const { viewer, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  const english = await viewer.call(listSuggestions, { params, query: {} })
  const german = await viewer.call(listSuggestions, { params, query: { language: 'de' } })

  assert.deepEqual(english.climate, { zone: '5A', basis: 'country' })
  assert.deepEqual(idsOf(german.items), idsOf(english.items))
  const [first] = english.items
  assert.equal(first?.template.importance, 'safety')
  const boiler = english.items.find(({ template }) => template.id === 'boiler-service')
  assert.deepEqual(boiler?.why[0], { code: 'home_has', text: 'Your home has a boiler.' })
  assert.equal(boiler.template.source.url.startsWith('https://'), true)
  const kessel = german.items.find(({ template }) => template.id === 'boiler-service')
  assert.equal(kessel?.why[0]?.text, 'Dein Zuhause hat einen Heizkessel.')
  assert.ok(!idsOf(english.items).includes('pool-skim'))
})

test('the pages hold everything once, and a cursor is good for its own list only', async () => {
  const { member, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  const all = await suggested(member, residence.id)
  const { total, nextCursor } = await member.call(listSuggestions, { params, query: { limit: 5 } })
  assert.equal(new Set(idsOf(all)).size, all.length)
  assert.equal(all.length, total)
  assert.ok(nextCursor)
  const other = await makeResidence(member)
  const refused = await member.problem(listSuggestions, {
    params: { residenceId: other.id },
    query: { cursor: nextCursor }
  })
  assert.equal(refused.code, 'invalid_cursor')
  const safe = await suggested(member, residence.id, { category: 'safety', who: 'anyone' })
  assert.ok(
    safe.length > 0 && safe.every(({ template }) => template.category === 'safety' && template.who === 'anyone')
  )
})

test('nothing is in the home until it is added; what is added is a task that says where it came from', async () => {
  const { member, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  await suggested(member, residence.id)
  await member.call(previewPlan, { params, body: { templateIds: ['smoke-alarm-test'] } })
  assert.deepEqual((await tasksOf(member, residence.id)).items, [])

  const body = {
    language: 'de' as const,
    tasks: [{ templateId: 'smoke-alarm-test', startOn: '2026-03-14' }, { templateId: 'gutters-autumn' }]
  } satisfies Input<typeof addSuggestions>['body']
  const { items } = await member.call(addSuggestions, { params, body })
  assert.deepEqual(
    items.map(({ templateId, title, dueOn, priority, estimatedMinutes }) => [
      templateId,
      title,
      dueOn,
      priority,
      estimatedMinutes
    ]),
    [
      ['smoke-alarm-test', 'Rauchmelder prüfen', '2026-03-14', 'high', 10],
      ['gutters-autumn', 'Dachrinnen nach dem Laubfall reinigen', '2026-10-01', 'medium', 120]
    ]
  )
  assert.match(
    items[0]?.notes ?? '',
    /Prüftaste[^]*Du brauchst: Trittleiter[^]*Vorsicht: [^]*Quelle: US Fire Administration/
  )
  assert.deepEqual(
    new Set((await tasksOf(member, residence.id)).items.map(({ templateId }) => templateId)),
    new Set(['gutters-autumn', 'smoke-alarm-test'])
  )
})

test('what the home has is not suggested: by template, and by a title in other words', async () => {
  const { member, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  await member.call(addSuggestions, { params, body: { tasks: [{ templateId: 'smoke-alarm-test' }] } })
  await makeTask(member, residence.id, { title: 'Cleaning of the fridge!' })
  await makeTask(member, residence.id, { title: 'Perlator reinigen' })
  const has = idsOf(await suggested(member, residence.id))
  for (const id of ['smoke-alarm-test', 'fridge-clean', 'faucet-aerators']) assert.ok(!has.includes(id), id)
  assert.ok(has.includes('smoke-alarm-clean'))
})

test('what was put away or deleted is suggested again and can be added again', async () => {
  const { manager, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  const add = () => manager.call(addSuggestions, { params, body: { tasks: [{ templateId: 'smoke-alarm-test' }] } })
  const { items } = await add()
  const taskId = items[0]?.id ?? ''
  await manager.call(archiveTask, { params: { taskId } })
  assert.ok(idsOf(await suggested(manager, residence.id)).includes('smoke-alarm-test'))
  await manager.call(unarchiveTask, { params: { taskId } })
  assert.ok(!idsOf(await suggested(manager, residence.id)).includes('smoke-alarm-test'))
  await manager.call(deleteTask, { params: { taskId } })
  await add()
})

// ASVS 2.3.3
test('of many with one that cannot be, none is added, and the answer says which', async () => {
  const { member, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  const add = (...ids: string[]) =>
    member.problem(addSuggestions, { params, body: { tasks: ids.map((templateId) => ({ templateId })) } })
  assert.equal((await add('smoke-alarm-test', 'no-such-task')).code, 'template_not_found')
  const twice = await add('smoke-alarm-test', 'boiler-service', 'smoke-alarm-test')
  assert.equal(twice.code, 'template_already_added')
  assert.deepEqual(twice.fields, [{ in: 'body', path: '/tasks/2/templateId', reason: 'already_there' }])
  assert.equal((await add()).code, 'invalid_input')
  assert.equal((await add(...catalogue.slice(0, 51).map(({ id }) => id))).code, 'invalid_input')
  assert.deepEqual((await tasksOf(member, residence.id)).items, [])

  await member.call(addSuggestions, { params, body: { tasks: [{ templateId: 'boiler-service' }] } })
  const there = await add('smoke-alarm-test', 'boiler-service')
  assert.deepEqual(there.fields, [{ in: 'body', path: '/tasks/1/templateId', reason: 'already_there' }])
  assert.equal((await tasksOf(member, residence.id)).items.length, 1)
})

test('fifty are added with one change of the board', async () => {
  const { member, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  const tasks = catalogue.slice(0, 50).map(({ id }) => ({ templateId: id }))
  const { items } = await member.call(addSuggestions, { params, body: { tasks } })
  assert.deepEqual(
    items.map(({ templateId }) => templateId),
    tasks.map(({ templateId }) => templateId)
  )
  const { board_version: version } = await app.db
    .selectFrom('residences')
    .select('board_version')
    .where('id', '=', residence.id)
    .executeTakeFirstOrThrow()
  assert.equal(version, 2)
})

test('of two people who add the same at once one does; a repeated request adds it once', async () => {
  const { member, manager, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  const body = { tasks: [{ templateId: 'smoke-alarm-test' }, { templateId: 'boiler-service' }] }
  const people = [member, manager]
  const replies = await race(8, async (index) => {
    const reply = await (people[index % 2] ?? member).send(addSuggestions, { params, body })
    return reply.statusCode
  })
  assert.deepEqual(
    replies.map((reply) => (reply.status === 'fulfilled' ? reply.value : 0)).toSorted((one, other) => one - other),
    [201, ...Array.from({ length: 7 }, () => 409)]
  )
  assert.equal((await tasksOf(member, residence.id)).items.length, 2)

  const again = {
    params,
    body: { tasks: [{ templateId: 'radon-test' }] },
    headers: { 'idempotency-key': 'the-same-key-1' }
  }
  const first = await member.call(addSuggestions, again)
  assert.deepEqual(await member.call(addSuggestions, again), first)
  assert.equal((await tasksOf(member, residence.id)).items.length, 3)
})

test('what is dismissed is remembered for the home, for everyone, until it is restored', async () => {
  const { member, viewer, owner, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id, templateId: 'radon-test' }
  const other = await makeResidence(member, house)
  await member.call(dismissSuggestion, { params })
  await member.call(dismissSuggestion, { params })
  assert.ok(!idsOf(await suggested(viewer, residence.id)).includes('radon-test'))
  assert.deepEqual(idsOf(await suggested(viewer, residence.id, { dismissed: true })), ['radon-test'])
  assert.ok(idsOf(await suggested(member, other.id)).includes('radon-test'))

  assert.equal((await viewer.problem(restoreSuggestion, { params })).code, 'not_allowed')
  assert.equal(
    (await member.problem(dismissSuggestion, { params: { ...params, templateId: 'no-such' } })).code,
    'template_not_found'
  )
  await owner.call(restoreSuggestion, { params })
  await owner.call(restoreSuggestion, { params })
  assert.ok(idsOf(await suggested(viewer, residence.id)).includes('radon-test'))

  await owner.call(archiveResidence, { params })
  assert.equal((await member.problem(dismissSuggestion, { params })).code, 'residence_archived')
})

test('a plan proposes dates in season for what is chosen and adds up', async () => {
  const { viewer, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  const templateIds = ['smoke-alarm-test', 'gutters-autumn', 'radon-test']
  const plan = await viewer.call(previewPlan, { params, body: { language: 'de', templateIds } })
  assert.deepEqual([plan.from, plan.to], ['2026-03-10', '2027-03-09'])
  assert.deepEqual(
    plan.items.map(({ templateId, title }) => [templateId, title]),
    [
      ['smoke-alarm-test', 'Rauchmelder prüfen'],
      ['gutters-autumn', 'Dachrinnen nach dem Laubfall reinigen'],
      ['radon-test', 'Radon messen']
    ]
  )
  assert.match(plan.items[1]?.dates.join() ?? '', /^2026-1[0-2]-\d\d$/)
  const minutes = plan.items.reduce((sum, item) => sum + item.minutes * item.dates.length, 0)
  assert.equal(
    plan.weekends.reduce((sum, weekend) => sum + weekend.minutes, 0),
    minutes
  )
  const missing = await viewer.problem(previewPlan, { params, body: { templateIds: ['no-such'] } })
  assert.equal(missing.code, 'template_not_found')
})

test('the catalogue is paged, searched in both languages, and knows each task', async () => {
  const person = await app.person('Rita Reader')
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await person.call(listTemplates, { query: { limit: 100, ...(cursor && { cursor }) } })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  assert.deepEqual(
    seen,
    catalogue.map(({ id }) => id)
  )
  const found = await person.call(listTemplates, { query: { language: 'de', search: 'RAUCHMELDER prüfen' } })
  assert.ok(found.items.some(({ id }) => id === 'smoke-alarm-test'))
  assert.deepEqual((await person.call(listTemplates, { query: { search: 'zebra' } })).items, [])
  const one = await person.call(getTemplate, { params: { templateId: 'gutters-autumn' }, query: { language: 'de' } })
  assert.equal(one.title, 'Dachrinnen nach dem Laubfall reinigen')
  assert.equal(
    (await person.problem(getTemplate, { params: { templateId: 'no-such' }, query: {} })).code,
    'template_not_found'
  )
})

test('titles that mean the same have the same words, whatever their order and endings', async () => {
  const words = async (title: string) =>
    (await sql<{ words: string }>`select title_words(${title}) as words`.execute(app.db)).rows[0]?.words
  assert.equal(await words('Clean the gutters'), await words('Gutter cleaning'))
  assert.equal(await words('Dachrinne reinigen'), await words('Die Dachrinnen reinigen!'))
  assert.notEqual(await words('Clean the gutters'), await words('Check the gutters'))
  for (const language of ['en', 'de'] as const) {
    const all = await Promise.all(catalogue.map((template) => words(template[language].title)))
    assert.equal(new Set(all).size, catalogue.length)
  }
})

test('what a home with 10 000 tasks has is looked up in ranges of indexes', async () => {
  const { member, residence } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  await fillResidence(app, residence.id, { tasks: 10_000, schedule: { kind: 'once' }, from: '2025-01-01', days: 1100 })
  await member.call(addSuggestions, { params, body: { tasks: [{ templateId: 'smoke-alarm-test' }] } })
  const titles = new Map(catalogue.map(({ id, en }) => [en.title, id]))
  const nodes = await planNodes(app.database, (db) => templatesInUse(db, residence.id, titles), member.userId)
  const read = nodes.filter(({ relation }) => relation === 'tasks')
  const indexes = nodes.flatMap(({ index }) => index ?? [])
  assert.deepEqual(new Set(indexes), new Set(['tasks_template', 'tasks_title_words']))
  assert.ok(
    read.every(({ rows }) => rows < 10),
    JSON.stringify(read)
  )
})

test('what stands in the home is the reason, and no reason any more once it is put away', async () => {
  const { member, residence } = await makeHousehold(app, house)
  const why = async (id: string) =>
    (await suggested(member, residence.id)).find(({ template }) => template.id === id)?.why.map(({ text }) => text)
  assert.equal(await why('pool-skim'), undefined)
  const pool = await makeAsset(member, residence.id, { name: 'Old pool', kind: 'pool' })
  assert.equal((await why('pool-skim'))?.[0], 'It is for “Old pool”.')
  await member.call(archiveAsset, { params: { assetId: pool.id } })
  assert.equal(await why('pool-skim'), undefined)
})

test('an appliance gets all that its kind needs in one go, linked to it; what is planned is shown as such and added once', async () => {
  const { member, viewer, residence, stranger } = await makeHousehold(app, house)
  const params = { residenceId: residence.id }
  const machine = await makeAsset(member, residence.id, { name: 'Washer', kind: 'washing_machine' })
  await makeAsset(member, residence.id, { name: 'Second', kind: 'washing_machine' })
  await makeTask(member, residence.id, { title: 'Flusensieb der Waschmaschine leeren' })
  const needs = async () =>
    (await viewer.call(listAssetSuggestions, { params: { assetId: machine.id }, query: {} })).items
  const before = await needs()
  assert.deepEqual(
    new Map(before.map(({ template, isPlanned }) => [template.id, isPlanned])),
    new Map([
      ['washing-machine-hoses', false],
      ['washing-machine-hoses-replace', false],
      ['washing-machine-clean', false],
      ['washing-machine-filter', true]
    ])
  )
  assert.ok(before.every(({ why }) => why[0]?.text === 'It is for “Washer”.'))

  const tasks = before
    .filter(({ isPlanned }) => !isPlanned)
    .map(({ template }) => ({ templateId: template.id, assetId: machine.id }))
  const { items } = await member.call(addSuggestions, { params, body: { tasks } })
  assert.deepEqual(new Set(items.map(({ assetId }) => assetId)), new Set([machine.id]))
  assert.ok((await needs()).every(({ isPlanned }) => isPlanned))
  assert.equal((await member.problem(addSuggestions, { params, body: { tasks } })).code, 'template_already_added')

  await member.call(dismissSuggestion, { params: { ...params, templateId: 'washing-machine-clean' } })
  assert.equal((await needs()).length, 3)
  const refused = await stranger.problem(listAssetSuggestions, { params: { assetId: machine.id }, query: {} })
  assert.equal(refused.code, 'asset_not_found')
  const elsewhere = await makeAsset(member, (await makeResidence(member)).id)
  const foreign = { params, body: { tasks: [{ templateId: 'radon-test', assetId: elsewhere.id }] } }
  const wrong = await member.problem(addSuggestions, foreign)
  assert.deepEqual([wrong.code, wrong.fields?.[0]?.path], ['not_of_this_home', '/tasks/0/assetId'])
})
