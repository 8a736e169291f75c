import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggestDates } from './date-suggestions.ts'

const dates = (...args: Parameters<typeof suggestDates>) => suggestDates(...args).map(({ date }) => date)

test('offers days within the threshold for soon, and beyond it for later', () => {
  assert.deepEqual(dates('2026-11-23', 'soon'), ['2026-11-24', '2026-11-28', '2026-11-30', '2026-12-07', '2026-12-23'])
  assert.deepEqual(dates('2026-11-23', 'later'), ['2027-02-23', '2027-05-23', '2027-11-23'])
})

test('keeps to a person’s own threshold', () => {
  assert.deepEqual(dates('2026-11-23', 'soon', 7), ['2026-11-24', '2026-11-28', '2026-11-30'])
})

test('never offers today or a day twice, on a Saturday and on a Friday', () => {
  assert.deepEqual(dates('2026-11-28', 'soon', 10), ['2026-11-29', '2026-12-05'])
  assert.equal(dates('2026-11-27', 'soon', 3).length, 1)
})

test('offers a few of each where any date will do', () => {
  assert.equal(dates('2026-11-23', 'any').length, 5)
})
