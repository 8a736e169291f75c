import ICAL from 'ical.js'
import { knownTimeZone } from '#server/platform/time-zone.ts'
import { ownIdentity } from './own-table.ts'
import { entryOf, LeftOutError, type Entry, type Reader, type KeptTask, type ReadTask } from '../entry.ts'
import { at as timed, categoryNamed, ruled, standing } from '../words/task-words.ts'

export function isCalendar(text: string): boolean {
  return /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)
}

/** Events and to-dos. Each is read by itself, so that a damaged one does not take the others along. */
export function readCalendarList(text: string, reader: Reader): Entry[] {
  return blocksIn(text)
    .map((block) => ({ ...block, component: parsed(block.lines) }))
    .filter(({ component }) => !component || known(component, 'x-honeydue-task') !== 'part')
    .map(({ line, lines, component }) => {
      if (!component)
        return entryOf({ line, identity: bare(lines), text: lines.slice(1, 4).join(' ') }, () => undefined)
      const uid = known(component, 'uid')
      const identity = uid === undefined ? bare(lines) : identityOf(uid, known(component, 'recurrence-id'))
      const place = { line, identity, text: known(component, 'summary') ?? '' }
      return entryOf(place, () => sound(() => read(component, reader)))
    })
}

function bare(lines: readonly string[]): string {
  return JSON.stringify(['icalendar', lines])
}

/** What comes from us is known by its task, whichever of its to-dos it is. */
function identityOf(uid: string, part = ''): string {
  const own = /^([0-9a-f-]{36})(?:-next|-february)?@honeydue$/.exec(uid)?.[1]
  return own === undefined ? JSON.stringify(['icalendar', [uid, part]]) : ownIdentity(own)
}

function known(component: ICAL.Component, name: string): string | undefined {
  return sound(() => textIn(component, name))
}

/** ical.js reads a value when it is asked for, and throws a plain error for one that is none. */
function sound<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (error instanceof LeftOutError) throw error
    return undefined
  }
}

type Block = { readonly line: number; readonly lines: readonly string[] }

function blocksIn(text: string): Block[] {
  const blocks: Block[] = []
  let open: { line: number; name: string; lines: string[] } | undefined
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const begun = /^BEGIN:(VEVENT|VTODO)\s*$/i.exec(line)?.[1]?.toUpperCase()
    if (!open && begun !== undefined) open = { line: index + 1, name: begun, lines: [] }
    open?.lines.push(line)
    if (open && line.trimEnd().toUpperCase() === `END:${open.name}`) {
      blocks.push(open)
      open = undefined
    }
  }
  if (open) blocks.push(open)
  return blocks
}

function parsed(lines: readonly string[]): ICAL.Component | undefined {
  try {
    const whole = new ICAL.Component(ICAL.parse(['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n')) as never) // one calendar, not several
    return whole.getFirstSubcomponent() ?? undefined
  } catch {
    return undefined // no line of iCalendar, or one that ends too early
  }
}

function read(component: ICAL.Component, reader: Reader): ReadTask {
  refuseEnded(component)
  const kept = keptIn(component)
  if (kept) return kept
  const notes = textIn(component, 'description') ?? ''
  const task = {
    title: textIn(component, 'summary') ?? '',
    ...(notes !== '' && { notes }),
    category: categoryNamed(textIn(component, 'categories') ?? ''),
    priority: priorityOf(Number(textIn(component, 'priority') ?? 0)),
    ...scheduleOf(component, reader)
  }
  return component.name === 'vevent' ? standing(task, reader) : task
}

function refuseEnded(component: ICAL.Component): void {
  if (component.hasProperty('recurrence-id')) throw new LeftOutError('exception_of_series')
  const status = textIn(component, 'status')?.toUpperCase()
  if (status === 'COMPLETED' || component.hasProperty('completed')) throw new LeftOutError('done_already')
  if (status === 'CANCELLED') throw new LeftOutError('inactive')
}

/** What our own export says of a task beyond RFC 5545 (../../export/task-calendar.ts). */
function keptIn(component: ICAL.Component): ReadTask | undefined {
  const kept = textIn(component, 'x-honeydue-task')
  if (kept === undefined) return undefined
  const { dueByMeter, ...task } = documentOf(kept)
  if (dueByMeter) throw new LeftOutError('due_by_meter', task.title)
  return task
}

function documentOf(kept: string): KeptTask {
  try {
    return { ...(JSON.parse(kept) as KeptTask) } // every entry is checked against its schema
  } catch {
    throw new LeftOutError('malformed', 'X-HONEYDUE-TASK')
  }
}

