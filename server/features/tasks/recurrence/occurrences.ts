import type { Schedule } from '#contract/schedule.ts'
import { type Day, FIRST_DAY, LAST_DAY, toDay, toPlainDate } from './calendar.ts'
import { type Dates, ruleDates } from './rule-dates.ts'
import { seasonDates } from './season-dates.ts'

/** First date on or after `startOn`, which becomes the anchor: its weekday, day of month and month are remembered. */
export function firstOn(schedule: Schedule, startOn: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const start = toDay(startOn)
  return optionalDate(scheduleDates(schedule, start)(start))
}

/**
 * First date strictly after `after` of the dates that start at `anchorOn`. Undefined when there is none, or none up to the year 2200.
 * The cost does not depend on how far `after` is from the anchor, nor on the interval.
 */
export function nextAfter(
  schedule: Schedule,
  anchorOn: Temporal.PlainDate,
  after: Temporal.PlainDate
): Temporal.PlainDate | undefined {
  return optionalDate(scheduleDates(schedule, toDay(anchorOn))(toDay(after) + 1))
}

/** The dates from `from` to `to`, both inclusive, the first `limit` of them. */
export function occurrencesBetween(
  schedule: Schedule,
  anchorOn: Temporal.PlainDate,
  { from, to, limit }: { from: Temporal.PlainDate; to: Temporal.PlainDate; limit: number }
): Temporal.PlainDate[] {
  const dates = scheduleDates(schedule, toDay(anchorOn))
  const last = toDay(to)
  const found: Day[] = []
  let next = dates(toDay(from))
  while (next !== undefined && next <= last && found.length < limit) {
    found.push(next)
    next = dates(next + 1)
  }
  return found.map(toPlainDate)
}

/** `countedFrom`: dates of the rule before this day do not count, not even by moving into the next season. */
export function scheduleDates(schedule: Schedule, anchor: Day, countedFrom: Day = anchor): Dates {
  if (schedule.kind === 'once') return (from) => inRange(anchor, { from, until: LAST_DAY })
  const all = ruleDates(schedule, anchor)
  const rule: Dates = (from) => all(Math.max(countedFrom, from))
  const dates = schedule.season ? seasonDates(schedule, schedule.season, rule) : rule
  const until = schedule.until ? Math.min(LAST_DAY, toDay(Temporal.PlainDate.from(schedule.until))) : LAST_DAY
  return (from) => inRange(dates(Math.max(FIRST_DAY, from)), { from, until })
}

function inRange(day: Day | undefined, { from, until }: { from: Day; until: Day }): Day | undefined {
  return day !== undefined && day >= from && day >= FIRST_DAY && day <= until ? day : undefined
}

function optionalDate(day: Day | undefined): Temporal.PlainDate | undefined {
  return day === undefined ? undefined : toPlainDate(day)
}
