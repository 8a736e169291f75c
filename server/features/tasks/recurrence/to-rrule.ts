import type { Every, Schedule } from '#contract/schedule.ts'
import { calendarDate, type Day, toDay, weekdayOf } from './calendar.ts'
import { dueInstant } from './instant.ts'
import { ascending, dayInMonthOfRule, monthsOf } from './rule-dates.ts'
import { weekdayCode } from './rrule-weekdays.ts'
import { ALL_MONTHS, onlyFilters, wholeMonths } from './season-months.ts'

/**
 * The RFC 5545 rule (section 3.3.10) with the same dates, for a DTSTART on any of them; undefined for a schedule that has none:
 * once, counted from the completion, or with a season that moves dates or does not consist of whole months.
 * With a time of day its end is in UTC, as the RFC wants for a DTSTART with a time zone, or floating when no zone is given.
 */
export function toRrule(schedule: Schedule, anchorOn: Temporal.PlainDate, timeZone?: string): string | undefined {
  if (schedule.kind === 'once' || schedule.basis === 'completion') return undefined
  const anchor = toDay(anchorOn)
  const season = schedule.season ? filteringMonths(schedule, anchor) : ALL_MONTHS
  const parts = season && ruleParts(schedule, anchor, season)
  if (!parts) return undefined
  const interval = schedule.every > 1 ? [`INTERVAL=${schedule.every}`] : []
  const [frequency = '', ...rest] = parts
  return [frequency, ...interval, ...rest, ...endParts(schedule, timeZone)].join(';')
}

function filteringMonths(schedule: Every, anchor: Day): readonly number[] | undefined {
  const months = schedule.season && wholeMonths(schedule.season)
  return months && onlyFilters(schedule, months, anchor) ? months : undefined
}

/** The frequency, then what limits it. */
function ruleParts(schedule: Every, anchor: Day, season: readonly number[]): string[] | undefined {
  if (schedule.unit === 'day') return ['FREQ=DAILY', ...monthParts(season)]
  if (schedule.unit === 'week') return [...weekParts(schedule, anchor), ...monthParts(season)]
  const reached = new Set(monthsOf(schedule, anchor).map(({ month }) => month))
  const months = [...reached].filter((month) => season.includes(month))
  const days = dayParts(schedule, anchor, months)
  if (schedule.unit === 'month') {
    return [
      'FREQ=MONTHLY',
      ...monthParts((schedule.months ?? ALL_MONTHS).filter((each) => season.includes(each))),
      ...days
    ]
  }
  // A position is counted in the whole year there, so days that differ from month to month need a rule by months.
  if (!days.includes('BYSETPOS=-1')) return ['FREQ=YEARLY', `BYMONTH=${ascending(months).join(',')}`, ...days]
  return schedule.every === 1 ? ['FREQ=MONTHLY', ...monthParts(months), ...days] : undefined
}

function monthParts(months: readonly number[]): string[] {
  return months.length === ALL_MONTHS.length ? [] : [`BYMONTH=${ascending(months).join(',')}`]
}

function weekParts({ every, weekdays }: Every, anchor: Day): string[] {
  const codes = ascending(weekdays ?? [weekdayOf(anchor)]).map(weekdayCode)
  return ['FREQ=WEEKLY', `BYDAY=${codes.join(',')}`, ...(every > 1 ? ['WKST=MO'] : [])]
}

/** RFC 5545 leaves out a month that lacks the day where ours takes its last day. */
function dayParts(schedule: Every, anchor: Day, months: readonly number[]): string[] {
  const wanted = dayInMonthOfRule(schedule) ?? { kind: 'date', date: calendarDate(anchor).day }
  if (wanted.kind === 'nth') return [`BYDAY=${wanted.n}${weekdayCode(wanted.weekday)}`]
  if (wanted.date === 31) return ['BYMONTHDAY=-1']
  if (wanted.date <= 28 || !months.includes(2)) return [`BYMONTHDAY=${wanted.date}`]
  if (months.length === 1) return ['BYMONTHDAY=-1']
  return [wanted.date === 29 ? 'BYMONTHDAY=28,29' : 'BYMONTHDAY=28,29,30', 'BYSETPOS=-1']
}

function endParts({ until, timeOfDay }: Every, timeZone: string | undefined): string[] {
  if (!until) return []
  const day = until.replaceAll('-', '')
  if (timeOfDay === undefined) return [`UNTIL=${day}`]
  if (timeZone === undefined) return [`UNTIL=${day}T${timeOfDay.replace(':', '')}00`]
  const instant = dueInstant(Temporal.PlainDate.from(until), timeOfDay, timeZone)
  return [`UNTIL=${instant.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`]
}
