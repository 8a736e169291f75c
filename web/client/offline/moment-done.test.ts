import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { momentDone } from './moment-done.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.parse('2026-11-26T10:00:00Z')

test('a clock that is wrong, and stays so, changes nothing', () => {
  for (const wrongBy of [0, 3 * day, -3 * day])
    assert.equal(
      momentDone({
        madeAtMs: now - 5 * hour + wrongBy,
        deviceNowMs: now + wrongBy,
        heardAtMs: now - 8 * hour,
        serverNowMs: now
      }),
      now - 5 * hour
    )
})

test('a clock that is put on or back meanwhile moves it no further than the time without a connection', () => {
  const done = (changedBy: number) =>
    momentDone({
      madeAtMs: now - 5 * hour,
      deviceNowMs: now + changedBy,
      heardAtMs: now - 8 * hour,
      serverNowMs: now
    })
  assert.equal(done(20 * day), now - 8 * hour)
  assert.equal(done(-20 * day), now)
})

test('whatever the clocks say, it lies between the last answer and now', () => {
  const moment = fc.integer({ min: 0, max: 4_000_000_000_000 })
  fc.assert(
    fc.property(moment, moment, moment, moment, (madeAtMs, deviceNowMs, one, other) => {
      const [heardAtMs, serverNowMs] = [Math.min(one, other), Math.max(one, other)]
      const done = momentDone({ madeAtMs, deviceNowMs, heardAtMs, serverNowMs })
      return done >= heardAtMs && done <= serverNowMs
    }),
    { seed: 4, numRuns: 300 }
  )
})
