import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Every } from '#contract/schedule.ts'
import { fromRrule } from './from-rrule.ts'
import { firstOn, occurrencesBetween } from './occurrences.ts'
import { anyEvery, anyStart } from './testing/arbitraries.ts'
import { lastDate } from './testing/calendar-days.ts'
import { naiveRrule } from './testing/naive-rrule.ts'
import { toRrule } from './to-rrule.ts'

/** 31 January 2026 is a Saturday. */
const anchorOn = Temporal.PlainDate.from('2026-01-31')

function print(unit: Every['unit'], more: Partial<Every> = {}): string | undefined {
  return toRrule({ kind: 'every', every: 1, unit, basis: 'due', ...more }, anchorOn)
}

test('days, weeks, months and years name what the anchor remembers', () => {
  assert.equal(print('day', { every: 3 }), 'FREQ=DAILY;INTERVAL=3')
  assert.equal(print('week'), 'FREQ=WEEKLY;BYDAY=SA')
  assert.equal(print('week', { every: 2, weekdays: [5, 1] }), 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=MO')
  assert.equal(print('month', { monthDay: 15, months: [9, 3] }), 'FREQ=MONTHLY;BYMONTH=3,9;BYMONTHDAY=15')
  assert.equal(print('month', { nthWeekday: { n: 2, weekday: 2 } }), 'FREQ=MONTHLY;BYDAY=2TU')
  assert.equal(print('year', { nthWeekday: { n: -1, weekday: 5 } }), 'FREQ=YEARLY;BYMONTH=1;BYDAY=-1FR')
})

test('the remembered 29th, 30th and 31st take the last day of shorter months', () => {
  assert.equal(print('month'), 'FREQ=MONTHLY;BYMONTHDAY=-1')
  assert.equal(print('month', { monthDay: 30 }), 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1')
  assert.equal(print('month', { monthDay: 29 }), 'FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1')
  assert.equal(print('year', { monthDay: 29, months: [2] }), 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1')
  assert.equal(print('year', { monthDay: 30, months: [4, 6] }), 'FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=30')
  assert.equal(
    print('year', { monthDay: 30, months: [2, 6] }),
    'FREQ=MONTHLY;BYMONTH=2,6;BYMONTHDAY=28,29,30;BYSETPOS=-1'
  )
})

test('a season of whole months that moves no date is BYMONTH', () => {
  const season = { from: '11-01', to: '02-29' }
  assert.equal(print('day', { season }), 'FREQ=DAILY;BYMONTH=1,2,11,12')
  assert.equal(print('month', { season, monthDay: 5, months: [1, 6] }), 'FREQ=MONTHLY;BYMONTH=1;BYMONTHDAY=5')
  assert.equal(print('year', { season, monthDay: 5 }), 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5')
})

test('once, counted from the completion, and seasons that cut months or move dates have no rule', () => {
  assert.equal(toRrule({ kind: 'once' }, anchorOn), undefined)
  assert.equal(print('month', { basis: 'completion' }), undefined)
  assert.equal(print('day', { season: { from: '11-02', to: '02-29' } }), undefined)
  assert.equal(print('day', { season: { from: '11-01', to: '02-28' } }), undefined)
  assert.equal(print('day', { every: 90, season: { from: '06-01', to: '06-30' } }), undefined)
  assert.equal(print('month', { every: 6, season: { from: '03-01', to: '05-31' } }), undefined)
  assert.equal(print('year', { every: 2, monthDay: 30, months: [2, 6] }), undefined)
})

test('a season moves no date if its months are as many as those of the interval, and its days even in common years', () => {
  const february = { from: '02-01', to: '02-29' }
  const juneAndJuly = { from: '06-01', to: '07-31' }
  const fifthMonday = { n: 5, weekday: 1 } as const
  assert.equal(print('day', { every: 28, season: february }), 'FREQ=DAILY;INTERVAL=28;BYMONTH=2')
  assert.equal(print('day', { every: 29, season: february }), undefined)
  assert.equal(print('week', { every: 4, season: february }), 'FREQ=WEEKLY;INTERVAL=4;BYDAY=SA;WKST=MO;BYMONTH=2')
  assert.equal(print('week', { every: 5, season: february }), undefined)
  assert.equal(print('month', { nthWeekday: fifthMonday, season: february }), 'FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO')
  assert.equal(print('month', { every: 2, season: juneAndJuly }), 'FREQ=MONTHLY;INTERVAL=2;BYMONTH=6,7;BYMONTHDAY=-1')
  assert.equal(print('month', { every: 2, nthWeekday: fifthMonday, season: juneAndJuly }), undefined)
  assert.equal(print('month', { every: 2, monthDay: 5, months: [3, 6, 9], season: juneAndJuly }), undefined)
  assert.equal(print('year', { every: 2, season: juneAndJuly }), undefined)
})

test('the end is a date, or with a time of day a moment, in UTC if the zone is known', () => {
  const schedule: Every = { kind: 'every', every: 1, unit: 'day', basis: 'due', until: '2026-10-24' }
  assert.equal(toRrule(schedule, anchorOn), 'FREQ=DAILY;UNTIL=20261024')
  assert.equal(toRrule({ ...schedule, timeOfDay: '06:45' }, anchorOn), 'FREQ=DAILY;UNTIL=20261024T064500')
  assert.equal(
    toRrule({ ...schedule, timeOfDay: '06:45' }, anchorOn, 'Europe/Berlin'),
    'FREQ=DAILY;UNTIL=20261024T044500Z'
  )
})

test('read literally as RFC 5545 has it, and read back by us, a printed rule has the same dates', () => {
  const printable = fc.tuple(anyEvery, anyStart).map(([schedule, start]) => ({
    schedule,
    start,
    rule: toRrule(schedule, start),
    startOn: firstOn(schedule, start)
  }))
  fc.assert(
    fc.property(printable, ({ schedule, start, rule, startOn }) => {
      fc.pre(rule !== undefined && startOn !== undefined)
      const from = { from: startOn, to: startOn.add({ years: 12 }), limit: 400 }
      const expected = occurrencesBetween(schedule, start, from).map(String)
      assert.deepEqual(naiveRrule(rule, startOn, 12).map(String).slice(0, 400), expected, rule)
      const back = fromRrule(rule, { startOn })
      assert.ok('schedule' in back, `${rule} ${JSON.stringify(back)}`)
      assert.deepEqual(occurrencesBetween(back.schedule, back.startOn, from).map(String), expected, rule)
    }),
    { numRuns: 60, maxSkipsPerRun: 100 } // one schedule in eight or so can be printed
  )
})

test('with a time of day and a zone the end is the same day again', () => {
  fc.assert(
    fc.property(
      anyStart,
      fc.nat(300),
      fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
      (start, days, timeZone) => {
        const until = start.add({ days }).toString()
        const schedule: Every = { kind: 'every', every: 1, unit: 'day', basis: 'due', until, timeOfDay: '02:30' }
        const back = fromRrule(
          `DTSTART;TZID=${timeZone}:${start.toString().replaceAll('-', '')}T023000\nRRULE:${toRrule(schedule, start, timeZone)}`,
          { startOn: lastDate, timeZone }
        )
        assert.deepEqual(back, { schedule, startOn: start })
      }
    )
  )
})
