import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#server/platform/errors.ts'
import { every } from '#test/make-task.ts'
import { columnRanges } from './board-rules.ts'
import { calendarEntries, refuseSpan, type DatedTask } from './calendar-rules.ts'

const today = Temporal.PlainDate.from('2026-03-10')
const view = { today, ranges: columnRanges({ today, dueSoonDays: 30 }) }
const task = (details: Partial<DatedTask>): DatedTask => ({
  taskId: 'task',
  title: 'Clean',
  schedule: { kind: 'once' },
  anchorOn: details.dueOn ?? '2026-03-12',
  dueOn: '2026-03-12',
  timeOfDay: null,
  assigneeId: null,
  state: 'open',
  ...details
})
const march = { from: '2026-03-01', to: '2026-03-31' }
const dates = (details: Partial<DatedTask>, days = march) =>
  calendarEntries(days, { tasks: [task(details)], completed: [] }, view).map(({ kind, on }) => `${kind} ${on}`)

test('a due date is there with its column, later dates of the schedule are planned', () => {
  assert.deepEqual(dates({ schedule: every(1, 'week') }), [
    'due 2026-03-12',
    'planned 2026-03-19',
    'planned 2026-03-26'
  ])
  const [due, planned] = calendarEntries(march, { tasks: [task({ schedule: every(1, 'week') })], completed: [] }, view)
  assert.deepEqual([due?.column, planned?.column], ['due_soon_tasks', null])
})

test('a one-time task is due once', () => {
  assert.deepEqual(dates({}), ['due 2026-03-12'])
})

test('what is late has no planned dates before it can be done', () => {
  assert.deepEqual(
    dates({ schedule: every(2, 'day'), dueOn: '2026-03-01' }, { from: '2026-03-01', to: '2026-03-14' }),
    ['due 2026-03-01', 'planned 2026-03-11', 'planned 2026-03-13']
  )
})

test('counted from the completion, dates are planned as if each were done on its day, a late one today', () => {
  const schedule = every(10, 'day', { basis: 'completion' })
  assert.deepEqual(dates({ schedule, dueOn: '2026-03-12' }), ['due 2026-03-12', 'planned 2026-03-22'])
  assert.deepEqual(dates({ schedule, dueOn: '2026-03-02' }), [
    'due 2026-03-02',
    'planned 2026-03-20',
    'planned 2026-03-30'
  ])
})

test('a date that was moved does not move the ones after it', () => {
  assert.deepEqual(dates({ schedule: every(1, 'week'), anchorOn: '2026-03-02', dueOn: '2026-03-11' }), [
    'due 2026-03-11',
    'planned 2026-03-16',
    'planned 2026-03-23',
    'planned 2026-03-30'
  ])
})

test('a month a century away costs no more than the next', () => {
  assert.deepEqual(
    dates({ schedule: every(1, 'month'), dueOn: '2026-03-31' }, { from: '2126-02-01', to: '2126-04-01' }),
    ['planned 2126-02-28', 'planned 2126-03-31']
  )
})

test('entries are in order of day, time and title', () => {
  const tasks = [
    task({ taskId: '1', title: 'b', dueOn: '2026-03-12', timeOfDay: '08:00' }),
    task({ taskId: '2', title: 'a', dueOn: '2026-03-12', timeOfDay: '09:00' }),
    task({ taskId: '3', title: 'c', dueOn: '2026-03-12' }),
    task({ taskId: '4', title: 'd', dueOn: '2026-03-11' })
  ]
  const completed = [{ on: '2026-03-02', taskId: '5', title: 'e', assigneeId: 'anna' }]
  const entries = calendarEntries(march, { tasks, completed }, view)
  assert.deepEqual(
    entries.map(({ taskId }) => taskId),
    ['5', '4', '3', '1', '2']
  )
  assert.deepEqual(entries[0], {
    on: '2026-03-02',
    kind: 'completed',
    taskId: '5',
    title: 'e',
    timeOfDay: null,
    column: null,
    assigneeId: 'anna'
  })
})

const spanRefusal = (from: string, to: string) => {
  try {
    refuseSpan({ from, to })
  } catch (error) {
    if (error instanceof AppError) return error.fields[0]?.reason
    throw error
  }
  return undefined
}

test('a span ends after it begins and holds 62 days at most', () => {
  refuseSpan({ from: '2026-03-01', to: '2026-03-01' })
  refuseSpan({ from: '2026-03-01', to: '2026-05-01' })
  assert.equal(spanRefusal('2026-03-02', '2026-03-01'), 'before_from')
  assert.equal(spanRefusal('2026-03-01', '2026-05-02'), 'span_too_long')
  assert.equal(spanRefusal('1900-01-01', '2199-12-31'), 'span_too_long')
})
