import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewTask, TaskChange } from '#contract/tasks.ts'
import { AppError } from '#server/platform/errors.ts'
import { every } from '#test/make-task.ts'
import { storedTask } from '#test/stored-task.ts'
import {
  archived,
  cancelled,
  changedTask,
  newTask,
  started,
  stopped,
  ticked,
  unarchived,
  uncancelled,
  type StoredTask
} from './task-rules.ts'

const today = Temporal.PlainDate.from('2026-03-10')
const made = (input: Partial<NewTask>) =>
  newTask({ title: 'Clean', schedule: { kind: 'once' }, ...input }, { today, newId: () => 'new', path: '/tasks/2' })
const changed = (task: StoredTask, change: TaskChange) => changedTask(task, change, { today, newId: () => 'new' })
const refusal = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return [error.code, ...error.fields.map(({ path, reason }) => `${path} ${reason}`)]
    throw error
  }
  return 'not refused'
}
const dates = ({ anchorOn, dueOn }: { anchorOn: string | null; dueOn: string | null }) => [anchorOn, dueOn]

test('a new one-time task has the date it is given, or none', () => {
  assert.deepEqual(dates(made({})), [null, null])
  assert.deepEqual(dates(made({ startOn: '2026-05-01' })), ['2026-05-01', '2026-05-01'])
})

test('a new recurring task starts today, or where it is told, and is due on its first date', () => {
  assert.deepEqual(dates(made({ schedule: every(1, 'week') })), ['2026-03-10', '2026-03-10'])
  assert.deepEqual(dates(made({ schedule: every(1, 'week'), startOn: null })), ['2026-03-10', '2026-03-10'])
  assert.deepEqual(dates(made({ schedule: every(1, 'week', { weekdays: [5] }), startOn: '2026-03-10' })), [
    '2026-03-10',
    '2026-03-13'
  ])
})

test('a schedule that contradicts itself is refused, with the place in the body', () => {
  assert.deepEqual(
    refusal(() => made({ schedule: every(1, 'day', { weekdays: [1] }) })),
    ['schedule_invalid', '/tasks/2/schedule/weekdays needs_week']
  )
})

test('what is left out of a new task has its default', () => {
  const { notes, category, priority, assignment, checklist } = made({ checklist: [{ title: 'Ladder' }] })
  assert.deepEqual([notes, category, priority], [null, 'other', 'medium'])
  assert.deepEqual(assignment, { rotation: 'fixed', memberIds: [], currentId: null })
  assert.deepEqual(checklist, [{ id: 'new', title: 'Ladder', done: false }])
})

test('ids of people are taken in any case, each once', () => {
  const assignment = { rotation: 'round_robin', memberIds: ['AB', 'ab', 'cd'], currentId: 'AB' } as const
  assert.deepEqual(made({ assignment: { ...assignment, memberIds: [...assignment.memberIds] } }).assignment, {
    rotation: 'round_robin',
    memberIds: ['ab', 'cd'],
    currentId: 'ab'
  })
})

const weekly = storedTask({ schedule: every(1, 'week'), anchorOn: '2026-03-03', dueOn: '2026-03-17' })

test('fields left out stay', () => {
  assert.deepEqual(changed(weekly, { title: 'Sweep' }), { ...weekly, title: 'Sweep' })
})

test('a moved date is this one date: the schedule goes on from its anchor', () => {
  assert.deepEqual(dates(changed(weekly, { dueOn: '2026-03-20' })), ['2026-03-03', '2026-03-20'])
})

test('a recurring task cannot lose its date, a one-time task can', () => {
  assert.deepEqual(
    refusal(() => changed(weekly, { dueOn: null })),
    ['invalid_input', '/dueOn needed_by_schedule']
  )
  assert.deepEqual(dates(changed(storedTask(), { dueOn: null })), [null, null])
})

test('a new schedule starts today or where it is told', () => {
  assert.deepEqual(dates(changed(weekly, { schedule: every(1, 'month') })), ['2026-03-10', '2026-03-10'])
  assert.deepEqual(dates(changed(weekly, { schedule: every(1, 'month'), startOn: '2026-03-31' })), [
    '2026-03-31',
    '2026-03-31'
  ])
})

