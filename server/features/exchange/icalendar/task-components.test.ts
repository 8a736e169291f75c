import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type ICAL from 'ical.js'
import type { Every, Schedule } from '#contract/schedule.ts'
import { readByLibical } from '#test/libical.ts'
import { anySchedule, anyStart } from '../../tasks/recurrence/testing/arbitraries.ts'
import { firstOn, nextAfter, occurrencesBetween } from '../../tasks/recurrence/occurrences.ts'
import { scheduleProblems } from '../../tasks/recurrence/schedule-problems.ts'
import { datesOf, readCalendar } from '../testing/read-calendar.ts'
import { calendarRules } from './calendar-rules.ts'
import { calendar, calendarText } from './calendar-text.ts'
import { taskComponents, type CalendarTask, type Showing } from './task-components.ts'
import { zoneComponent } from './zone-component.ts'

const timeZone = 'Europe/Berlin'
const count = 12
const last = Temporal.PlainDate.from('2200-12-31')

function taskOf(schedule: Schedule, anchorOn: string | null, more: Partial<CalendarTask> = {}): CalendarTask {
  return {
    id: 'task',
    title: 'Clean the gutters',
    priority: 'medium',
    schedule,
    anchorOn,
    dueOn: anchorOn,
    estimatedMinutes: null,
    inProgressSince: null,
    createdAt: '2026-01-01T08:00:00Z',
    updatedAt: '2026-01-02T08:00:00.123456Z',
    version: 3,
    ...more
  }
}

function showing(content: Showing['content'], alarms = true): Showing {
  return { content, alarms, home: { name: 'Home', timeZone }, url: 'https://due.example/?task=1' }
}

function textOf(tasks: readonly CalendarTask[], how: Showing): string {
  const components = tasks.flatMap((task) => taskComponents(task, how))
  return calendarText(calendar('honeyDue', [zoneComponent(timeZone, 2026), ...components]))
}

/** Tasks in the places where their schedules are after some completions, each with its own id. */
const scheduledTasks = fc.array(
  fc
    .tuple(anySchedule, anyStart, fc.nat(3))
    .filter(([schedule, start]) => scheduleProblems(schedule, start).length === 0)
    .map(([schedule, start, done]) => {
      let due = firstOn(schedule, start)
      for (let index = 0; index < done && due; index++) due = nextAfter(schedule, start, due) ?? due
      return { schedule, start, due }
    })
    .filter(({ due }) => due !== undefined),
  { minLength: 30, maxLength: 30 }
)

/** Without the years after 2200, of which our dates know nothing. */
function firstDates(dates: readonly string[]): string[] {
  return dates
    .filter((date) => !/^(\d{5,}-|220[1-9]|22[1-9]|2[3-9]|[3-9])/.test(date))
    .toSorted()
    .slice(0, count)
}

test('ical.js and libical reckon the dates that our schedules have, for events and for to-dos', () => {
  fc.assert(
    fc.property(scheduledTasks, fc.constantFrom('events' as const, 'todos' as const), (made, content) => {
      const tasks = made.map(({ schedule, start, due }, index) =>
        taskOf(schedule, start.toString(), { id: `t${index}`, dueOn: due?.toString() ?? null })
      )
      const text = textOf(tasks, showing(content))
      const libical = readByLibical(text, count)
      assert.deepEqual(libical.errors, [])
      const components = readCalendar(text).getAllSubcomponents(content === 'events' ? 'vevent' : 'vtodo')
      for (const [index, { schedule, start, due }] of made.entries()) {
        assert.ok(due)
        const own = components.filter((each) => new RegExp(`^t${index}[@-]`).test(uidOf(each)))
        const limit = own.some((component) => component.hasProperty('rrule')) ? count : 1
        const dates = occurrencesBetween(schedule, start, { from: due, to: last, limit })
        const time = schedule.timeOfDay === undefined ? '' : `T${schedule.timeOfDay}:00`
        const expected = dates.map((date) => date.toString() + time)
        const shown = own.map((component) => component.toString()).join('\n')
        assert.deepEqual(firstDates(own.flatMap((component) => datesOf(component, count))), expected, shown)
        const byLibical = own.flatMap((component) => libical.dates[uidOf(component)] ?? [])
        assert.deepEqual(
          firstDates(byLibical),
          expected.map((date) => date.replaceAll(/[-:]/g, '')),
          shown
        )
      }
    }),
    { numRuns: 8 }
  )
})

