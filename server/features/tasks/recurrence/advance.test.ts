import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Every, Schedule } from '#contract/schedule.ts'
import { advance } from './advance.ts'
import { anyDate, anyEvery, anySchedule, anyStart } from './testing/arbitraries.ts'
import { indexOf } from './testing/calendar-days.ts'
import { dayAt, naiveDates } from './testing/naive-dates.ts'

function next(schedule: Schedule, { due, done, anchor = due }: { due: string; done: string; anchor?: string }) {
  const [anchorOn, dueOn, doneOn] = [anchor, due, done].map((text) => Temporal.PlainDate.from(text))
  assert.ok(anchorOn && dueOn && doneOn)
  const advanced = advance({ schedule, anchorOn, dueOn, doneOn })
  return { due: advanced.dueOn?.toString(), anchor: advanced.anchorOn.toString() }
}

function byCompletion(every: number, unit: Every['unit'], more: Partial<Every> = {}): Every {
  return { kind: 'every', every, unit, basis: 'completion', ...more }
}

const fortnightly: Every = { kind: 'every', every: 2, unit: 'week', basis: 'due' }

test('what is due once has no next date', () => {
  assert.deepEqual(next({ kind: 'once' }, { due: '2026-01-05', done: '2026-01-04' }), {
    due: undefined,
    anchor: '2026-01-05'
  })
})

test('counted from the due date: done early, on the day or late, the rhythm stays and missed dates are skipped', () => {
  assert.deepEqual(next(fortnightly, { due: '2026-01-19', done: '2026-01-06', anchor: '2026-01-05' }), {
    due: '2026-02-02',
    anchor: '2026-01-05'
  })
  assert.equal(next(fortnightly, { due: '2026-01-19', done: '2026-01-19' }).due, '2026-02-02')
  assert.equal(next(fortnightly, { due: '2026-01-19', done: '2026-03-03' }).due, '2026-03-16')
})

test('done late on a date of the schedule, that date is satisfied too', () => {
  assert.equal(next(fortnightly, { due: '2026-01-19', done: '2026-02-02' }).due, '2026-02-16')
})

test('counted from the completion, the anchor moves to it', () => {
  assert.deepEqual(next(byCompletion(3, 'month'), { due: '2026-01-10', done: '2026-01-31' }), {
    due: '2026-04-30',
    anchor: '2026-01-31'
  })
})

test('counted from the completion, done so early that the same date would come again, the one after it is due', () => {
  assert.equal(next(byCompletion(2, 'day'), { due: '2026-01-10', done: '2026-01-08' }).due, '2026-01-12')
})

test('every 3 months on the 31st from the completion is the last day of the month three months on', () => {
  const schedule = byCompletion(3, 'month', { monthDay: 31 })
  assert.equal(next(schedule, { due: '2025-12-31', done: '2026-01-10' }).due, '2026-04-30')
  assert.equal(next(schedule, { due: '2026-01-31', done: '2026-01-31' }).due, '2026-04-30')
})

test('every second week on Friday from a completion on Wednesday is the Friday of the second week after', () => {
  assert.equal(
    next(byCompletion(2, 'week', { weekdays: [5] }), { due: '2026-01-02', done: '2026-01-07' }).due,
    '2026-01-23'
  )
})

test('several weekdays, or months, of the week or year of the completion still count', () => {
  const mondayAndThursday = byCompletion(1, 'week', { weekdays: [1, 4] })
  assert.equal(next(mondayAndThursday, { due: '2026-01-05', done: '2026-01-05' }).due, '2026-01-08')
  const springAndAutumn = byCompletion(1, 'year', { months: [3, 10], monthDay: 1 })
  assert.equal(next(springAndAutumn, { due: '2026-03-01', done: '2026-03-20' }).due, '2026-10-01')
  const spring = byCompletion(1, 'year', { months: [3], monthDay: 1 })
  assert.equal(next(spring, { due: '2025-03-01', done: '2026-01-20' }).due, '2027-03-01')
})

test('counted from the completion, a date outside the season moves to its first day; the day it was done does not', () => {
  const schedule = byCompletion(6, 'month', { season: { from: '04-01', to: '09-30' } })
  assert.equal(next(schedule, { due: '2026-09-20', done: '2026-09-20' }).due, '2027-04-01')
  assert.equal(next(schedule, { due: '2025-09-20', done: '2026-01-10' }).due, '2026-07-10')
})

test('the next date is later than the one satisfied and the day it was done, for any schedule', () => {
  fc.assert(
    fc.property(anySchedule, anyStart, anyDate, anyDate, (schedule, anchorOn, dueOn, doneOn) => {
      const advanced = advance({ schedule, anchorOn, dueOn, doneOn })
      if (!advanced.dueOn) return
      assert.ok(Temporal.PlainDate.compare(advanced.dueOn, dueOn) > 0)
      assert.ok(Temporal.PlainDate.compare(advanced.dueOn, doneOn) > 0)
    }),
    { numRuns: 2000 }
  )
})

test('counted from the due date, it is the next one that a walk day by day finds', () => {
  fc.assert(
    fc.property(anyEvery, anyStart, anyDate, anyDate, (every, anchorOn, dueOn, doneOn) => {
      const schedule: Every = { ...every, basis: 'due' }
      const satisfied = Math.max(indexOf(dueOn), indexOf(doneOn))
      const expected = naiveDates(schedule, anchorOn).find((index) => index > satisfied)
      const advanced = advance({ schedule, anchorOn, dueOn, doneOn })
      assert.equal(advanced.dueOn?.toString(), expected === undefined ? undefined : dayAt(expected).date.toString())
      assert.equal(advanced.anchorOn, anchorOn)
    }),
    { numRuns: 50 }
  )
})

test('counted from the completion, n units alone are what Temporal adds to the day it was done', () => {
  fc.assert(
    fc.property(
      anyStart,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom<Every['unit'][]>('day', 'week', 'month', 'year'),
      (doneOn, every, unit) => {
        const advanced = advance({ schedule: byCompletion(every, unit), anchorOn: doneOn, dueOn: doneOn, doneOn })
        const expected = doneOn.add({ [`${unit}s`]: every })
        assert.equal(advanced.dueOn?.toString(), expected.year > 2200 ? undefined : expected.toString())
        assert.equal(advanced.anchorOn, doneOn)
      }
    )
  )
})
