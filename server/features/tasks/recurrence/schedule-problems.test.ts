import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Every } from '#contract/schedule.ts'
import { firstOn } from './occurrences.ts'
import { scheduleProblems } from './schedule-problems.ts'
import { anyEvery, anyStart } from './testing/arbitraries.ts'

const start = Temporal.PlainDate.from('2026-06-01')

function problems(more: Partial<Every>) {
  const schedule: Every = { kind: 'every', every: 1, unit: 'month', basis: 'due', ...more }
  return scheduleProblems(schedule, start).map(({ field, reason }) => `${field} ${reason}`)
}

test('once, and fields that go together, are no problem', () => {
  assert.deepEqual(scheduleProblems({ kind: 'once', timeOfDay: '08:00' }, start), [])
  assert.deepEqual(
    problems({ unit: 'week', weekdays: [1], season: { from: '11-01', to: '02-29' }, until: '2026-12-31' }),
    []
  )
  assert.deepEqual(problems({ monthDay: 'last', months: [2, 6], timeOfDay: '08:00' }), [])
})

test('weekdays need weeks', () => {
  for (const unit of ['day', 'month', 'year'] as const)
    assert.deepEqual(problems({ unit, weekdays: [1] }), ['weekdays needs_week'])
})

test('days of the month and months need months or years', () => {
  for (const unit of ['day', 'week'] as const) {
    assert.deepEqual(problems({ unit, monthDay: 1 }), ['monthDay needs_month_or_year'])
    assert.deepEqual(problems({ unit, nthWeekday: { n: 1, weekday: 1 } }), ['nthWeekday needs_month_or_year'])
    assert.deepEqual(problems({ unit, months: [1] }), ['months needs_month_or_year'])
  }
})

test('a day of the month excludes an nth weekday', () => {
  assert.deepEqual(problems({ monthDay: 1, nthWeekday: { n: 1, weekday: 1 } }), ['nthWeekday excludes_month_day'])
})

test('a season starts and ends on days that exist in some year', () => {
  assert.deepEqual(problems({ season: { from: '02-30', to: '03-01' } }), ['season no_such_day'])
  assert.deepEqual(problems({ season: { from: '02-29', to: '04-31' } }), ['season no_such_day'])
})

test('it does not end before it starts, but may on the same day', () => {
  assert.deepEqual(problems({ until: '2026-05-31' }), ['until before_start'])
  assert.deepEqual(problems({ until: '2026-06-01' }), [])
})

test('a schedule that is never due blames the field that keeps it from being', () => {
  assert.deepEqual(problems({ monthDay: 15, until: '2026-06-14' }), ['until never_due'])
  assert.deepEqual(problems({ months: [1], season: { from: '06-01', to: '08-31' } }), ['season never_due'])
  assert.deepEqual(problems({ every: 12, months: [1] }), ['months never_due'])
  assert.deepEqual(problems({ every: 8, nthWeekday: { n: 5, weekday: 1 }, season: { from: '06-01', to: '06-28' } }), [
    'season never_due'
  ])
})

test('a schedule without problems has a first date', () => {
  fc.assert(
    fc.property(anyEvery, anyStart, (schedule, startOn) => {
      assert.equal(scheduleProblems(schedule, startOn).length === 0, firstOn(schedule, startOn) !== undefined)
    }),
    { numRuns: 1000 }
  )
})