test('a rule stands wherever RFC 5545 can say the schedule and calendar programs reckon it: but for odd intervals of months and years', () => {
  const every = { kind: 'every', every: 1, basis: 'due' } as const
  const anchor = Temporal.PlainDate.from('2026-01-30')
  const rules = (more: Partial<Every>) =>
    calendarRules({ ...every, unit: 'month', ...more }, { anchor, on: anchor, timeZone }).map(({ rrule }) => rrule)
  assert.deepEqual(rules({ unit: 'week', every: 2 }), ['FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=MO'])
  assert.deepEqual(rules({}), [
    'FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=1,3,4,5,6,7,8,9,10,11,12',
    'FREQ=MONTHLY;BYMONTHDAY=-1;BYMONTH=2'
  ])
  assert.deepEqual(rules({ every: 3, monthDay: 5, months: [1, 4] }), ['FREQ=MONTHLY;BYMONTH=1,4;BYMONTHDAY=5'])
  assert.deepEqual(rules({ every: 24, monthDay: 5, months: [1] }), ['FREQ=MONTHLY;INTERVAL=24;BYMONTHDAY=5'])
  assert.deepEqual(rules({ unit: 'year', every: 2, monthDay: 'last' }), ['FREQ=MONTHLY;INTERVAL=24;BYMONTHDAY=-1'])
  assert.deepEqual(rules({ every: 5 }), [])
  assert.deepEqual(rules({ basis: 'completion' }), [])
})

test('a date that was moved off its rule stands alone, and the rule goes on beside it under another name', () => {
  const weekly = { kind: 'every', every: 1, unit: 'week', basis: 'due' } as const
  const moved = taskOf(weekly, '2026-03-02', { dueOn: '2026-03-11' })
  const events = readCalendar(textOf([moved], showing('events'))).getAllSubcomponents('vevent')
  assert.deepEqual(
    events.map((each) => [uidOf(each), ...datesOf(each, 2)]),
    [
      ['task@honeydue', '2026-03-11'],
      ['task-next@honeydue', '2026-03-16', '2026-03-23']
    ]
  )
})

test('what has a time of day is in its zone and takes its time; what has none takes the day', () => {
  const timed = taskOf({ kind: 'once', timeOfDay: '06:45' }, '2026-03-02', { estimatedMinutes: 20 })
  const text = textOf([timed, taskOf({ kind: 'once' }, '2026-03-03', { id: 'other' })], showing('events'))
  const [one, other] = readCalendar(text).getAllSubcomponents('vevent')
  assert.match(one?.toString() ?? '', /DTSTART;TZID=Europe\/Berlin:20260302T064500\r\nDURATION:PT20M\r\n/)
  assert.match(other?.toString() ?? '', /DTSTART;VALUE=DATE:20260303\r\nTRANSP/)
})

test('a program rings at the time of day, or at nine; not at all when nobody asked for it', () => {
  const timed = taskOf({ kind: 'once', timeOfDay: '06:45' }, '2026-03-02')
  const allDay = taskOf({ kind: 'every', every: 1, unit: 'day', basis: 'due' }, '2026-03-02')
  const triggers = (task: CalendarTask, content: Showing['content']) =>
    textOf([task], showing(content)).match(/TRIGGER.*/g)
  assert.deepEqual(triggers(timed, 'events'), ['TRIGGER:PT0S'])
  assert.deepEqual(triggers(timed, 'todos'), ['TRIGGER;RELATED=END:PT0S'])
  assert.deepEqual(triggers(allDay, 'events'), ['TRIGGER:PT9H'])
  assert.deepEqual(triggers(allDay, 'todos'), ['TRIGGER:PT9H'])
  assert.doesNotMatch(textOf([timed], showing('events', false)), /VALARM/)
})

test('a to-do says how far it is and how much it matters; without a date it is one all the same, and no event', () => {
  const undated = taskOf({ kind: 'once' }, null, { inProgressSince: '2026-03-01T08:00:00Z', priority: 'urgent' })
  const text = textOf([undated], showing('todos'))
  assert.match(text, /PRIORITY:1\r\n/)
  assert.match(text, /STATUS:IN-PROCESS\r\n/)
  assert.match(text, /SEQUENCE:2\r\n/)
  assert.match(text, /LAST-MODIFIED:20260102T080000Z\r\n/)
  assert.doesNotMatch(text, /DUE|DTSTART;/)
  assert.doesNotMatch(textOf([undated], showing('events')), /VEVENT/)
})

test('whatever a title holds comes out of the calendar as it went in, in lines of 75 octets', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (written) => {
      const title = written.replaceAll(/\p{Cc}/gu, ' ')
      const text = textOf([taskOf({ kind: 'once' }, '2026-03-02', { title })], showing('events'))
      const [event] = readCalendar(text).getAllSubcomponents('vevent')
      assert.equal(event?.getFirstPropertyValue('summary'), title)
    })
  )
})

function uidOf(component: ICAL.Component): string {
  return String(component.getFirstPropertyValue('uid'))
}
