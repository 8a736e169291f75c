import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTask, listCompletions, listTaskCompletions, type Completion } from '#contract/completions.ts'
import type { Input } from '#contract/route.ts'
import { encodeCursor } from '#server/platform/cursor.ts'
import { readerOf, testApp, type Person } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'

type Query = Input<typeof listCompletions>['query']

/** Two daily tasks with five completions each, by two people, a skip among them. */
async function history({ member, owner, residence }: Awaited<ReturnType<typeof makeHousehold>>) {
  const made: Completion[] = []
  for (const title of ['One', 'Two']) {
    const first = await makeTask(member, residence.id, { title, schedule: every(1, 'day'), startOn: '2026-03-01' })
    let { dueOn } = first
    for (let day = 1; day <= 5; day++) {
      const who: Person = day % 2 === 0 ? owner : member
      const kind = day === 4 ? 'skipped' : 'done'
      const body = { kind, dueOn, completedOn: `2026-03-0${day}` } as const
      const { task, completion } = await who.call(completeTask, { params: { taskId: first.id }, body })
      made.push(completion)
      ;({ dueOn } = task)
    }
  }
  return made
}

test('a task’s history comes newest first, in pages', async (t) => {
  const app = await testApp(t)
  const household = await makeHousehold(app)
  const made = (await history(household)).slice(0, 5).toReversed()
  const params = { taskId: made[0]?.taskId ?? '' }
  const all = await household.viewer.call(listTaskCompletions, { params, query: {} })
  assert.deepEqual(all, { items: made, nextCursor: null })
  const first = await household.viewer.call(listTaskCompletions, { params, query: { limit: 3 } })
  assert.deepEqual(first.items, made.slice(0, 3))
  const cursor = first.nextCursor ?? ''
  const rest = await household.viewer.call(listTaskCompletions, { params, query: { limit: 3, cursor } })
  assert.deepEqual(rest, { items: made.slice(3), nextCursor: null })
  const wrong = { cursor: encodeCursor(readerOf(household.viewer), `task history ${params.taskId}`, [1e300]) }
  assert.equal((await household.viewer.problem(listTaskCompletions, { params, query: wrong })).code, 'invalid_cursor')
})

test('a residence’s history is filtered by days, person and kind, and paged by day', async (t) => {
  const app = await testApp(t)
  const household = await makeHousehold(app)
  const { owner, viewer, residence } = household
  const made = await history(household)
  const params = { residenceId: residence.id }
  const list = async (query: Query) => (await viewer.call(listCompletions, { params, query })).items
  const newestFirst = made.toSorted((a, b) => (`${a.completedOn} ${a.id}` < `${b.completedOn} ${b.id}` ? 1 : -1))

  assert.deepEqual(await list({}), newestFirst)
  assert.deepEqual(
    await list({ from: '2026-03-02', to: '2026-03-03' }),
    newestFirst.filter(({ completedOn }) => completedOn === '2026-03-02' || completedOn === '2026-03-03')
  )
  assert.deepEqual(
    await list({ completedBy: owner.userId, kind: 'done' }),
    newestFirst.filter(({ completedOn }) => completedOn === '2026-03-02')
  )
  assert.equal((await list({ kind: 'skipped' })).length, 2)
  const ids: string[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: 3, ...(cursor !== undefined && { cursor }) }
    const page = await viewer.call(listCompletions, { params, query })
    ids.push(...page.items.map(({ id }) => id))
    assert.ok(ids.length <= made.length)
    cursor = page.nextCursor
  }
  assert.deepEqual(
    ids,
    newestFirst.map(({ id }) => id)
  )
})

test('a completion by somebody who has left honeyDue stays, without a name', async (t) => {
  const app = await testApp(t)
  const { member, owner, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id)
  const body = { kind: 'done', dueOn: null } as const
  await member.call(completeTask, { params: { taskId: task.id }, body })
  await app.db.deleteFrom('users').where('id', '=', member.userId).execute()
  const { items } = await owner.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.deepEqual(
    items.map(({ completedBy }) => completedBy),
    [null]
  )
})
