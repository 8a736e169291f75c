import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewCompletion } from '#contract/completions.ts'
import { AppError } from '#server/platform/errors.ts'
import { every } from '#test/make-task.ts'
import { storedTask } from '#test/stored-task.ts'
import { complete, contractorFor, undone, type Progress } from './completion-rules.ts'
import type { StoredTask } from './task-rules.ts'

const today = Temporal.PlainDate.from('2026-03-10')
const circumstances = { today, doneOn: today, doneBy: 'anna', doneCounts: new Map<string, number>(), draw: 0 }
const run = (task: StoredTask, input: Partial<NewCompletion> = {}) =>
  complete(task, { kind: 'done', dueOn: task.dueOn, ...input }, circumstances)
const progress = (task: StoredTask, input: Partial<NewCompletion> = {}) => run(task, input).progress
const refusal = (task: StoredTask, input: Partial<NewCompletion> = {}) => {
  try {
    run(task, input)
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
  return 'not refused'
}
const items = [
  { id: 'one', title: 'Ladder', done: true },
  { id: 'two', title: 'Gloves', done: false }
]

test('a one-time task is completed: no date is due, its ticks are kept', () => {
  const task = storedTask({ checklist: items, inProgressSince: '2026-03-09T08:00:00Z' })
  const after = progress(task)
  assert.equal(after.dueOn, null)
  assert.equal(after.anchorOn, '2026-03-10')
  assert.equal(after.inProgressSince, null)
  assert.deepEqual(after.checklist, items)
  assert.deepEqual([after.completionCount, after.lastCompletedOn, after.historyLength], [1, '2026-03-10', 1])
})

test('what is done was done by the task’s tradesperson, unless somebody else or nobody is named', () => {
  const who = (contractorId: string | null, said: Partial<NewCompletion> = {}) =>
    contractorFor(storedTask({ contractorId }), { kind: 'done', dueOn: null, ...said })
  assert.equal(who('rossi'), 'rossi')
  assert.equal(who(null), null)
  assert.equal(who('rossi', { contractorId: 'russ' }), 'russ')
  assert.equal(who('rossi', { contractorId: null }), null)
  assert.equal(who('rossi', { kind: 'inspected' }), null)
  assert.equal(who('rossi', { kind: 'skipped' }), null)
  assert.equal(who('rossi', { kind: 'inspected', contractorId: 'rossi' }), 'rossi')
})

test('what is sent later counts on the day it was done, and a wrong clock moves it no further than it can have been', () => {
  const task = storedTask({ createdAt: '2026-03-01T08:00:00Z', lastCompletedOn: '2026-03-03' })
  const dayOf = (doneOn: string, of = task) =>
    complete(of, { kind: 'done', dueOn: of.dueOn }, { ...circumstances, doneOn: Temporal.PlainDate.from(doneOn) })
      .completedOn
  assert.equal(dayOf('2026-03-08'), '2026-03-08')
  assert.equal(dayOf('2027-01-01'), '2026-03-10', 'a clock that is ahead')
  assert.equal(dayOf('2026-03-02'), '2026-03-03', 'before the last completion')
  assert.equal(dayOf('1970-01-01', storedTask({ createdAt: '2026-03-01T08:00:00Z' })), '2026-03-01', 'before the task')
  assert.equal(dayOf('1970-01-01', storedTask({ createdAt: '2020-03-01T08:00:00Z' })), '2026-01-09', 'long ago')
  assert.equal(run(task, { completedOn: '2026-03-01' }).completedOn, '2026-03-01', 'a day that was chosen')
})

test('a recurring task gets its next date, leaves in progress and is unticked', () => {
  const task = storedTask({
    schedule: every(1, 'week'),
    checklist: items,
    inProgressSince: '2026-03-09T08:00:00Z',
    completionCount: 4,
    historyLength: 6
  })
  const after = progress(task)
  assert.equal(after.dueOn, '2026-03-17')
  assert.equal(after.inProgressSince, null)
  assert.ok(after.checklist.every((item) => !item.done))
  assert.deepEqual([after.completionCount, after.historyLength], [5, 7])
})

test('done on Monday, a Monday-and-Thursday task is due on the same week’s Thursday (recurrence vector 13)', () => {
  const task = storedTask({
    schedule: every(1, 'week', { weekdays: [1, 4] }),
    anchorOn: '2026-03-02',
    dueOn: '2026-03-09'
  })
  assert.equal(progress(task, { completedOn: '2026-03-09' }).dueOn, '2026-03-12')
})

test('with a day long past, the last completion stays the latest day it was done', () => {
  const task = storedTask({ schedule: every(1, 'week'), lastCompletedOn: '2026-03-03', completionCount: 1 })
  assert.equal(progress(task, { completedOn: '2026-02-20' }).lastCompletedOn, '2026-03-03')
})

test('inspected, not done: asked again on the day wished, the interval’s anchor and the count stay (vector 27)', () => {
  const task = storedTask({
    schedule: every(3, 'month'),
    checklist: items,
    inProgressSince: '2026-03-09T08:00:00Z',
    assignment: { rotation: 'round_robin', memberIds: ['anna', 'ben'], currentId: 'anna' }
  })
  const after = progress(task, { kind: 'inspected', nextOn: '2026-03-24' })
  assert.equal(after.dueOn, '2026-03-24')
  assert.equal(after.anchorOn, '2026-03-10')
  assert.equal(after.completionCount, 0)
  assert.equal(after.lastCompletedOn, null)
  assert.equal(after.historyLength, 1)
  assert.equal(after.assigneeId, 'anna')
  assert.deepEqual(after.checklist, items)
  assert.equal(after.inProgressSince, null)

  const later = storedTask({ ...task, dueOn: after.dueOn })
  assert.equal(
    complete(
      later,
      { kind: 'done', dueOn: '2026-03-24' },
      { ...circumstances, today: Temporal.PlainDate.from('2026-03-24') }
    ).progress.dueOn,
    '2026-06-10'
  )
})

test('a skip lets the date go: the next one is due, nothing counts as done, the turn stays', () => {
  const task = storedTask({
    schedule: every(1, 'week'),
    checklist: items,
    assignment: { rotation: 'round_robin', memberIds: ['anna', 'ben'], currentId: 'anna' }
  })
  const after = progress(task, { kind: 'skipped' })
  assert.deepEqual([after.dueOn, after.completionCount, after.lastCompletedOn], ['2026-03-17', 0, null])
  assert.equal(after.assigneeId, 'anna')
  assert.equal(after.historyLength, 1)
})

test('skipped before its day, a task counted from the completion is counted from the day let go', () => {
  const task = storedTask({
    schedule: every(3, 'month', { basis: 'completion' }),
    dueOn: '2026-04-01',
    anchorOn: '2026-01-01'
  })
  assert.equal(progress(task, { kind: 'skipped' }).dueOn, '2026-07-01')
})

test('skipping what is overdue since long goes to the first date after today', () => {
  const task = storedTask({ schedule: every(1, 'day'), dueOn: '2026-02-01', anchorOn: '2026-02-01' })
  assert.equal(progress(task, { kind: 'skipped' }).dueOn, '2026-03-11')
})

test('the turn passes when it is done', () => {
  const assignment = { rotation: 'round_robin', memberIds: ['anna', 'ben'], currentId: 'anna' } as const
  const pool = { ...assignment, memberIds: [...assignment.memberIds] }
  assert.equal(progress(storedTask({ schedule: every(1, 'week'), assignment: pool })).assigneeId, 'ben')
  assert.equal(progress(storedTask({ assignment: pool })).assigneeId, 'anna', 'a one-time task has no next turn')
})

test('least done counts the completion that is being recorded', () => {
  const task = storedTask({
    schedule: every(1, 'week'),
    assignment: { rotation: 'least_done', memberIds: ['anna', 'ben'], currentId: 'ben' }
  })
  const doneCounts = new Map([
    ['anna', 1],
    ['ben', 2]
  ])
  const input: NewCompletion = { kind: 'done', dueOn: task.dueOn }
  assert.equal(complete(task, input, { ...circumstances, doneBy: 'ben', doneCounts }).progress.assigneeId, 'anna')
  // Anna has done it twice now, as often as Ben: after him, she is next in turn.
  assert.equal(complete(task, input, { ...circumstances, doneBy: 'anna', doneCounts }).progress.assigneeId, 'anna')
})

test('another date than the one that is due is done already', () => {
  assert.equal(refusal(storedTask(), { dueOn: '2026-03-03' }), 'task_already_done')
  assert.equal(refusal(storedTask(), { dueOn: null }), 'task_already_done')
  assert.equal(refusal(storedTask({ state: 'completed', dueOn: null, completionCount: 1 })), 'task_already_done')
})

test('off the board nothing is completed', () => {
  assert.equal(refusal(storedTask({ state: 'off_board', cancelledAt: '2026-03-01T08:00:00Z' })), 'task_not_open')
})

test('a one-time task is not skipped', () => {
  assert.equal(refusal(storedTask(), { kind: 'skipped' }), 'task_not_recurring')
})

test('nothing is done tomorrow', () => {
  assert.equal(refusal(storedTask(), { completedOn: '2026-03-11' }), 'completed_in_future')
  assert.equal(refusal(storedTask(), { completedOn: '2026-03-10' }), 'not refused')
})

/** Code, field and reason of a refusal. */
const fieldRefused = (input: Partial<NewCompletion>) => {
  try {
    run(storedTask(), input)
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.fields[0]?.path, error.fields[0]?.reason]
    throw error
  }
  return 'not refused'
}

