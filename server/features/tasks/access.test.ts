import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as completions from '#contract/completions.ts'
import { archiveResidence } from '#contract/residences.ts'
import * as board from '#contract/board.ts'
import * as tasks from '#contract/tasks.ts'
import { newId } from '#server/platform/ids.ts'
import type { Caller } from '#test/harness.ts'
import { testApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'

type Ids = { residenceId: string; taskId: string; itemId: string; completionId: string }
type Call = (caller: Caller, ids: Ids) => ReturnType<Caller['send']>

const once = { title: 'Clean', schedule: { kind: 'once' } } as const

const reads: Record<string, Call> = {
  getBoard: (caller, { residenceId }) => caller.send(board.getBoard, { params: { residenceId } }),
  getBoardColumn: (caller, { residenceId }) =>
    caller.send(board.getBoardColumn, { params: { residenceId, column: 'overdue_tasks' }, query: {} }),
  getCalendar: (caller, { residenceId }) =>
    caller.send(board.getCalendar, { params: { residenceId }, query: { from: '2026-03-01', to: '2026-03-31' } }),
  listTasks: (caller, { residenceId }) => caller.send(tasks.listTasks, { params: { residenceId }, query: {} }),
  listCompletions: (caller, { residenceId }) =>
    caller.send(completions.listCompletions, { params: { residenceId }, query: {} }),
  getTask: (caller, { taskId }) => caller.send(tasks.getTask, { params: { taskId } }),
  listTaskCompletions: (caller, { taskId }) =>
    caller.send(completions.listTaskCompletions, { params: { taskId }, query: {} })
}
const writes: Record<string, Call> = {
  createTask: (caller, { residenceId }) => caller.send(tasks.createTask, { params: { residenceId }, body: once }),
  createTasks: (caller, { residenceId }) =>
    caller.send(tasks.createTasks, { params: { residenceId }, body: { tasks: [once, once] } }),
  updateTask: (caller, { taskId }) => caller.send(tasks.updateTask, { params: { taskId }, body: { title: 'Sweep' } }),
  startTask: (caller, { taskId }) => caller.send(tasks.startTask, { params: { taskId } }),
  stopTask: (caller, { taskId }) => caller.send(tasks.stopTask, { params: { taskId } }),
  cancelTask: (caller, { taskId }) => caller.send(tasks.cancelTask, { params: { taskId } }),
  uncancelTask: (caller, { taskId }) => caller.send(tasks.uncancelTask, { params: { taskId } }),
  archiveTask: (caller, { taskId }) => caller.send(tasks.archiveTask, { params: { taskId } }),
  unarchiveTask: (caller, { taskId }) => caller.send(tasks.unarchiveTask, { params: { taskId } }),
  tickChecklistItem: (caller, { taskId, itemId }) =>
    caller.send(tasks.tickChecklistItem, { params: { taskId, itemId }, body: { done: true } }),
  undoCompletion: (caller, { completionId }) => caller.send(completions.undoCompletion, { params: { completionId } }),
  completeTask: (caller, { taskId }) =>
    caller.send(completions.completeTask, { params: { taskId }, body: { kind: 'done', dueOn: '2026-03-03' } })
}
/** The last, because the task is gone then. */
const deletion: Record<string, Call> = {
  deleteTask: (caller, { taskId }) => caller.send(tasks.deleteTask, { params: { taskId } })
}
const all = { ...reads, ...writes, ...deletion }

test('each operation of a residence’s tasks: no stranger sees it, viewers read, members write, managers delete', async (t) => {
  const app = await testApp(t)
  const household = await makeHousehold(app)
  const { residence, owner, manager, member, viewer, stranger } = household
  const ids = await something(household)
  const dump = () => app.db.selectFrom('tasks').selectAll().orderBy('id').execute()
  const before = await dump()

  for (const [name, call] of Object.entries(all)) {
    await refused(call(app.anonymous, ids), 401, 'not_signed_in', name)
    const code = (await call(stranger, ids)).json<{ code: string }>().code
    assert.match(code, /^(residence|task|completion)_not_found$/, name)
    await refused(call(stranger, ids), 404, code, name)
    const nowhere = { residenceId: newId(), taskId: newId(), itemId: newId(), completionId: newId() }
    await refused(call(owner, nowhere), 404, code, `${name}: to a stranger it looks as if it did not exist`)
  }
  for (const [name, call] of Object.entries({ ...writes, ...deletion })) {
    await refused(call(viewer, ids), 403, 'not_allowed', name)
  }
  await refused(all['deleteTask']?.(member, ids), 403, 'not_allowed', 'deleteTask')
  assert.deepEqual(await dump(), before, 'nothing was written')

  for (const [name, call] of Object.entries(reads)) assert.equal((await call(viewer, ids)).statusCode, 200, name)
  await owner.call(archiveResidence, { params: { residenceId: residence.id } })
  for (const [name, call] of Object.entries({ ...writes, ...deletion })) {
    await refused(call(manager, ids), 409, 'residence_archived', name)
  }
  for (const [name, call] of Object.entries(reads)) assert.equal((await call(viewer, ids)).statusCode, 200, name)
  assert.deepEqual(await dump(), before, 'nothing was written in an archived residence')
})

test('whoever may, can: each operation once', async (t) => {
  const app = await testApp(t)
  const household = await makeHousehold(app)
  const ids = await something(household)
  for (const [name, call] of Object.entries({ ...reads, ...writes })) {
    const response = await call(household.member, ids)
    assert.ok(response.statusCode < 300, `${name}: ${response.body}`)
  }
  assert.equal((await all['deleteTask']?.(household.manager, ids))?.statusCode, 204)
})

/** A weekly task with an item and one completion; once that is undone, it is due on 3 March again. */
async function something({ member, residence }: Awaited<ReturnType<typeof makeHousehold>>): Promise<Ids> {
  const task = await makeTask(member, residence.id, {
    schedule: every(1, 'week'),
    startOn: '2026-03-03',
    checklist: [{ title: 'Ladder' }]
  })
  const body = { kind: 'done', dueOn: '2026-03-03', completedOn: '2026-03-03' } as const
  const { completion } = await member.call(completions.completeTask, { params: { taskId: task.id }, body })
  const [item] = task.checklist
  assert.ok(item)
  return { residenceId: residence.id, taskId: task.id, itemId: item.id, completionId: completion.id }
}

async function refused(response: ReturnType<Call> | undefined, status: number, code: string, name: string) {
  const answer = await response
  assert.deepEqual([answer?.statusCode, answer?.json<{ code: string }>().code], [status, code], name)
}
