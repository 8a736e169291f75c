import assert from 'node:assert/strict'
import { test } from 'node:test'
import { updateMe } from '#contract/accounts.ts'
import { completeTask } from '#contract/completions.ts'
import { removeMember, updateResidence } from '#contract/residences.ts'
import { getBoard, getBoardColumn, type Card } from '#contract/board.ts'
import { createTasks, startTask, updateTask, type Column } from '#contract/tasks.ts'
import { encodeCursor } from '#server/platform/cursor.ts'
import { columnList } from './cursors.ts'
import { newId } from '#server/platform/ids.ts'
import { firstPageSize } from './board-rules.ts'
import { readerOf, testApp, type Person } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'

const board = (person: Person, residenceId: string) => person.call(getBoard, { params: { residenceId } })
const column = async (person: Person, residenceId: string, name: Column) => {
  const { columns } = await board(person, residenceId)
  const found = columns.find((each) => each.name === name)
  assert.ok(found)
  return found
}
const tagOf = async (person: Person, residenceId: string) =>
  (await person.send(getBoard, { params: { residenceId } })).headers.etag ?? ''

/** All cards of a column by its pages. */
async function walk(person: Person, residenceId: string, name: Column, limit: number): Promise<Card[]> {
  const { count, cards, nextCursor } = await column(person, residenceId, name)
  const all = [...cards]
  for (let cursor = nextCursor; cursor !== null;) {
    const page = await person.call(getBoardColumn, { params: { residenceId, column: name }, query: { limit, cursor } })
    all.push(...page.items)
    assert.ok(all.length <= count)
    cursor = page.nextCursor
  }
  return all
}

test('a card says what it needs to and no more', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, {
    title: 'Rinne säubern',
    category: 'exterior',
    priority: 'high',
    schedule: every(1, 'month', { timeOfDay: '06:45' }),
    startOn: '2026-03-10',
    estimatedMinutes: 30,
    estimatedCost: { minor: 990, currency: 'EUR' },
    checklist: [{ title: 'Ladder' }, { title: 'Gloves' }],
    assignment: { rotation: 'fixed', memberIds: [member.userId], currentId: member.userId }
  })
  const shown = await column(member, residence.id, 'due_soon_tasks')
  assert.deepEqual(shown, {
    name: 'due_soon_tasks',
    count: 1,
    nextCursor: null,
    cards: [
      {
        id: task.id,
        residenceId: residence.id,
        title: 'Rinne säubern',
        category: 'exterior',
        priority: 'high',
        dueOn: '2026-03-10',
        timeOfDay: '06:45',
        recurring: true,
        column: 'due_soon_tasks',
        assigneeId: member.userId,
        estimatedMinutes: 30,
        estimatedCost: { minor: 990, currency: 'EUR' },
        checklistDone: 0,
        checklistTotal: 2,
        completionCount: 0,
        lastCompletedOn: null
      }
    ]
  })
})

const mayDay = (offset: number) => Temporal.PlainDate.from('2026-05-01').add({ days: offset }).toString()

test('columns are paged by date, undated tasks last, and every card comes once', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const tasks = Array.from({ length: 47 }, (_, index) => ({
    title: `Task ${index}`,
    schedule: { kind: 'once' as const },
    startOn: index % 5 === 0 ? null : mayDay(index % 9)
  }))
  await member.call(createTasks, { params, body: { tasks } })

  const first = await column(member, residence.id, 'upcoming_tasks')
  assert.deepEqual([first.count, first.cards.length], [47, 20])
  const cards = await walk(member, residence.id, 'upcoming_tasks', 10)
  assert.equal(new Set(cards.map(({ id }) => id)).size, 47)
  const keys = cards.map(({ dueOn, id }) => `${dueOn ?? 'infinity'} ${id}`)
  assert.deepEqual(keys, keys.toSorted())
})

test('completed tasks come newest first, ended but never done ones last, over pages too', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const ended = { schedule: every(1, 'week', { until: '2026-03-12' }), startOn: '2026-03-10' }
  for (let index = 0; index < 23; index++) {
    const task = await makeTask(member, residence.id, index % 8 === 0 ? ended : {})
    const completedOn = `2026-02-${String(1 + ((index * 7) % 12)).padStart(2, '0')}`
    const body = index % 8 === 0 ? ({ kind: 'skipped' } as const) : ({ kind: 'done', completedOn } as const)
    await member.call(completeTask, { params: { taskId: task.id }, body: { ...body, dueOn: task.dueOn } })
  }
  const cards = await walk(member, params.residenceId, 'completed_tasks', 1)
  const keys = cards.map(({ lastCompletedOn, id }) => `${lastCompletedOn ?? '-infinity'} ${id}`)
  assert.equal(new Set(keys).size, 23)
  assert.deepEqual(keys, keys.toSorted().toReversed())
})