test('an inspection needs a day after today to look again; nothing else has one', () => {
  assert.deepEqual(fieldRefused({ kind: 'inspected' }), ['invalid_input', '/nextOn', 'required'])
  assert.deepEqual(fieldRefused({ kind: 'inspected', nextOn: '2026-03-10' }), [
    'invalid_input',
    '/nextOn',
    'not_after_today'
  ])
  assert.deepEqual(fieldRefused({ nextOn: '2026-03-24' }), ['invalid_input', '/nextOn', 'only_when_inspected'])
  assert.equal(fieldRefused({ kind: 'inspected', nextOn: '2026-03-11' }), 'not refused')
})

const applied = (task: StoredTask, { assigneeId, ...rest }: Progress): StoredTask => ({
  ...task,
  ...rest,
  assignment: { ...task.assignment, currentId: assigneeId }
})
const everyone = () => true

test('undo gives back date, anchor, turn, progress, ticks and counters', () => {
  const task = storedTask({
    schedule: every(1, 'month', { basis: 'completion' }),
    checklist: items,
    inProgressSince: '2026-03-09T08:00:00.123456Z',
    completionCount: 2,
    lastCompletedOn: '2026-02-10',
    historyLength: 3,
    assignment: { rotation: 'round_robin', memberIds: ['anna', 'ben'], currentId: 'anna' }
  })
  for (const input of [{}, { kind: 'skipped' }, { kind: 'inspected', nextOn: '2026-04-01' }] as const) {
    const { progress: after, before } = run(task, input)
    const changed = applied(task, after)
    assert.notDeepEqual(changed, task)
    assert.deepEqual(applied(changed, undone(changed, before, everyone)), task)
  }
})

test('undo leaves a schedule that was changed since, and items put on the checklist since', () => {
  const task = storedTask({ schedule: every(1, 'week'), checklist: items })
  const { progress: after, before } = run(task)
  const edited = {
    ...applied(task, after),
    schedule: every(1, 'month'),
    anchorOn: '2026-05-01',
    dueOn: '2026-05-01',
    checklist: [...after.checklist, { id: 'three', title: 'Bucket', done: true }]
  }
  const restored = undone(edited, before, everyone)
  assert.deepEqual([restored.anchorOn, restored.dueOn], ['2026-05-01', '2026-05-01'])
  assert.deepEqual(
    restored.checklist.map(({ id, done }) => [id, done]),
    [
      ['one', true],
      ['two', false],
      ['three', false]
    ]
  )
})

test('undo does not give the turn to somebody who has left', () => {
  const task = storedTask({ assignment: { rotation: 'fixed', memberIds: [], currentId: 'gone' } })
  const { progress: after, before } = run(task)
  assert.equal(undone(applied(task, after), before, () => false).assigneeId, null)
})
