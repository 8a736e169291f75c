import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dateIn, dueInstant, endOfDay } from './instant.ts'
import { anyDate } from './testing/arbitraries.ts'

const date = (text: string) => Temporal.PlainDate.from(text)
const zones = Intl.supportedValuesOf('timeZone')

test('a time that comes twice is the first of the two', () => {
  assert.equal(dueInstant(date('2026-10-25'), '02:30', 'Europe/Berlin').toString(), '2026-10-25T00:30:00Z')
})

test('without a time of day it is due by the end of the local day, however long that is', () => {
  assert.equal(dueInstant(date('2026-03-29'), undefined, 'Europe/Berlin').toString(), '2026-03-29T22:00:00Z')
  assert.equal(endOfDay(date('2026-03-28'), 'Europe/Berlin').toString(), '2026-03-28T23:00:00Z')
})

test('where a day starts at 01:00 the day before ends at that moment', () => {
  // Beirut goes forward at midnight: 2026-03-29 00:00 does not exist.
  assert.equal(endOfDay(date('2026-03-28'), 'Asia/Beirut').toString(), '2026-03-28T22:00:00Z')
  assert.equal(dateIn(Temporal.Instant.from('2026-03-28T22:00:00Z'), 'Asia/Beirut').toString(), '2026-03-29')
})

test('a day that a zone left out ends when the next one starts', () => {
  const end = endOfDay(date('2011-12-30'), 'Pacific/Apia')
  assert.equal(end.toString(), endOfDay(date('2011-12-29'), 'Pacific/Apia').toString())
  assert.equal(dateIn(end, 'Pacific/Apia').toString(), '2011-12-31')
})

const timeOfDay = fc
  .record({ hour: fc.oneof(fc.nat(3), fc.nat(23)), minute: fc.nat(59) })
  .map((time) => Temporal.PlainTime.from(time).toString({ smallestUnit: 'minute' }))

test('in every IANA zone, 1970 to 2200: the wall clock reads the date and time, or both were left out when clocks went forward', () => {
  for (const timeZone of zones) {
    fc.assert(
      fc.property(anyDate, timeOfDay, (day, time) => assertWallClock(day, time, timeZone)),
      { numRuns: 40 }
    )
  }
})

test('the same on the days around each change of clocks, in every zone', () => {
  let changes = 0
  for (const timeZone of zones) {
    for (const changed of changesOf(timeZone)) {
      changes += 1
      const wall = changed.toPlainDateTime()
      for (const hours of [-25, -1, -0.5, 0, 0.5, 1, 23]) {
        const at = wall.add({ minutes: hours * 60 })
        assertWallClock(at.toPlainDate(), at.toPlainTime().toString({ smallestUnit: 'minute' }), timeZone)
      }
    }
  }
  assert.ok(changes > 3 * 300, `only ${changes} changes of clocks seen`)
})

test('in every zone the end of a day is the start of the next, and no task is due twice at one moment', () => {
  for (const timeZone of zones) {
    fc.assert(
      fc.property(anyDate, (day) => {
        const tomorrow = day.add({ days: 1 })
        const end = endOfDay(day, timeZone)
        const startsTomorrow = Temporal.PlainDate.compare(dateIn(end, timeZone), tomorrow) >= 0
        const endsToday = Temporal.PlainDate.compare(dateIn(end.subtract({ nanoseconds: 1 }), timeZone), day) <= 0
        assert.ok(startsTomorrow && endsToday)
        const moments = [day, tomorrow].map((each) => dueInstant(each, '06:45', timeZone))
        const isLeftOut = dateIn(moments[0] ?? end, timeZone).toString() !== day.toString()
        const inOrder = Temporal.Instant.compare(moments[0] ?? end, moments[1] ?? end)
        assert.ok(isLeftOut ? inOrder <= 0 : inOrder < 0)
      }),
      { numRuns: 15 }
    )
  }
})

/** By offsets alone: the first of the moments at which clocks show this, or what they would have shown without the change. */
function assertWallClock(day: Temporal.PlainDate, time: string, timeZone: string): void {
  const wall = day.toPlainDateTime(Temporal.PlainTime.from(time))
  const asUtc = wall.toZonedDateTime('UTC').toInstant()
  const offsets = [-26, 26].map((hours) => asUtc.add({ hours }).toZonedDateTimeISO(timeZone).offsetNanoseconds)
  const moments = offsets
    .map((nanoseconds) => asUtc.subtract({ nanoseconds }))
    .toSorted((a, b) => Temporal.Instant.compare(a, b))
  const shown = moments.find((moment) => moment.toZonedDateTimeISO(timeZone).toPlainDateTime().equals(wall))
  const beforeChange = asUtc.subtract({ nanoseconds: offsets[0] ?? 0 })
  assert.equal(
    dueInstant(day, time, timeZone).toString(),
    (shown ?? beforeChange).toString(),
    `${wall.toString()} ${timeZone}`
  )
}

function changesOf(timeZone: string): Temporal.ZonedDateTime[] {
  const changes: Temporal.ZonedDateTime[] = []
  for (const start of ['1970-01-02', '1994-12-25', '2010-01-01', '2025-01-01', '2150-01-01']) {
    const change = date(start).toZonedDateTime(timeZone).getTimeZoneTransition('next')
    if (change) changes.push(change)
  }
  return changes
}
