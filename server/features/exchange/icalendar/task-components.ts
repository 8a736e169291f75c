import type { FeedContent } from '#contract/calendar-feeds.ts'
import type { Priority, Task } from '#contract/tasks.ts'
import { nextAfter } from '#server/features/tasks/access.ts'
import { calendarRules, type CalendarRule } from './calendar-rules.ts'
import { instant, rule, text, type CalendarComponent, type CalendarProperty } from './calendar-text.ts'

/** What a calendar shows of a task: not its notes, which may be for the house only. */
export type CalendarTask = Pick<
  Task,
  | 'id'
  | 'title'
  | 'priority'
  | 'schedule'
  | 'anchorOn'
  | 'dueOn'
  | 'estimatedMinutes'
  | 'inProgressSince'
  | 'createdAt'
  | 'updatedAt'
> & { readonly version: number }

export type Showing = {
  readonly content: FeedContent
  readonly alarms: boolean
  readonly home: { readonly name: string; readonly timeZone: string }
  /** Where the task can be opened. */
  readonly url: string
}

/** When the program rings for something that has no time of day. */
const morning = 'PT9H'
/** How long something takes of which nobody said it, so that it is seen in a calendar. */
const usualMinutes = 30

/**
 * A task as events or to-dos: one for the date that is due, with the rule of the dates after it if RFC 5545 can say it. A date
 * that was moved off its rule stands alone, and the rule goes on beside it. Without a date there is a to-do and no event.
 */
export function taskComponents(task: CalendarTask, showing: Showing): CalendarComponent[] {
  if (showing.content === 'todos') return seriesOf(task, showing).map((series) => todo(task, series, showing))
  return seriesOf(task, showing).flatMap(({ on, ...series }) =>
    on === null ? [] : [event(task, { ...series, on }, showing)]
  )
}

type Series = { readonly uid: string; readonly on: string | null; readonly rrule?: string | undefined }

function seriesOf({ id, schedule, anchorOn, dueOn }: CalendarTask, { home }: Showing): Series[] {
  const uid = `${id}@honeydue`
  if (dueOn === null || anchorOn === null) return [{ uid, on: dueOn }]
  const anchor = Temporal.PlainDate.from(anchorOn)
  const due = Temporal.PlainDate.from(dueOn)
  const on = nextAfter(schedule, anchor, due.subtract({ days: 1 }))
  const rules = on ? calendarRules(schedule, { anchor, on, timeZone: home.timeZone }) : []
  const alone = { uid, on: dueOn }
  if (!on || rules.length === 0) return [alone]
  const isRegular = on.equals(due)
  const series = rules.flatMap(({ rrule, months }, index): Series[] => {
    const first = dateIn(months, on, (date) => nextAfter(schedule, anchor, date))
    const name = index === 0 ? (isRegular ? id : `${id}-next`) : `${id}-february`
    return first ? [{ uid: `${name}@honeydue`, on: first.toString(), rrule }] : []
  })
  return isRegular ? series : [alone, ...series]
}

/** The first date in one of the months: each comes at least once a year. */
function dateIn(
  months: CalendarRule['months'],
  on: Temporal.PlainDate,
  following: (date: Temporal.PlainDate) => Temporal.PlainDate | undefined
): Temporal.PlainDate | undefined {
  if (!months) return on
  let date: Temporal.PlainDate | undefined = on
  while (date && !months.includes(date.month)) date = following(date)
  return date
}

function event(task: CalendarTask, series: Series & { on: string }, showing: Showing): CalendarComponent {
  const properties = [
    ...common(task, series, showing),
    moment('dtstart', series.on, task, showing),
    ...(task.schedule.timeOfDay === undefined ? [] : [length(task)]),
    ...ruleOf(series),
    text('transp', 'TRANSPARENT')
  ]
  return ['vevent', properties, ring(task, showing, 'START')]
}

/** A rule needs a start (RFC 5545 §3.8.5.3), and with a start a to-do is due when its duration is over. */
function todo(task: CalendarTask, series: Series, showing: Showing): CalendarComponent {
  const isRepeated = series.rrule !== undefined
  const date = series.on === null ? [] : [moment(isRepeated ? 'dtstart' : 'due', series.on, task, showing)]
  const properties = [
    ...common(task, series, showing),
    ...date,
    ...(isRepeated ? [length(task)] : []),
    ...ruleOf(series),
    text('status', task.inProgressSince === null ? 'NEEDS-ACTION' : 'IN-PROCESS')
  ]
  return ['vtodo', properties, series.on === null ? [] : ring(task, showing, isRepeated ? 'START' : 'END')]
}

function common(task: CalendarTask, { uid }: Series, { home, url }: Showing): CalendarProperty[] {
  return [
    text('uid', uid),
    instant('dtstamp', task.updatedAt),
    instant('created', task.createdAt),
    instant('last-modified', task.updatedAt),
    ['sequence', {}, 'integer', task.version - 1],
    text('summary', task.title),
    text('location', home.name),
    ['url', {}, 'uri', url],
    ['priority', {}, 'integer', priorities[task.priority]]
  ]
}

/** RFC 5545 §3.8.1.9: 1 is the highest, 5 the middle, 9 the lowest. */
export const priorities: Readonly<Record<Priority, number>> = { urgent: 1, high: 3, medium: 5, low: 9 }

function moment(name: string, on: string, { schedule }: CalendarTask, { home }: Showing): CalendarProperty {
  if (schedule.timeOfDay === undefined) return [name, {}, 'date', on]
  return [name, { tzid: home.timeZone }, 'date-time', `${on}T${schedule.timeOfDay}:00`]
}

function length({ schedule, estimatedMinutes }: CalendarTask): CalendarProperty {
  const minutes = estimatedMinutes === null || estimatedMinutes === 0 ? usualMinutes : estimatedMinutes
  return ['duration', {}, 'duration', schedule.timeOfDay === undefined ? 'P1D' : `PT${minutes}M`]
}

function ruleOf({ rrule }: Series): CalendarProperty[] {
  return rrule === undefined ? [] : [rule(rrule)]
}

function ring({ title, schedule }: CalendarTask, { alarms }: Showing, related: 'START' | 'END'): CalendarComponent[] {
  if (!alarms) return []
  const after = schedule.timeOfDay === undefined ? morning : 'PT0S'
  const properties: CalendarProperty[] = [
    text('action', 'DISPLAY'),
    ['trigger', related === 'END' ? { related } : {}, 'duration', after],
    text('description', title)
  ]
  return [['valarm', properties, []]]
}
