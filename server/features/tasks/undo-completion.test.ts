import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { completeTask, listTaskCompletions, undoCompletion, type NewCompletion } from '#contract/completions.ts'
import { removeMember } from '#contract/residences.ts'
import { startTask, tickChecklistItem, type NewTask, type Task } from '#contract/tasks.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { checkTaskCounts } from './count-queries.ts'

const complete = (person: Person, task: Task, body: Partial<NewCompletion> = {}) =>
  person.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: task.dueOn, ...body } })
const undo = (person: Person, completionId: string) => person.call(undoCompletion, { params: { completionId } })
const refusal = async (person: Person, completionId: string) =>
  (await person.problem(undoCompletion, { params: { completionId } })).code

/** The whole row, but for what says that it was written. */
async function rowOf(app: TestApp, taskId: string) {
  const row = await app.db.selectFrom('tasks').selectAll().where('id', '=', taskId).executeTakeFirstOrThrow()
  const { version: _version, updated_at: _updatedAt, ...rest } = row
  return rest
}

test('done on two Mondays and the second undone, the second Monday is due again (recurrence vector 16)', async (t) => {
  const app = await testApp(t)
  app.clock.set('2026-01-05T12:00:00Z')
  const { member, owner, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, {
    schedule: every(1, 'week', { weekdays: [1] }),
    startOn: '2026-01-05',
    assignment: { rotation: 'round_robin', memberIds: [member.userId, owner.userId], currentId: member.userId }
  })
  const first = await complete(member, task)
  app.clock.set('2026-01-12T12:00:00Z')
  const second = await complete(owner, first.task)
  assert.deepEqual([second.task.dueOn, second.task.assignment.currentId], ['2026-01-19', member.userId])

  const after = await undo(owner, second.completion.id)

  assert.deepEqual([after.dueOn, after.assignment.currentId], ['2026-01-12', owner.userId])
  assert.deepEqual([after.completionCount, after.lastCompletedOn], [1, '2026-01-05'])
  const { items } = await member.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.deepEqual(items, [first.completion])
  await app.runJobs()
})

test('only the latest completion can be undone, and only once', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { schedule: every(1, 'day'), startOn: '2026-03-01' })
  const first = await complete(member, task, { completedOn: '2026-03-01' })
  const second = await complete(member, first.task, { completedOn: '2026-03-02' })

  assert.equal(await refusal(member, first.completion.id), 'completion_not_latest')
  await undo(member, second.completion.id)
  assert.equal(await refusal(member, second.completion.id), 'completion_not_found')
  const after = await undo(member, first.completion.id)
  assert.equal(after.dueOn, '2026-03-01')
  const events = await app.db
    .selectFrom('audit_events')
    .select('event')
    .where('event', '=', 'completion.undone')
    .execute()
  assert.equal(events.length, 2)
})

test('only what is done counts for least done: no skip, no inspection, nothing undone', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { schedule: every(1, 'day') })
  const { completion } = await complete(member, task)
  const counts = () => app.db.selectFrom('task_done_counts').select('done').execute()
  assert.deepEqual(await counts(), [{ done: 1 }])
  await undo(member, completion.id)
  assert.deepEqual(await counts(), [{ done: 0 }])
  const { task: skipped } = await complete(member, task, { kind: 'skipped' })
  await complete(member, skipped, { kind: 'inspected', nextOn: '2026-04-01' })
  assert.deepEqual(await counts(), [{ done: 0 }])
})

test('the turn does not go back to somebody who has left', async (t) => {
  const app = await testApp(t)
  const { owner, member, residence } = await makeHousehold(app)
  const task = await makeTask(owner, residence.id, {
    schedule: every(1, 'day'),
    assignment: { rotation: 'round_robin', memberIds: [member.userId, owner.userId], currentId: member.userId }
  })
  const { completion } = await complete(owner, task)
  await owner.call(removeMember, { params: { residenceId: residence.id, userId: member.userId } })
  const after = await undo(owner, completion.id)
  assert.deepEqual(after.assignment, { rotation: 'round_robin', memberIds: [owner.userId], currentId: null })
  await app.runJobs()
})

test('to complete and to undo is to have done nothing, whatever the task and the completion', async (t) => {
  const app = await testApp(t)
  const { owner, manager, member, residence } = await makeHousehold(app)
  const people = [owner.userId, manager.userId, member.userId]
  const dates = fc
    .integer({ min: -90, max: 90 })
    .map((days) => Temporal.PlainDate.from('2026-03-10').add({ days }).toString())
  const schedules: fc.Arbitrary<NewTask['schedule']> = fc.oneof(
    fc.constant({ kind: 'once' } as const),
    fc
      .record({
        count: fc.integer({ min: 1, max: 5 }),
        unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
        basis: fc.constantFrom('due' as const, 'completion' as const)
      })
      .map(({ count, unit, basis }) => every(count, unit, { basis }))
  )
  const tasks: fc.Arbitrary<Partial<NewTask>> = fc.record({
    schedule: schedules,
    startOn: fc.option(dates, { nil: null }),
    checklist: fc.array(fc.constant({ title: 'Ladder' }), { maxLength: 3 }),
    assignment: fc.record({
      rotation: fc.constantFrom('fixed', 'round_robin', 'least_done', 'random'),
      memberIds: fc.subarray(people),
      currentId: fc.option(fc.constantFrom(...people), { nil: null })
    })
  })
  const acts = fc.record({
    kind: fc.constantFrom('done', 'inspected', 'skipped'),
    completedBy: fc.constantFrom(...people),
    completedOn: dates.map((date) => (date > '2026-03-10' ? '2026-03-10' : date)),
    started: fc.boolean(),
    ticked: fc.boolean()
  })
  await fc.assert(
    fc.asyncProperty(tasks, acts, async (details, { started, ticked, ...act }) => {
      const task = await makeTask(owner, residence.id, details)
      const params = { taskId: task.id }
      if (started) await owner.call(startTask, { params })
      const itemId = task.checklist.at(-1)?.id
      if (ticked && itemId) await owner.call(tickChecklistItem, { params: { ...params, itemId }, body: { done: true } })
      const once = task.schedule.kind === 'once'
      const kind = act.kind === 'skipped' && once ? 'done' : act.kind
      const before = await rowOf(app, task.id)

      const nextOn = kind === 'inspected' ? { nextOn: '2026-06-01' } : {}
      const { completion } = await complete(owner, task, { ...act, kind, ...nextOn })
      assert.notDeepEqual(await rowOf(app, task.id), before)
      await undo(owner, completion.id)

      assert.deepEqual(await rowOf(app, task.id), before)
    }),
    { numRuns: 40 }
  )
  assert.deepEqual(await checkTaskCounts(app.db), [])
  await app.runJobs()
})
