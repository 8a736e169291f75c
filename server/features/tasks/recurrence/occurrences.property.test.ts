import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Every } from '#contract/schedule.ts'
import { firstOn, nextAfter, occurrencesBetween } from './occurrences.ts'
import { anyDate, anyEvery, anySchedule, anyStart } from './testing/arbitraries.ts'
import { indexOf, lastDate } from './testing/calendar-days.ts'
import { dayAt, isInSeason, naiveDates } from './testing/naive-dates.ts'

const startOfDays = Temporal.PlainDate.from('1970-01-01')
const mondays: Every = { kind: 'every', unit: 'week', weekdays: [1], every: 2, basis: 'due' }

test('the next date is the one a walk day by day finds, for any rule, anchor and date', () => {
  fc.assert(
    fc.property(
      anyEvery,
      anyStart,
      fc.array(anyDate, { minLength: 4, maxLength: 8 }),
      (schedule, anchorOn, moments) => {
        const dates = naiveDates(schedule, anchorOn)
        for (const after of [...moments, anchorOn, anchorOn.add({ months: 5 })]) {
          const expected = dates.find((index) => index > indexOf(after))
          const found = nextAfter(schedule, anchorOn, after)
          assert.equal(found?.toString(), expected === undefined ? undefined : dayAt(expected).date.toString())
        }
      }
    ),
    {
      numRuns: 120,
      examples: [
        // the last season has a Monday of its own, in the year after the last one: it does not move to an earlier day of the season
        [{ ...mondays, season: { from: '12-23', to: '01-05' } }, startOfDays, [Temporal.PlainDate.from('2199-12-23')]]
      ]
    }
  )
})

test('the first dates one after the other are those a walk day by day finds', () => {
  fc.assert(
    fc.property(anyEvery, anyStart, (schedule, anchorOn) => {
      const expected = naiveDates(schedule, anchorOn)
        .slice(0, 60)
        .map((index) => dayAt(index).date.toString())
      const found = occurrencesBetween(schedule, anchorOn, { from: anchorOn, to: lastDate, limit: 60 }).map(String)
      assert.deepEqual(found, expected)
      assert.equal(firstOn(schedule, anchorOn)?.toString(), expected[0])
    }),
    { numRuns: 60 }
  )
})

test('asking for a far date gives what stepping to it gives', () => {
  fc.assert(
    fc.property(anySchedule, anyStart, (schedule, anchorOn) => {
      const stepped = occurrencesBetween(schedule, anchorOn, { from: anchorOn, to: lastDate, limit: 120 })
      stepped.forEach((date, index) => {
        assert.equal(nextAfter(schedule, anchorOn, date.subtract({ days: 1 }))?.toString(), date.toString())
        const following = stepped[index + 1]
        if (following) assert.equal(nextAfter(schedule, anchorOn, date)?.toString(), following.toString())
      })
    })
  )
})

test('dates strictly increase, keep to the season, months and weekdays named, and end with the last day or 2200', () => {
  fc.assert(
    fc.property(anyEvery, anyStart, (schedule, anchorOn) => {
      const dates = occurrencesBetween(schedule, anchorOn, { from: anchorOn, to: lastDate, limit: 200 })
      dates.forEach((date, index) => {
        const before = dates[index - 1]
        assert.ok(before === undefined || Temporal.PlainDate.compare(before, date) < 0)
        assert.ok(!schedule.season || isInSeason(schedule.season, dayAt(indexOf(date))))
        assert.ok(schedule.months?.includes(date.month) ?? true)
        assert.ok(schedule.weekdays?.includes(date.dayOfWeek) ?? true)
        assert.ok(schedule.until === undefined || date.toString() <= schedule.until)
        assert.ok(date.year <= 2200)
      })
    })
  )
})

test('the day of the month is remembered through every shorter month', () => {
  fc.assert(
    fc.property(
      anyStart,
      fc.integer({ min: 1, max: 1000 }),
      fc.constantFrom('month', 'year'),
      (anchorOn, every, unit) => {
        const schedule = { kind: 'every', every, unit, basis: 'due' } as const
        const dates = occurrencesBetween(schedule, anchorOn, { from: anchorOn, to: lastDate, limit: 100 })
        dates.forEach((date, index) => {
          // Added to the anchor, never to the date before: Temporal clamps and forgets.
          const expected = anchorOn.add(unit === 'month' ? { months: every * index } : { years: every * index })
          assert.equal(date.toString(), expected.toString())
        })
      }
    )
  )
})