test('the same schedule again, or with another time of day, moves no date', () => {
  assert.deepEqual(dates(changed(weekly, { schedule: every(1, 'week') })), ['2026-03-03', '2026-03-17'])
  const seasonal = every(1, 'week', { season: { from: '04-01', to: '10-31' } })
  const reordered = { ...seasonal, season: { to: '10-31', from: '04-01' }, timeOfDay: '07:00' }
  const task = { ...weekly, schedule: seasonal }
  assert.deepEqual(dates(changed(task, { schedule: reordered })), ['2026-03-03', '2026-03-17'])
  assert.equal(changed(task, { schedule: reordered }).schedule.timeOfDay, '07:00')
})

test('the same schedule can be started anew', () => {
  assert.deepEqual(dates(changed(weekly, { startOn: '2026-04-01' })), ['2026-04-01', '2026-04-01'])
})

test('what becomes a one-time task keeps the date it has', () => {
  assert.deepEqual(dates(changed(weekly, { schedule: { kind: 'once' } })), ['2026-03-17', '2026-03-17'])
})

test('a one-time task that was done is open again with a date, and recurring with a schedule', () => {
  const done = storedTask({ state: 'completed', dueOn: null, anchorOn: '2026-03-01', completionCount: 1 })
  assert.deepEqual(dates(changed(done, { dueOn: '2026-04-01' })), ['2026-04-01', '2026-04-01'])
  assert.deepEqual(dates(changed(done, { schedule: every(1, 'day') })), ['2026-03-10', '2026-03-10'])
  assert.deepEqual(dates(changed(done, { title: 'Sweep' })), [null, null])
})

test('a checklist is given whole: kept items keep their tick, unknown ones are refused', () => {
  const task = storedTask({
    checklist: [
      { id: 'one', title: 'Ladder', done: true },
      { id: 'two', title: 'Gloves', done: false }
    ]
  })
  assert.deepEqual(changed(task, { checklist: [{ title: 'Bucket' }, { id: 'ONE', title: 'Long ladder' }] }).checklist, [
    { id: 'new', title: 'Bucket', done: false },
    { id: 'one', title: 'Long ladder', done: true }
  ])
  assert.deepEqual(
    refusal(() => changed(task, { checklist: [{ id: 'three', title: 'x' }] })),
    ['checklist_item_not_found']
  )
  const twice = [
    { id: 'one', title: 'x' },
    { id: 'one', title: 'y' }
  ]
  assert.deepEqual(
    refusal(() => changed(task, { checklist: twice })),
    ['checklist_item_not_found']
  )
})

test('what is so already stays the very same', () => {
  const now = '2026-03-10T12:00:00Z'
  const plain = storedTask()
  const marked = storedTask({ inProgressSince: now, cancelledAt: now, archivedAt: now })
  for (const [set, unset] of [
    [started, stopped],
    [cancelled, uncancelled],
    [archived, unarchived]
  ] as const) {
    assert.notEqual(set(plain, now), plain)
    assert.equal(unset(plain), plain)
    assert.equal(set({ ...marked, state: 'open' }, now).updatedAt, marked.updatedAt)
    assert.equal(set(marked, '2027-01-01T00:00:00Z'), marked)
    assert.notEqual(unset(marked), marked)
  }
})

test('only what is open can be started', () => {
  const now = '2026-03-10T12:00:00Z'
  assert.deepEqual(
    refusal(() => started(storedTask({ state: 'off_board', cancelledAt: now }), now)),
    ['task_not_open']
  )
  assert.deepEqual(
    refusal(() => started(storedTask({ state: 'completed' }), now)),
    ['task_already_done']
  )
})

test('an item is ticked by its id, and only that one', () => {
  const task = storedTask({
    checklist: [
      { id: 'one', title: 'Ladder', done: false },
      { id: 'two', title: 'Gloves', done: false }
    ]
  })
  assert.deepEqual(
    ticked(task, 'TWO', true).checklist.map((item) => item.done),
    [false, true]
  )
  assert.equal(ticked(task, 'one', false), task)
  assert.deepEqual(
    refusal(() => ticked(task, 'three', true)),
    ['checklist_item_not_found']
  )
})