test('the threshold is the reader’s own', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  await makeTask(member, residence.id, { startOn: '2026-03-17' })
  const tag = await tagOf(member, residence.id)
  assert.equal((await column(member, residence.id, 'due_soon_tasks')).count, 1)

  await member.call(updateMe, { body: { dueSoonDays: 6 } })

  assert.equal((await column(member, residence.id, 'due_soon_tasks')).count, 0)
  assert.equal((await column(member, residence.id, 'upcoming_tasks')).count, 1)
  assert.notEqual(await tagOf(member, residence.id), tag)
})

test('due today is not overdue until local midnight, for date-only tasks and whatever the server’s zone (vector 14)', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app, { timeZone: 'America/Los_Angeles' })
  await makeTask(member, residence.id, { startOn: '2026-03-10' })
  app.clock.set('2026-03-11T06:59:59Z')
  const tag = await tagOf(member, residence.id)
  assert.equal((await column(member, residence.id, 'due_soon_tasks')).count, 1)
  app.clock.set('2026-03-11T07:00:00Z')
  assert.equal((await column(member, residence.id, 'overdue_tasks')).count, 1)
  assert.notEqual(await tagOf(member, residence.id), tag, 'columns move at midnight')
})

test('an unchanged board is answered 304 without a body, after one read', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id)
  const params = { residenceId: residence.id }
  const first = await member.send(getBoard, { params })
  const ifNoneMatch = first.headers.etag ?? ''
  assert.match(ifNoneMatch, /^"[\w-]+"$/)

  const statements = t.mock.method(app.database.product.userPool, 'connect')
  const second = await member.send(getBoard, { params, ifNoneMatch })
  assert.deepEqual([second.statusCode, second.body, second.headers.etag], [304, '', ifNoneMatch])
  assert.equal(statements.mock.callCount(), 1, 'the version; the session is the system’s to look up')
  statements.mock.restore()

  await member.call(updateTask, { params: { taskId: task.id }, body: { notes: 'No card shows notes.' } })
  assert.equal((await member.send(getBoard, { params, ifNoneMatch })).statusCode, 304)
  await member.call(startTask, { params: { taskId: task.id } })
  const third = await member.send(getBoard, { params, ifNoneMatch })
  assert.equal(third.statusCode, 200)
  assert.notEqual(third.headers.etag, ifNoneMatch)
})

test('an unchanged board is made once for each reader, and never outlives a change or a membership', async (t) => {
  const app = await testApp(t)
  const { owner, member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const many = Array.from({ length: firstPageSize + 1 }, () => ({
    title: 'Air the rooms',
    schedule: { kind: 'once' as const }
  }))
  const { items } = await member.call(createTasks, { params, body: { tasks: many } })
  const first = await member.send(getBoard, { params })

  const statements = t.mock.method(app.database.product.userPool, 'connect')
  const second = await member.send(getBoard, { params })
  assert.equal(statements.mock.callCount(), 1, 'the version')
  statements.mock.restore()
  for (const name of ['etag', 'content-type', 'content-length', 'cache-control'])
    assert.equal(second.headers[name], first.headers[name], name)
  assert.equal(second.body, first.body)

  assert.equal((await walk(owner, residence.id, 'upcoming_tasks', 1)).length, many.length, 'each reader’s page goes on')

  await member.call(startTask, { params: { taskId: items[0]?.id ?? '' } })
  assert.equal((await column(member, residence.id, 'in_progress_tasks')).count, 1)
  await owner.call(removeMember, { params: { ...params, userId: member.userId } })
  assert.equal((await member.send(getBoard, { params })).statusCode, 404)
})

test('the tag follows the residence’s zone, and is not that of another residence', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  const other = await makeHousehold(app)
  assert.notEqual(await tagOf(owner, residence.id), await tagOf(other.owner, other.residence.id))
  const tag = await tagOf(owner, residence.id)
  await owner.call(updateResidence, { params: { residenceId: residence.id }, body: { timeZone: 'Pacific/Kiritimati' } })
  assert.notEqual(await tagOf(owner, residence.id), tag)
})

test('a cursor that no page gave out is refused', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id, column: 'overdue_tasks' } as const
  const cursors = [
    'x',
    ...[[], ['2026-02-30', newId()], ['2026-03-01', 'x'], ['2026-03-01', newId(), 1]].map((values) =>
      encodeCursor(readerOf(member), columnList(residence.id, 'overdue_tasks'), values)
    )
  ]
  for (const cursor of cursors) {
    const problem = await member.problem(getBoardColumn, { params, query: { cursor } })
    assert.equal(problem.code, 'invalid_cursor', cursor)
  }
})
