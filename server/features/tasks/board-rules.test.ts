import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  columnOf,
  columnRanges,
  countedSpans,
  latest,
  todayRanges,
  type DateRange,
  type TaskState
} from './board-rules.ts'

const today = Temporal.PlainDate.from('2026-03-10')
const ranges = columnRanges({ today, dueSoonDays: 30 })
const columnIn = (state: TaskState, dueOn: string | null) => columnOf({ state, dueOn }, ranges)

test('an open task stands where its date puts it, counted from the residence’s today', () => {
  const expected = {
    '2020-02-29': 'overdue_tasks',
    '2026-03-09': 'overdue_tasks',
    '2026-03-10': 'due_soon_tasks',
    '2026-04-09': 'due_soon_tasks',
    '2026-04-10': 'upcoming_tasks',
    '2199-12-31': 'upcoming_tasks'
  }
  for (const [dueOn, column] of Object.entries(expected)) assert.equal(columnIn('open', dueOn), column, dueOn)
  assert.equal(columnIn('open', null), 'upcoming_tasks')
})

test('the threshold is the reader’s, and counts the days after today', () => {
  const [, dueSoon, upcoming] = columnRanges({ today, dueSoonDays: 1 })
  assert.deepEqual([dueSoon?.from, dueSoon?.to, upcoming?.from], ['2026-03-10', '2026-03-11', '2026-03-12'])
})

test('in progress and completed win over every date; off the board there is no column', () => {
  for (const dueOn of ['2020-01-01', '2026-03-10', '2030-01-01', null]) {
    assert.equal(columnIn('in_progress', dueOn), 'in_progress_tasks')
    assert.equal(columnIn('completed', dueOn), 'completed_tasks')
    assert.equal(columnIn('off_board', dueOn), null)
  }
})

test('the columns stand in the order of the screen', () => {
  assert.deepEqual(
    ranges.map(({ name }) => name),
    ['overdue_tasks', 'due_soon_tasks', 'upcoming_tasks', 'in_progress_tasks', 'completed_tasks']
  )
})

const days = fc.integer({ min: -40_000, max: 90_000 }).map((offset) => today.add({ days: offset }).toString())
const sortDates = fc.oneof(days, fc.constant(latest))

test('every date is in exactly one column, whatever the day and the threshold', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 365 }), sortDates, (day, dueSoonDays, sortOn) => {
      const all = columnRanges({ today: Temporal.PlainDate.from(day), dueSoonDays })
      const open = all.filter(({ state, from, to }) => state === 'open' && from <= sortOn && sortOn <= to)
      assert.equal(open.length, 1)
    })
  )
})

test('“this week” is the six days after today, and nothing is counted twice', () => {
  const { overdue, dueToday, dueThisWeek } = todayRanges(today)
  assert.deepEqual([overdue.to, dueToday.from, dueToday.to], ['2026-03-09', '2026-03-10', '2026-03-10'])
  assert.deepEqual([dueThisWeek.from, dueThisWeek.to], ['2026-03-11', '2026-03-16'])
})

const open = (from: string, to: string): DateRange => ({ state: 'open', from, to })

test('a range is counted by days at its ends and by whole months between', () => {
  assert.deepEqual(countedSpans(open('2026-01-20', '2026-04-02')), [
    { span: 'day', from: '2026-01-20', to: '2026-01-31' },
    { span: 'month', from: '2026-02-01', to: '2026-03-31' },
    { span: 'day', from: '2026-04-01', to: '2026-04-02' }
  ])
  assert.deepEqual(countedSpans(open('2026-01-31', '2026-03-01')), [
    { span: 'day', from: '2026-01-31', to: '2026-01-31' },
    { span: 'month', from: '2026-02-01', to: '2026-02-28' },
    { span: 'day', from: '2026-03-01', to: '2026-03-01' }
  ])
  assert.deepEqual(countedSpans(open('2026-03-02', '2026-03-30')), [
    { span: 'day', from: '2026-03-02', to: '2026-03-30' }
  ])
  assert.deepEqual(countedSpans(open('2026-03-01', '2026-03-31')), [
    { span: 'month', from: '2026-03-01', to: '2026-03-31' }
  ])
  assert.deepEqual(countedSpans({ state: 'completed', from: '-infinity', to: 'infinity' }), [
    { span: 'month', from: 'infinity', to: 'infinity' }
  ])
})

test('the spans of a range add up to the tasks in it', () => {
  const near = fc.integer({ min: -800, max: 800 }).map((offset) => today.add({ days: offset }).toString())
  const range = fc.tuple(fc.oneof(near, fc.constant('-infinity')), fc.oneof(near, fc.constant(latest)))
  fc.assert(
    fc.property(range, fc.array(fc.oneof(near, fc.constant(latest)), { maxLength: 60 }), ([from, to], dates) => {
      fc.pre(from <= to)
      const within = dates.filter((date) => from <= date && date <= to).length
      const counted = countedSpans({ state: 'open', from, to }).map(
        (each) =>
          dates.map((date) => spanStart(each.span, date)).filter((start) => each.from <= start && start <= each.to)
            .length
      )
      assert.equal(
        counted.reduce((sum, count) => sum + count, 0),
        within
      )
    }),
    { numRuns: 500 }
  )
})

function spanStart(span: 'day' | 'month', date: string): string {
  return span === 'day' || date === latest ? date : `${date.slice(0, 8)}01`
}
