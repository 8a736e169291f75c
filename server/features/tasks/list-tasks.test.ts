import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTask } from '#contract/completions.ts'
import type { Input } from '#contract/route.ts'
import {
  archiveTask,
  cancelTask,
  createTasks,
  listTasks,
  startTask,
  updateTask,
  type NewTask
} from '#contract/tasks.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'

type Query = Input<typeof listTasks>['query']
const titles = async (person: Person, residenceId: string, query: Query) => {
  const { items } = await person.call(listTasks, { params: { residenceId }, query })
  return items.map(({ title }) => title)
}

test('tasks are listed by state, by due date, undated last', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const make = (title: string, details: Partial<NewTask> = {}) => makeTask(member, residence.id, { title, ...details })
  await make('undated')
  await make('late', { startOn: '2026-06-01' })
  await make('early', { startOn: '2026-02-01' })
  const started = await make('started', { startOn: '2026-04-01' })
  await member.call(startTask, { params: { taskId: started.id } })
  const done = await make('done')
  await member.call(completeTask, { params: { taskId: done.id }, body: { kind: 'done', dueOn: null } })
  const [cancelled, archived, both] = [await make('cancelled'), await make('archived'), await make('both')]
  for (const { id: taskId } of [cancelled, both]) await member.call(cancelTask, { params: { taskId } })
  for (const { id: taskId } of [archived, both]) await member.call(archiveTask, { params: { taskId } })

  const list = (state?: Query['state']) => titles(member, residence.id, state === undefined ? {} : { state })
  assert.deepEqual(await list(), ['early', 'started', 'late', 'undated'])
  assert.deepEqual(await list('active'), await list())
  assert.deepEqual(await list('completed'), ['done'])
  assert.deepEqual(await list('cancelled'), ['cancelled'])
  assert.deepEqual(await list('archived'), ['archived', 'both'])
  assert.deepEqual(await list('all'), ['early', 'started', 'late', 'undated', 'done', 'cancelled', 'archived', 'both'])
})

test('filters narrow, together too', async (t) => {
  const app = await testApp(t)
  const { member, owner, residence } = await makeHousehold(app)
  const assignment = { rotation: 'fixed', memberIds: [], currentId: owner.userId } as const
  const mine = { assignment: { ...assignment, memberIds: [] } }
  await makeTask(member, residence.id, { title: 'a', category: 'garden', priority: 'high', startOn: '2026-03-01' })
  await makeTask(member, residence.id, {
    title: 'b',
    category: 'garden',
    priority: 'low',
    startOn: '2026-03-02',
    ...mine
  })
  await makeTask(member, residence.id, {
    title: 'c',
    category: 'pests',
    priority: 'high',
    startOn: '2026-03-03',
    ...mine
  })
  const list = (query: Query) => titles(member, residence.id, query)
  assert.deepEqual(await list({ category: 'garden' }), ['a', 'b'])
  assert.deepEqual(await list({ priority: 'high' }), ['a', 'c'])
  assert.deepEqual(await list({ assignee: owner.userId }), ['b', 'c'])
  assert.deepEqual(await list({ assignee: 'none' }), ['a'])
  assert.deepEqual(await list({ dueFrom: '2026-03-02', dueTo: '2026-03-02' }), ['b'])
  assert.deepEqual(await list({ category: 'garden', assignee: owner.userId, search: 'b' }), ['b'])
  assert.deepEqual(await list({ category: 'garden', assignee: owner.userId, dueFrom: '2026-03-03' }), [])
})

test('pages meet without a gap and without a double, with the same tasks whatever their size', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const tasks = Array.from({ length: 23 }, (_, index) => ({
    title: `Task ${index}`,
    schedule: { kind: 'once' as const },
    startOn: index % 4 === 0 ? null : `2026-03-0${1 + (index % 3)}`
  }))
  await member.call(createTasks, { params, body: { tasks } })
  const whole = (await member.call(listTasks, { params, query: {} })).items.map(({ id }) => id)
  assert.equal(new Set(whole).size, 23)
  for (const limit of [1, 5, 23]) {
    const ids: string[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const query = { limit, state: 'all', ...(cursor !== undefined && { cursor }) } as const
      const page = await member.call(listTasks, { params, query })
      ids.push(...page.items.map(({ id }) => id))
      assert.ok(ids.length <= whole.length)
      cursor = page.nextCursor
    }
    assert.deepEqual(ids, whole)
  }
  for (const query of [{ limit: 0 }, { limit: 101 }, { cursor: 'x' }]) {
    assert.match((await member.problem(listTasks, { params, query })).code, /^invalid_(input|cursor)$/)
  }
})

test('the search finds words in titles, notes and checklists, and beginnings of the last one', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const other = await makeHousehold(app)
  await makeTask(other.member, other.residence.id, { title: 'KÜCHE putzen' })
  const kitchen = await makeTask(member, residence.id, {
    title: 'KÜCHE putzen',
    notes: 'Den Abfluß nicht vergessen; Filter Typ F-12.5',
    checklist: [{ title: 'Dunstabzugshaube' }]
  })
  await makeTask(member, residence.id, { title: 'Bad putzen' })
  const find = (search: string) => titles(member, residence.id, { search })

  for (const search of [
    'küche',
    'Küch',
    'KU\u0308CHE',
    'putzen küc',
    'abfluß',
    'dunst',
    'f-12.5',
    'F-12',
    '"küche putzen"',
    'küche putzen'
  ]) {
    assert.deepEqual(await find(search), ['KÜCHE putzen'], search)
  }
  assert.deepEqual(await find('putzen'), ['KÜCHE putzen', 'Bad putzen'])
  assert.deepEqual(await find('putzen -küche'), ['Bad putzen'])
  for (const search of [
    'kuche',
    'üche',
    'putz küche',
    '"putzen küche"',
    '!!!',
    '---',
    ' ',
    kitchen.checklist[0]?.id ?? ''
  ]) {
    assert.deepEqual(await find(search), [], search)
  }
  await member.call(updateTask, { params: { taskId: kitchen.id }, body: { checklist: [{ title: 'Backofen' }] } })
  assert.deepEqual(await find('dunst'), [])
  assert.deepEqual(await find('backof'), ['KÜCHE putzen'])
})

test('no search text is an error', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  await makeTask(member, residence.id)
  const words = String.raw`' '' \ \' " "" a"b :* a:* a:b & | ! !a ( ) <-> <2> or OR - -" 'a' % _ $1 %00 ../.. a@b.de http://a.b/c?d=e`
  const nasty = [
    ...words.split(' '),
    words,
    'a &',
    '| a',
    'a <2> b',
    'OR OR',
    `'a' & !b | c:*AB`,
    '😀',
    '🏳️‍🌈 fahne',
    '\u0301',
    '\u202Eabc',
    '１２',
    'x'.repeat(200)
  ]
  for (const search of nasty) await titles(member, residence.id, { search })
})
