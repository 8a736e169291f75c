import type { Every } from '#contract/schedule.ts'
import { type Day, FIRST_DAY, LAST_DAY, toDay, toPlainDate } from './calendar.ts'
import { scheduleDates } from './occurrences.ts'
import { RruleRefused, type RruleRefusal } from './rrule-refusal.ts'
import { readRule } from './rrule-rule.ts'
import { attempt, type Moment, readRrule, type RruleParts } from './rrule-text.ts'

/** `startOn` is the first date of the rule and the anchor of the schedule. */
export type ImportedSchedule = { schedule: Every; startOn: Temporal.PlainDate }
/** `detail` names the part, in English, for the log and the developer. */
export type RefusedRule = { refused: RruleRefusal; detail: string }

/** Bounds the time that turning a COUNT into a date takes. */
const MAX_COUNT = 10_000

/**
 * An RFC 5545 rule, alone or with its DTSTART line, as a schedule with exactly the same dates; refused if there is none. Never throws.
 * `startOn` stands in for a missing DTSTART. Moments in UTC are taken to `timeZone`, or read as wall-clock time without one.
 */
export function fromRrule(text: string, options: ImportOptions): ImportedSchedule | RefusedRule {
  try {
    return importRule(text, options)
  } catch (error) {
    if (error instanceof RruleRefused) return { refused: error.reason, detail: error.message }
    throw error
  }
}

type ImportOptions = { startOn: Temporal.PlainDate; timeZone?: string }

function importRule(text: string, { startOn, timeZone }: ImportOptions): ImportedSchedule {
  const { parts, start } = readRrule(text)
  const started = inZone(start ?? { date: startOn, time: undefined, zone: undefined }, timeZone)
  const time = start && !start.time ? undefined : timeOfDay(parts, started.time)
  const day = toDay(started.date)
  const startsLate = time && started.time && Temporal.PlainTime.compare(time, started.time) < 0
  const notBefore = startsLate ? day + 1 : day

  const { rule, origin, trueUntil } = readRule({ parts, start: day, notBefore })
  const dates = scheduleDates(rule, origin)
  const first = dates(notBefore)
  const last = parts.count
    ? nthDate(dates, notBefore, parts.count)
    : untilDay(parts.until, time, timeZone ?? started.zone)
  if (first === undefined || (last !== undefined && last < first)) throw new RruleRefused('never_due', 'no date')
  if (parts.count && notBefore < FIRST_DAY) throw new RruleRefused('too_early', `COUNT from ${started.date.toString()}`)
  if (trueUntil !== undefined && (last === undefined || last > trueUntil)) {
    throw new RruleRefused('short_months', 'leap days beyond 2096')
  }

  const end = last === undefined || last > LAST_DAY ? {} : { until: toPlainDate(last).toString() }
  const clock = time ? { timeOfDay: time.toString({ smallestUnit: 'minute' }) } : {}
  return { schedule: { ...rule, ...end, ...clock }, startOn: toPlainDate(first) }
}

/** Wall-clock date and time in the residence's zone. A floating moment is that already. */
function inZone(moment: Moment, timeZone: string | undefined): Moment {
  const { date, time, zone } = moment
  if (!time || zone === undefined || areSameZone(zone, timeZone ?? zone)) return moment
  if (timeZone === undefined || zone !== 'UTC') throw new RruleRefused('time_zone', zone)
  const local = date.toZonedDateTime({ timeZone: 'UTC', plainTime: time }).withTimeZone(timeZone)
  return { date: local.toPlainDate(), time: local.toPlainTime(), zone: timeZone }
}

function areSameZone(one: string, other: string): boolean {
  return attempt(() => new Temporal.ZonedDateTime(0n, one).equals(new Temporal.ZonedDateTime(0n, other))) ?? false
}

/** BYHOUR, BYMINUTE and BYSECOND replace what the start has; without an hour there is no time of day. */
function timeOfDay(parts: RruleParts, start: Temporal.PlainTime | undefined): Temporal.PlainTime | undefined {
  const [hour = start?.hour, minute = start?.minute ?? 0, second = start?.second ?? 0] = [
    parts.byHour,
    parts.byMinute,
    parts.bySecond
  ].map((values) => onlyValue(values))
  if (second !== 0) throw new RruleRefused('seconds', `second ${second}`)
  return hour === undefined ? undefined : new Temporal.PlainTime(hour, minute)
}

function onlyValue(values: number[] = []): number | undefined {
  if (values.length > 1) throw new RruleRefused('several_times_a_day', values.join(','))
  return values[0]
}

function nthDate(dates: ReturnType<typeof scheduleDates>, from: Day, count: number): Day | undefined {
  if (count > MAX_COUNT) throw new RruleRefused('too_many', `COUNT=${count}`)
  let day = dates(from)
  for (let counted = 1; counted < count && day !== undefined; counted += 1) day = dates(day + 1)
  return day
}

/** The last day that may be due: the day of UNTIL, or the one before if the time of day comes after its time. */
function untilDay(
  until: Moment | undefined,
  time: Temporal.PlainTime | undefined,
  zone: string | undefined
): Day | undefined {
  if (!until) return undefined
  if (!until.time || !time) return toDay(until.date)
  const local = inZone(until, zone)
  return local.time && Temporal.PlainTime.compare(time, local.time) > 0 ? toDay(local.date) - 1 : toDay(local.date)
}
