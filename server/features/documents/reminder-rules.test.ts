import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dueAt, isDue, remindDaysOf, type Stage } from './reminder-rules.ts'

const stage = (given: Partial<Stage> = {}): Stage => ({
  endsOn: '2026-05-10',
  daysBefore: 30,
  timeZone: 'Europe/Berlin',
  hour: 8,
  since: '2026-01-01T00:00:00Z',
  ...given
})

test('a stage is due so many days before the end, at the person’s hour in their zone', () => {
  assert.equal(dueAt(stage()).toString(), '2026-04-10T06:00:00Z')
  assert.equal(dueAt(stage({ timeZone: 'Pacific/Kiritimati' })).toString(), '2026-04-09T18:00:00Z')
  assert.equal(dueAt(stage({ timeZone: 'America/Los_Angeles', hour: 23 })).toString(), '2026-04-11T06:00:00Z')
  assert.equal(dueAt(stage({ daysBefore: 0 })).toString(), '2026-05-10T06:00:00Z')
})

test('an hour that the clock leaves out or shows twice comes once', () => {
  const left = stage({ endsOn: '2026-03-29', daysBefore: 0, hour: 2 })
  assert.equal(dueAt(left).toString(), '2026-03-29T01:00:00Z')
  const twice = stage({ endsOn: '2026-10-25', daysBefore: 0, hour: 2 })
  assert.equal(dueAt(twice).toString(), '2026-10-25T00:00:00Z')
})

test('what lay before the dates were noted is not due, what lies after them is from its moment on for good', () => {
  const days = fc.integer({ min: -400, max: 400 })
  fc.assert(
    fc.property(
      fc.nat(60),
      days,
      days,
      fc.constantFrom('UTC', 'Asia/Kathmandu'),
      (daysBefore, since, now, timeZone) => {
        const at = (hours: number) => Temporal.Instant.from('2026-05-10T12:00:00Z').add({ hours })
        const given = stage({ daysBefore, timeZone, since: at(since).toString() })
        const due = Temporal.Instant.compare(dueAt(given), at(now)) <= 0
        const waited = Temporal.Instant.compare(dueAt(given), at(since)) > 0
        assert.equal(isDue(given, at(now)), due && waited)
      }
    )
  )
})

test('each kind has its days, and other ones can be chosen, the earliest first', () => {
  assert.deepEqual(remindDaysOf('warranty', undefined), [30, 7])
  assert.deepEqual(remindDaysOf('manual', undefined), [])
  assert.deepEqual(remindDaysOf('warranty', [1, 60, 7]), [60, 7, 1])
  assert.deepEqual(remindDaysOf('warranty', []), [])
})
