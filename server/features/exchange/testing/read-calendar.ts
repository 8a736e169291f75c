import assert from 'node:assert/strict'
import ICAL from 'ical.js'

/** An iCalendar object as ical.js reads it, which must be all of it; line ends and folds are looked at, too. */
export function readCalendar(text: string): ICAL.Component {
  assert.ok(text.endsWith('END:VCALENDAR\r\n'))
  for (const line of text.split('\r\n')) {
    assert.ok(Buffer.byteLength(line) <= 75, `a line of ${Buffer.byteLength(line)} octets: ${line}`)
    assert.doesNotMatch(line, /[^\P{Cc}\t\u0080-\u009F]/u)
  }
  const calendar = ICAL.Component.fromString(text)
  for (const each of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(each)
  return calendar
}

/** The first dates of an event or a to-do, as ical.js reckons them, in wall-clock time. */
export function datesOf(component: ICAL.Component, count: number): string[] {
  const start = component.getFirstPropertyValue('dtstart') ?? component.getFirstPropertyValue('due')
  assert.ok(start instanceof ICAL.Time)
  if (!component.hasProperty('rrule')) return [start.toString()]
  const expansion = new ICAL.RecurExpansion({ component, dtstart: start })
  const dates: string[] = []
  for (let next = expansion.next(); next && dates.length < count; next = expansion.next()) dates.push(next.toString())
  return dates
}