function scheduleOf(component: ICAL.Component, reader: Reader): Pick<ReadTask, 'schedule' | 'startOn'> {
  const rrule = component.getFirstProperty('rrule')
  const names = component.name === 'vtodo' && !rrule ? ['due', 'dtstart'] : ['dtstart', 'due']
  const moment = names.map((name) => momentOf(component, name, reader)).find((found) => found !== undefined)
  if (rrule) return repeated(component, { moment, rule: rrule.toICALString() }, reader)
  return { schedule: timed({ kind: 'once' }, moment?.time), startOn: moment?.date.toString() ?? null }
}

function repeated(
  component: ICAL.Component,
  { moment, rule }: { moment: Moment | undefined; rule: string },
  reader: Reader
): Pick<ReadTask, 'schedule' | 'startOn'> {
  if (!moment) throw new LeftOutError('date_unreadable', 'DTSTART')
  const isExcepted = component.hasProperty('rdate') || futureExceptions(component, reader)
  if (isExcepted) throw new LeftOutError('rule_not_held', 'exceptions')
  if (moment.isElsewhere) throw new LeftOutError('rule_not_held', 'time_zone')
  return ruled(localEnd(rule.replace(/^RRULE[^:]*:/i, ''), reader), moment.date, moment.time)
}

/** A rule's end in UTC, as the day it is at home. */
function localEnd(rule: string, { timeZone }: Reader): string {
  return rule.replace(/UNTIL=\d{8}T\d{6}Z/i, (until) => {
    const end = Temporal.Instant.from(until.slice('UNTIL='.length)).toZonedDateTimeISO(timeZone)
    return `UNTIL=${end.toPlainDate().toString().replaceAll('-', '')}`
  })
}

function futureExceptions(component: ICAL.Component, { today }: Reader): boolean {
  return component
    .getAllProperties('exdate')
    .flatMap((property) => property.getValues())
    .some((value) => String(value) >= today.toString())
}

type Moment = { readonly date: Temporal.PlainDate; readonly time?: string; readonly isElsewhere: boolean }

/**
 * In wall-clock time of the home. A zone that is no IANA name (Outlook's) is taken for the home's: nothing says what it is
 * called here, and a household's calendar mostly is where the home is.
 */
function momentOf(component: ICAL.Component, name: string, reader: Reader): Moment | undefined {
  const property = component.getFirstProperty(name)
  const value = property?.getFirstValue()
  if (!property || !(value instanceof ICAL.Time)) return undefined
  const written = plainOf(value)
  if (value.isDate) return { date: written.toPlainDate(), isElsewhere: false }
  const zone = value.zone === ICAL.Timezone.utcTimezone ? 'UTC' : String(property.getParameter('tzid') ?? '')
  if (!knownTimeZone(zone === '' ? 'none' : zone)) return local(written, false)
  const there = written.toZonedDateTime(zone).withTimeZone(reader.timeZone)
  return local(there.toPlainDateTime(), zone !== 'UTC' && !isSame(written, zone, reader.timeZone))
}

function plainOf({ year, month, day, hour, minute }: ICAL.Time): Temporal.PlainDateTime {
  try {
    return Temporal.PlainDateTime.from({ year, month, day, hour, minute }, { overflow: 'reject' })
  } catch {
    throw new LeftOutError('date_unreadable', `${year}-${month}-${day}`)
  }
}

function local(at: Temporal.PlainDateTime, isElsewhere: boolean): Moment {
  return { date: at.toPlainDate(), time: at.toPlainTime().toString({ smallestUnit: 'minute' }), isElsewhere }
}

/** Whether both zones have the same clocks in winter and in summer. */
function isSame(at: Temporal.PlainDateTime, one: string, other: string): boolean {
  return [0, 6].every((months) => {
    const moment = at.add({ months })
    return moment.toZonedDateTime(one).offset === moment.toZonedDateTime(other).offset
  })
}

function textIn(component: ICAL.Component, name: string): string | undefined {
  const value = component.getFirstPropertyValue(name)
  return value === null || value === undefined ? undefined : String(value).trim()
}

/** RFC 5545 §3.8.1.9. */
function priorityOf(priority: number): 'urgent' | 'high' | 'medium' | 'low' {
  if (priority === 1 || priority === 2) return 'urgent'
  if (priority === 3 || priority === 4) return 'high'
  return priority >= 6 ? 'low' : 'medium'
}
