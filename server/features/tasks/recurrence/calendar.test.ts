import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarDate, dayOf, LAST_DAY, monthLength, toDay, toPlainDate, weekdayOf } from './calendar.ts'
import { calendarDays } from './testing/calendar-days.ts'

test('every day from 1970 to 2200 has the number, weekday, month length and date that Temporal gives it', () => {
  calendarDays.forEach((day, index) => {
    const { year, month, day: dayOfMonth } = day
    assert.equal(dayOf(year, month, dayOfMonth), index)
    assert.deepEqual(calendarDate(index), { year, month, day: dayOfMonth })
    assert.equal(weekdayOf(index), day.weekday)
    assert.equal(monthLength(year, month), day.monthLength)
  })
  assert.equal(LAST_DAY, calendarDays.length - 1)
})

test('days before 1970 and beyond 2200 are counted all the same', () => {
  for (const text of ['1600-02-29', '1899-12-31', '1969-12-31', '1904-02-29', '2400-02-29', '9999-12-31']) {
    const date = Temporal.PlainDate.from(text)
    assert.equal(toPlainDate(toDay(date)).toString(), text)
    assert.equal(weekdayOf(toDay(date)), date.dayOfWeek)
  }
})
