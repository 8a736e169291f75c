import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Schedule } from '#contract/schedule.ts'
import { newScheduleDraft, sameDates, scheduleDraft, scheduleOf } from './schedule-draft.ts'

const kept: Schedule[] = [
  { kind: 'once' },
  { kind: 'once', timeOfDay: '08:00' },
  { kind: 'every', every: 3, unit: 'day', basis: 'completion' },
  { kind: 'every', every: 2, unit: 'week', weekdays: [1, 4], basis: 'due', timeOfDay: '07:30' },
  { kind: 'every', every: 3, unit: 'month', monthDay: 31, basis: 'due', season: { from: '04-01', to: '10-31' } },
  { kind: 'every', every: 1, unit: 'month', monthDay: 'last', months: [4, 6], basis: 'due' },
  { kind: 'every', every: 1, unit: 'year', nthWeekday: { n: -1, weekday: 5 }, basis: 'due', until: '2030-01-01' }
]
for (const schedule of kept) {
  test(`keeps ${JSON.stringify(schedule)} as it is when nothing is touched`, () => {
    assert.deepEqual(scheduleOf(scheduleDraft(schedule, '2026-05-05', '2026-05-05')), schedule)
  })
}

test('names the day that only the anchor knows when the next date shows another', () => {
  const monthly: Schedule = { kind: 'every', every: 1, unit: 'month', basis: 'due' }
  const draft = scheduleDraft(monthly, '2026-01-31', '2026-02-28')
  assert.deepEqual(scheduleOf({ ...draft, every: 2 }), { ...monthly, every: 2, monthDay: 31 })
})

test('leaves out what the chosen unit does not know', () => {
  const draft = { ...newScheduleDraft, repeats: true, weekdays: [1], months: [4], day: 'last' as const }
  assert.deepEqual(scheduleOf({ ...draft, unit: 'day' }), { kind: 'every', every: 1, unit: 'day', basis: 'due' })
  assert.deepEqual(scheduleOf({ ...draft, unit: 'week' }), {
    kind: 'every',
    every: 1,
    unit: 'week',
    weekdays: [1],
    basis: 'due'
  })
  assert.deepEqual(scheduleOf({ ...draft, unit: 'year' }), {
    kind: 'every',
    every: 1,
    unit: 'year',
    monthDay: 'last',
    months: [4],
    basis: 'due'
  })
})

test('tells a new rhythm from a new time of day', () => {
  const draft = { ...newScheduleDraft, repeats: true }
  assert.equal(sameDates(draft, { ...draft, timeOfDay: '09:00' }), true)
  assert.equal(sameDates(draft, { ...draft, weekdays: [3] }), true, 'weekdays say nothing in a rhythm by months')
  assert.equal(sameDates(draft, { ...draft, every: 2 }), false)
})
