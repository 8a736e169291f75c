import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Every, Schedule } from '#contract/schedule.ts'
import { advance } from './advance.ts'
import { dateIn, dueInstant, endOfDay } from './instant.ts'
import { firstOn, occurrencesBetween } from './occurrences.ts'

/**
 * What other task keepers got wrong, by the number it has in our list of their bug reports (D Donetick, V Vikunja, T Tududi,
 * G Grocy, L LubeLogger). What the list has about boards, feeds, reminders, meters and access is
 * tested with those parts.
 */

const date = (text: string) => Temporal.PlainDate.from(text)
const daily: Every = { kind: 'every', every: 1, unit: 'day', basis: 'due' }
const mondays: Every = { kind: 'every', every: 1, unit: 'week', weekdays: [1], basis: 'due' }
const monthly: Every = { kind: 'every', every: 1, unit: 'month', basis: 'due' }

function next(schedule: Schedule, due: string, done = due, anchor = due): Temporal.PlainDate {
  const { dueOn } = advance({ schedule, anchorOn: date(anchor), dueOn: date(due), doneOn: date(done) })
  assert.ok(dueOn)
  return dueOn
}

function first(schedule: Schedule, startOn: string, limit: number): string[] {
  return occurrencesBetween(schedule, date(startOn), { from: date(startOn), to: date('2200-12-31'), limit }).map(String)
}

function inVancouver(day: string): string {
  const local = dueInstant(date(day), '02:22:10', 'America/Vancouver').toZonedDateTimeISO('America/Vancouver')
  return local.toString({ timeZoneName: 'never' })
}

