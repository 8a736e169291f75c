import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Every, Schedule } from '#contract/schedule.ts'
import { firstOn, nextAfter, occurrencesBetween } from './occurrences.ts'

const date = (text: string) => Temporal.PlainDate.from(text)

function first(schedule: Schedule, startOn: string, limit: number): string[] {
  return occurrencesBetween(schedule, date(startOn), { from: date(startOn), to: date('2200-12-31'), limit }).map(String)
}

function every(count: number, unit: Every['unit'], more: Partial<Every> = {}): Every {
  return { kind: 'every', every: count, unit, basis: 'due', ...more }
}

test('once is its start and nothing after it', () => {
  assert.equal(firstOn({ kind: 'once' }, date('2026-03-05'))?.toString(), '2026-03-05')
  assert.equal(nextAfter({ kind: 'once' }, date('2026-03-05'), date('2026-03-04'))?.toString(), '2026-03-05')
  assert.equal(nextAfter({ kind: 'once' }, date('2026-03-05'), date('2026-03-05')), undefined)
})

test('every 3 days', () => {
  assert.deepEqual(first(every(3, 'day'), '2026-02-26', 3), ['2026-02-26', '2026-03-01', '2026-03-04'])
})

test('every second week on several weekdays keeps to the weeks of its anchor', () => {
  assert.deepEqual(first(every(2, 'week', { weekdays: [5, 1] }), '2026-01-07', 4), [
    '2026-01-09',
    '2026-01-19',
    '2026-01-23',
    '2026-02-02'
  ])
})

test('a fifth weekday comes only in months that have one', () => {
  assert.deepEqual(first(every(1, 'month', { nthWeekday: { n: 5, weekday: 1 } }), '2026-01-01', 3), [
    '2026-03-30',
    '2026-06-29',
    '2026-08-31'
  ])
})

test('a fifth Sunday of February is found forty years on, where 2100 is no leap year', () => {
  const schedule = every(1, 'year', { nthWeekday: { n: 5, weekday: 7 }, months: [2] })
  assert.deepEqual(first(schedule, '2070-01-01', 2), ['2088-02-29', '2128-02-29'])
})

test('every 13 months in May alone comes every 13 years', () => {
  assert.deepEqual(first(every(13, 'month', { months: [5] }), '2010-02-12', 3), [
    '2013-05-12',
    '2026-05-12',
    '2039-05-12'
  ])
})

test('every 12 months from June is never in January', () => {
  assert.equal(firstOn(every(12, 'month', { months: [1] }), date('2026-06-01')), undefined)
})

test('yearly in several months, on the last Friday', () => {
  const schedule = every(1, 'year', { months: [10, 4], nthWeekday: { n: -1, weekday: 5 } })
  assert.deepEqual(first(schedule, '2026-05-01', 3), ['2026-10-30', '2027-04-30', '2027-10-29'])
})

test('a season over New Year keeps the rhythm of the rule', () => {
  const schedule = every(10, 'day', { season: { from: '12-20', to: '01-15' } })
  assert.deepEqual(first(schedule, '2026-12-01', 4), ['2026-12-21', '2026-12-31', '2027-01-10', '2027-12-26'])
})

test('a date for which its season has no other moves to the first day of the season', () => {
  assert.deepEqual(first(every(1, 'year', { season: { from: '06-01', to: '08-31' } }), '2026-01-15', 2), [
    '2026-06-01',
    '2027-06-01'
  ])
  assert.deepEqual(first(every(1, 'year', { season: { from: '06-01', to: '08-31' } }), '2026-11-15', 1), ['2027-06-01'])
})

test('a date that moves keeps the day of month, nth weekday and weekday that the schedule names', () => {
  const season = { from: '04-03', to: '06-30' }
  assert.deepEqual(first(every(6, 'month', { season, monthDay: 2 }), '2026-01-02', 2), ['2026-05-02', '2027-05-02'])
  const secondMonday = every(6, 'month', { season, nthWeekday: { n: 2, weekday: 1 } })
  assert.deepEqual(first(secondMonday, '2026-01-02', 2), ['2026-04-13', '2027-04-12'])
  assert.deepEqual(first(every(26, 'week', { season, weekdays: [3] }), '2026-01-07', 2), ['2026-04-08', '2027-04-07'])
})

test('a season without the day named is passed over', () => {
  const schedule = every(1, 'week', { weekdays: [1], season: { from: '12-24', to: '12-26' } })
  assert.deepEqual(first(schedule, '2026-01-01', 3), ['2028-12-25', '2029-12-24', '2033-12-26'])
})

test('29 February in a season is 28 February in common years', () => {
  const leapDay = every(1, 'day', { season: { from: '02-29', to: '02-29' } })
  assert.deepEqual(first(leapDay, '2026-06-01', 2), ['2027-02-28', '2028-02-29'])
})

test('counted from the completion, the count starts afresh on the first day of the season', () => {
  const season = { from: '04-01', to: '10-31' }
  const schedule = every(100, 'day', { basis: 'completion', season })
  assert.deepEqual(first(schedule, '2026-09-01', 4), ['2026-09-01', '2027-04-01', '2027-07-10', '2027-10-18'])
})

test('months that the season leaves out give no date, in no time', () => {
  assert.equal(
    firstOn(every(1, 'month', { months: [1], season: { from: '06-01', to: '08-31' } }), date('1970-01-01')),
    undefined
  )
})

test('nothing is due before 1970 or after 2200, nor after the end', () => {
  assert.equal(firstOn(every(7, 'day'), date('1969-12-30'))?.toString(), '1970-01-06')
  assert.equal(nextAfter(every(1, 'day'), date('2026-01-01'), date('2200-12-30'))?.toString(), '2200-12-31')
  assert.equal(nextAfter(every(1, 'day'), date('2026-01-01'), date('2200-12-31')), undefined)
  assert.equal(nextAfter(every(1000, 'year'), date('2026-01-01'), date('2026-01-01')), undefined)
  assert.deepEqual(first(every(1, 'month', { until: '2026-03-31' }), '2026-01-31', 9), [
    '2026-01-31',
    '2026-02-28',
    '2026-03-31'
  ])
})

test('a span of the calendar holds its first and last day, and no more than the limit', () => {
  assert.deepEqual(mondays(9), ['2026-01-05', '2026-01-12', '2026-01-19'])
  assert.deepEqual(mondays(2), ['2026-01-05', '2026-01-12'])
  assert.deepEqual(mondays(0), [])
})

function mondays(limit: number): string[] {
  const span = { from: date('2026-01-05'), to: date('2026-01-19'), limit }
  return occurrencesBetween(every(1, 'week'), date('2020-01-06'), span).map(String)
}
