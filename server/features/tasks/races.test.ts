import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { completeTask, undoCompletion } from '#contract/completions.ts'
import { createTask, getTask } from '#contract/tasks.ts'
import { testApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'
import { checkTaskCounts } from './count-queries.ts'

const requests = 100
const rounds = 20

/** How many answers of each kind: `201`, or status and code. */
function tally(answers: readonly PromiseSettledResult<LightMyRequestResponse>[]): Record<string, number> {
  const kinds = answers.map((answer) => {
    if (answer.status === 'rejected') return `rejected: ${String(answer.reason)}`
    const { statusCode } = answer.value
    return statusCode < 400 ? String(statusCode) : `${statusCode} ${answer.value.json<{ code: string }>().code}`
  })
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, each]) => [kind, each.length]))
}

test('a hundred complete the same date at once: one does, the others are told', async (t) => {
  const app = await testApp(t)
  const { owner, member, residence } = await makeHousehold(app)
  const task = await makeTask(owner, residence.id, {
    schedule: every(1, 'day'),
    startOn: '2026-03-10',
    assignment: { rotation: 'round_robin', memberIds: [owner.userId, member.userId], currentId: owner.userId }
  })
  const params = { taskId: task.id }
  for (let round = 1; round <= rounds; round++) {
    const { dueOn } = await owner.call(getTask, { params })
    const answers = await race(requests, (index) =>
      (index % 2 === 0 ? owner : member).send(completeTask, { params, body: { kind: 'done', dueOn } })
    )
    assert.deepEqual(tally(answers), { 201: 1, '409 task_already_done': requests - 1 })
    assert.equal((await owner.call(getTask, { params })).completionCount, round)
  }
  const records = await app.db.selectFrom('completions').select(['number', 'due_on']).orderBy('number').execute()
  assert.deepEqual(
    records,
    records.map((_, index) => ({ number: index + 1, due_on: `2026-03-${10 + index}` }))
  )
  const audited = await app.db.selectFrom('audit_events').select('id').where('event', '=', 'task.completed').execute()
  assert.deepEqual([records.length, audited.length], [rounds, rounds])
  assert.deepEqual(await checkTaskCounts(app.db), [])
  await app.runJobs()
})

test('a hundred undo the same completion at once: one does, to the others it is gone', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { schedule: every(1, 'day'), startOn: '2026-03-10' })
  const params = { taskId: task.id }
  const first = await member.call(completeTask, { params, body: { kind: 'done', dueOn: task.dueOn } })
  for (let round = 1; round <= rounds; round++) {
    const { completion } = await member.call(completeTask, { params, body: { kind: 'done', dueOn: first.task.dueOn } })
    const answers = await race(requests, () => member.send(undoCompletion, { params: { completionId: completion.id } }))
    assert.deepEqual(tally(answers), { 200: 1, '404 completion_not_found': requests - 1 })
    const after = await member.call(getTask, { params })
    assert.deepEqual([after.completionCount, after.dueOn], [1, first.task.dueOn])
  }
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('a hundred completions and undoings at once: never two for one date, and the counters agree with the history', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const task = await makeTask(member, residence.id, { schedule: every(1, 'day'), startOn: '2026-03-10' })
  const params = { taskId: task.id }
  for (let round = 1; round <= rounds / 4; round++) {
    const { dueOn } = await member.call(getTask, { params })
    const { completion, task: next } = await member.call(completeTask, { params, body: { kind: 'done', dueOn } })
    const answers = await race(requests, (index) =>
      index % 2 === 0
        ? member.send(undoCompletion, { params: { completionId: completion.id } })
        : member.send(completeTask, { params, body: { kind: 'done', dueOn: index % 3 === 0 ? dueOn : next.dueOn } })
    )
    const kinds = Object.keys(tally(answers))
    assert.ok(
      kinds.every((kind) =>
        /^(200|201|409 task_already_done|409 completion_not_latest|404 completion_not_found)$/.test(kind)
      ),
      kinds.join()
    )
    const records = await app.db.selectFrom('completions').select(['number', 'due_on']).orderBy('number').execute()
    const { completionCount } = await member.call(getTask, { params })
    assert.equal(new Set(records.map((record) => record.due_on)).size, records.length)
    assert.deepEqual(
      records.map(({ number }) => number),
      Array.from({ length: completionCount }, (_, index) => index + 1)
    )
  }
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('a hundred times the same Idempotency-Key at once: one task, and everyone is told of it', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  for (let round = 1; round <= rounds; round++) {
    const headers = { 'idempotency-key': `create-round-${round}` }
    const body = { title: `Round ${round}`, schedule: { kind: 'once' } } as const
    const answers = await race(requests, () => member.send(createTask, { params, body, headers }))
    assert.deepEqual(tally(answers), { 201: requests })
    const ids = answers.map((answer) => answer.status === 'fulfilled' && answer.value.json<{ id: string }>().id)
    assert.equal(new Set(ids).size, 1)
  }
  const tasks = await app.db.selectFrom('tasks').select('id').execute()
  assert.equal(tasks.length, rounds)
  assert.deepEqual(await checkTaskCounts(app.db), [])
})
