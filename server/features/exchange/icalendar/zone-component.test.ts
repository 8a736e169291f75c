import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import { calendar, calendarText } from './calendar-text.ts'
import { zoneComponent } from './zone-component.ts'

const zones = Intl.supportedValuesOf('timeZone')

/** As ical.js reads it. */
function zoneOf(timeZone: string, fromYear: number): ICAL.Timezone {
  const text = calendarText(calendar('x', [zoneComponent(timeZone, fromYear)]))
  const component = ICAL.Component.fromString(text).getFirstSubcomponent('vtimezone')
  assert.ok(component)
  return new ICAL.Timezone(component)
}

const wallClock = ({ year, month, day, hour, minute }: Temporal.PlainDateTime) => ({
  year,
  month,
  day,
  hour,
  minute,
  second: 0
})

test('in every zone ical.js reads the offsets that our dates have, at any hour that is there once', () => {
  for (const timeZone of zones) {
    const zone = zoneOf(timeZone, 2026)
    for (let index = 0; index < 60; index++) {
      const at = Temporal.PlainDateTime.from('2025-06-15T04:30').add({ days: index * 97, hours: (index * 5) % 24 })
      const moment = at.toZonedDateTime(timeZone)
      if (at.toZonedDateTime(timeZone, { disambiguation: 'later' }).offset !== moment.offset) continue
      const offset = zone.utcOffset(new ICAL.Time({ ...wallClock(at), isDate: false }, ICAL.Timezone.localTimezone))
      assert.equal(offset * 1e9, moment.offsetNanoseconds, `${timeZone} at ${at.toString()}`)
    }
  }
})

test('a change that comes every year is one rule; a zone that changes nothing is one offset', () => {
  const text = (timeZone: string) => calendarText(zoneComponent(timeZone, 2026))
  assert.match(text('Europe/Berlin'), /RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU/)
  assert.match(text('America/New_York'), /RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU/)
  assert.equal(text('Asia/Tokyo').match(/BEGIN:(STANDARD|DAYLIGHT)/g)?.length, 1)
  assert.match(text('Africa/Casablanca'), /RDATE:/)
})
