import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { settled, type MeterNow, type MeterState } from './meter-rules.ts'
import { meterDueOn } from './recurrence/meter-due.ts'

const day = (days: number) => Temporal.PlainDate.from('2026-01-01').add({ days })
const date = (days: number) => day(days).toString()

/** A meter that went `used` in `days`, up to the first of January. */
function now(used: number, days: number, at = 1_000_000): MeterNow {
  const earlier = { on: day(-days), position: at - used }
  return { pace: { latest: { on: day(0), position: at }, earlier }, reachedOn: undefined }
}
const task = (rest: Partial<MeterState> = {}): MeterState => ({
  meterBase: 0,
  meterHeld: false,
  meterEvery: 5_000_000,
  scheduleDueOn: null,
  ...rest
})

test('a task is due at whichever comes first, its schedule or its meter, whatever both are', () => {
  const amount = fc.integer({ min: 1, max: 10_000_000 })
  const scheduled = fc.option(fc.integer({ min: -400, max: 4000 }), { nil: undefined })
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 365 }), amount, scheduled, (used, days, every, schedule) => {
      const meter = now(used, days)
      const byMeter = settled(task({ meterEvery: every, meterBase: 1_000_000 }), meter).dueOn
      const scheduleDueOn = schedule === undefined ? null : date(schedule)
      const { dueOn } = settled(task({ meterEvery: every, meterBase: 1_000_000, scheduleDueOn }), meter)
      const both = [byMeter, scheduleDueOn].filter((each) => each !== null)
      assert.equal(dueOn, both.toSorted((one, other) => (one < other ? -1 : 1))[0] ?? null)
    })
  )
})

test('the projected day is the first on which the meter gets there at its pace, exactly', () => {
  const amount = fc.integer({ min: 1, max: 1_000_000_000 })
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 365 }), amount, (used, days, ahead) => {
      const { pace } = now(used, days)
      const due = meterDueOn(pace.latest.position + ahead, undefined, pace)
      if (!due) return
      const after = day(0).until(due, { largestUnit: 'days' }).days
      assert.ok(BigInt(after) * BigInt(used) >= BigInt(ahead) * BigInt(days))
      assert.ok(BigInt(after - 1) * BigInt(used) < BigInt(ahead) * BigInt(days))
    })
  )
})

test('a task that is past due by its meter stays due on the day when it got there, however often one looks', () => {
  // every 4 000, counted from 25 000 − 4 000; the meter shows 30 468
  const meter = { ...now(9_000_000, 90, 30_468_000), reachedOn: '2025-11-20' }
  const late = task({ meterBase: 21_000_000, meterEvery: 4_000_000 })
  const once = settled(late, meter)
  assert.deepEqual(once, { meterBase: 21_000_000, dueOn: '2025-11-20' })
  assert.deepEqual(settled({ ...late, ...once }, meter), once)
})

test('without a pace the schedule alone counts, and without both there is no date', () => {
  const still: MeterNow = { pace: { latest: { on: day(0), position: 5 }, earlier: undefined }, reachedOn: undefined }
  assert.equal(settled(task({ scheduleDueOn: '2026-05-01' }), still).dueOn, '2026-05-01')
  assert.equal(settled(task(), still).dueOn, null)
  assert.equal(settled(task(), now(0, 30)).dueOn, null)
  assert.equal(settled(task(), undefined).dueOn, null)
  assert.equal(settled(task({ meterEvery: 1e12 }), now(1, 365)).dueOn, null, 'not before the year 2200 ends')
})

test('the first reading is where counting begins, and a date that somebody set holds', () => {
  assert.equal(settled(task({ meterBase: null }), now(10, 10)).meterBase, 1_000_000)
  const held = task({ meterHeld: true, scheduleDueOn: '2026-09-01' })
  assert.equal(settled(held, { ...now(10, 10), reachedOn: '2025-01-01' }).dueOn, '2026-09-01')
})
