import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMonths, countKinds, dayByKey, monthOf, weekStart, weeksOf } from './month.ts'

test('takes the month from the address, and today’s when that is none', () => {
  assert.equal(monthOf('2026-05', '2026-11-23'), '2026-05')
  for (const text of [null, '', '2026-13', '2026-5', 'may', '9999-01'])
    assert.equal(monthOf(text, '2026-11-23'), '2026-11')
})

test('goes over the turn of the year', () => {
  assert.equal(addMonths('2026-12', 1), '2027-01')
  assert.equal(addMonths('2026-01', -1), '2025-12')
})

test('starts the week as the country does', () => {
  assert.equal(weekStart('de-DE'), 1)
  assert.equal(weekStart('en-GB'), 1)
  assert.equal(weekStart('en-US'), 7)
})

test('fills the first and the last week with days of the neighbours', () => {
  const weeks = weeksOf('2026-11', 1)
  assert.equal(weeks.length, 6)
  assert.equal(weeks[0]?.[0], '2026-10-26')
  assert.equal(weeks.at(-1)?.at(-1), '2026-12-06')
  assert.equal(weeksOf('2026-11', 7)[0]?.[0], '2026-11-01')
})

test('needs only four weeks for a February that starts with the week', () => {
  assert.equal(weeksOf('2027-02', 1).length, 4)
})

test('shows every day of a month once, in whole weeks, whatever the week starts with', () => {
  for (let month = '2020-01'; month < '2030-01'; month = addMonths(month, 1)) {
    for (const firstWeekday of [1, 6, 7]) {
      const days = weeksOf(month, firstWeekday).flat()
      const own = days.filter((day) => day.startsWith(month))
      assert.equal(own.length, Temporal.PlainYearMonth.from(month).daysInMonth)
      assert.equal(new Set(days).size, days.length)
      assert.ok(days.length <= 42)
    }
  }
})

const fromLastOfJanuary = (key: string, shift = false) => dayByKey(key, '2026-01-31', { shift, firstWeekday: 1 })

test('moves by day, week and month with the keys of a date grid', () => {
  assert.equal(fromLastOfJanuary('ArrowRight'), '2026-02-01')
  assert.equal(fromLastOfJanuary('ArrowUp'), '2026-01-24')
  assert.equal(fromLastOfJanuary('Home'), '2026-01-26')
  assert.equal(fromLastOfJanuary('End'), '2026-02-01')
  assert.equal(fromLastOfJanuary('PageDown'), '2026-02-28')
  assert.equal(fromLastOfJanuary('PageUp', true), '2025-01-31')
  assert.equal(fromLastOfJanuary('a'), undefined)
})

test('finds both ends of a week that starts on Sunday', () => {
  const sundays = { shift: false, firstWeekday: 7 }
  assert.equal(dayByKey('Home', '2026-11-23', sundays), '2026-11-22')
  assert.equal(dayByKey('End', '2026-11-23', sundays), '2026-11-28')
})

test('counts the kinds of a day', () => {
  const entry = { on: '2026-11-23', taskId: 't', title: 'a', timeOfDay: null, column: null, assigneeId: null }
  const entries = (['due', 'planned', 'planned'] as const).map((kind) => ({ ...entry, kind }))
  assert.deepEqual(countKinds(entries), { due: 1, planned: 2, completed: 0 })
})
