import ICAL from 'ical.js'

ICAL.foldLength = 74 // the space before a line that goes on is not counted there, and is one of the 75 octets

/** jCal (RFC 7265): iCalendar as data. What it is written as, is the library's: lines folded at 75 octets, text escaped. */
export type CalendarProperty = readonly [
  name: string,
  parameters: Readonly<Record<string, string>>,
  type: string,
  ...values: readonly unknown[]
]
export type CalendarComponent = readonly [
  name: string,
  properties: readonly CalendarProperty[],
  components: readonly CalendarComponent[]
]

/** The whole of an iCalendar object (RFC 5545). */
export function calendarText(whole: CalendarComponent): string {
  return ICAL.stringify(whole as never) // its types know mutable arrays only
}

export function text(name: string, value: string): CalendarProperty {
  return [name, {}, 'text', value]
}

export function instant(name: string, moment: string): CalendarProperty {
  return [name, {}, 'date-time', Temporal.Instant.from(moment).toString({ smallestUnit: 'second' })]
}

export function rule(rrule: string): CalendarProperty {
  return ['rrule', {}, 'recur', ICAL.Recur.fromString(rrule).toJSON()]
}

/** A calendar of ours. Clients differ in which of the two names and of the two intervals they know. */
export function calendar(name: string, components: readonly CalendarComponent[]): CalendarComponent {
  const properties: CalendarProperty[] = [
    text('version', '2.0'),
    text('prodid', '-//honeyDue//honeyDue//EN'),
    text('calscale', 'GREGORIAN'),
    text('name', name),
    ['x-wr-calname', {}, 'text', name],
    ['refresh-interval', {}, 'duration', refreshEvery],
    ['x-published-ttl', {}, 'duration', refreshEvery]
  ]
  return ['vcalendar', properties, components]
}

const refreshEvery = 'PT1H'