describe('regressions of others', () => {
  test('1 (D#808) a daily time of day stays the same on the wall when the clocks go back', () => {
    const done = Temporal.Instant.from('2026-10-24T04:45:00Z')
    const due = next(daily, '2026-10-24', dateIn(done, 'Europe/Berlin').toString())
    assert.equal(dueInstant(due, '06:45', 'Europe/Berlin').toString(), '2026-10-25T05:45:00Z')
  })

  test('2 (D#286) two days from a completion late in the evening count from its local date', () => {
    const done = date('2025-08-06').toZonedDateTime({ timeZone: 'America/New_York', plainTime: '23:56' }).toInstant()
    const doneOn = dateIn(done, 'America/New_York').toString()
    assert.equal(next({ ...daily, every: 2, basis: 'completion' }, '2025-08-06', doneOn).toString(), '2025-08-08')
  })

  test('3 (V#3436, D) monthly from 31 January is the last of February, then 31 March again', () => {
    assert.deepEqual(first(monthly, '2026-01-31', 4), ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'])
    assert.deepEqual(first(monthly, '2028-01-31', 3), ['2028-01-31', '2028-02-29', '2028-03-31'])
    assert.equal(next(monthly, '2026-02-28', '2026-02-28', '2026-01-31').toString(), '2026-03-31')
  })

  test('4 (mdone#161) monthly from 31 August is 30 September, then 31 October; from 30 March, 30 April', () => {
    assert.deepEqual(first(monthly, '2026-08-31', 3), ['2026-08-31', '2026-09-30', '2026-10-31'])
    assert.deepEqual(first(monthly, '2026-03-30', 2), ['2026-03-30', '2026-04-30'])
  })

  test('5 (T#1442, #1122) weekly on Monday is Monday in Tokyo', () => {
    const doneOn = dateIn(Temporal.Instant.from('2026-01-04T23:30:00Z'), 'Asia/Tokyo').toString()
    assert.equal(doneOn, '2026-01-05')
    const due = next(mondays, '2026-01-05', doneOn)
    assert.equal(due.toString(), '2026-01-12')
    assert.equal(dateIn(dueInstant(due, '08:00', 'Asia/Tokyo'), 'Asia/Tokyo').dayOfWeek, 1)
  })

  test('6 (obsidian-tasks#2309) daily in Sydney goes on over the start of summer time', () => {
    const doneOn = dateIn(Temporal.Instant.from('2023-09-30T13:00:00Z'), 'Australia/Sydney').toString()
    assert.equal(next(daily, '2023-09-30', doneOn).toString(), '2023-10-01')
  })

  test('7 (tasks#1634) daily in Auckland goes on over the start of summer time', () => {
    const doneOn = dateIn(Temporal.Instant.from('2022-09-24T10:00:00Z'), 'Pacific/Auckland').toString()
    assert.equal(next(daily, '2022-09-24', doneOn).toString(), '2022-09-25')
  })

  test('8 (tasks#2239) Santiago, clocks go back at midnight: both 23:30s are the same day, which ends once', () => {
    const evenings = ['2023-04-02T02:30:00Z', '2023-04-02T03:30:00Z'].map((text) => Temporal.Instant.from(text))
    for (const evening of evenings) {
      const doneOn = dateIn(evening, 'America/Santiago').toString()
      assert.equal(doneOn, '2023-04-01')
      assert.equal(next(daily, '2023-04-01', doneOn).toString(), '2023-04-02')
      assert.ok(Temporal.Instant.compare(evening, endOfDay(date('2023-04-01'), 'America/Santiago')) < 0)
    }
    assert.equal(endOfDay(date('2023-04-01'), 'America/Santiago').toString(), '2023-04-02T04:00:00Z')
  })

  test('9 (rust-rrule) 02:22:10 in Vancouver is 03:22:10 on the day that hour is left out, and itself the day after', () => {
    assert.equal(inVancouver('2021-03-14'), '2021-03-14T03:22:10-07:00')
    assert.equal(inVancouver('2021-03-15'), '2021-03-15T02:22:10-07:00')
  })

  test('10 (D) due on the 10th and done on the 8th, the next date is not in the past', () => {
    for (const every of [1, 2, 3]) {
      const due = next({ ...daily, every, basis: 'completion' }, '2026-01-10', '2026-01-08')
      assert.ok(Temporal.PlainDate.compare(due, '2026-01-10') > 0)
    }
  })

  test('11 (D#153) Monday to Friday at 08:00, done on Tuesday, is Wednesday at 08:00 local time', () => {
    const due = next({ ...mondays, weekdays: [1, 2, 3, 4, 5] }, '2026-01-06')
    assert.equal(due.toString(), '2026-01-07')
    assert.equal(dueInstant(due, '08:00', 'America/New_York').toString(), '2026-01-07T13:00:00Z')
  })

  test('12 (G 2.4.4) weekly, done on its weekday, is a week later', () => {
    assert.equal(next(mondays, '2026-01-05').toString(), '2026-01-12')
  })

  test("13 (G 2.7.0, 3.0.0) Monday and Thursday, done on Monday, is the same week's Thursday", () => {
    assert.equal(next({ ...mondays, weekdays: [1, 4] }, '2026-01-05').toString(), '2026-01-08')
  })

  test('14 (G 3.1.3) due today without a time of day lasts until local midnight', () => {
    const lastMinute = Temporal.Instant.from('2026-01-06T04:59:59Z')
    assert.equal(dateIn(lastMinute, 'America/New_York').toString(), '2026-01-05')
    assert.equal(dueInstant(date('2026-01-05'), undefined, 'America/New_York').toString(), '2026-01-06T05:00:00Z')
  })

  test('16 (G 0185.sql) weekly on Monday: what was remembered before the second completion gives the same date once more', () => {
    const [anchorOn, firstDue] = [date('2026-01-05'), date('2026-01-05')]
    const before = advance({ schedule: mondays, anchorOn, dueOn: firstDue, doneOn: firstDue })
    assert.equal(before.dueOn?.toString(), '2026-01-12')
    assert.ok(before.dueOn)
    const complete = () =>
      advance({ schedule: mondays, anchorOn: before.anchorOn, dueOn: date('2026-01-12'), doneOn: date('2026-01-12') })
    assert.equal(complete().dueOn?.toString(), '2026-01-19')
    assert.equal(before.dueOn.toString(), '2026-01-12')
    assert.deepEqual(complete(), complete())
  })

  test('19 (L#439, #979) the same schedule counts from the due date or from the day it was done, as its basis says', () => {
    assert.equal(next(monthly, '2026-01-10', '2026-01-25').toString(), '2026-02-10')
    assert.equal(next({ ...monthly, basis: 'completion' }, '2026-01-10', '2026-01-25').toString(), '2026-02-25')
  })

  test('27 (TJ#69) an interval that was inspected, not done, keeps its anchor: the dates after it are the same', () => {
    const quarterly: Every = { ...monthly, every: 3 }
    const inspected = advance({
      schedule: quarterly,
      anchorOn: date('2026-01-31'),
      dueOn: date('2026-01-31'),
      doneOn: date('2026-02-07')
    })
    assert.deepEqual([inspected.dueOn?.toString(), inspected.anchorOn.toString()], ['2026-04-30', '2026-01-31'])
    assert.equal(firstOn(quarterly, inspected.anchorOn)?.toString(), '2026-01-31')
  })
})
