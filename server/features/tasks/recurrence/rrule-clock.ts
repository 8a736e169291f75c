import { type Day, toDay } from './calendar.ts'
import { RruleRefused } from './rrule-refusal.ts'
import { attempt, type Moment, type RruleParts } from './rrule-text.ts'

/** Where a rule starts, in wall-clock time of the residence. */
export type RruleStart = {
  day: Day
  /** The first day that may be due: the day after, if its time of day has passed when the rule starts. */
  notBefore: Day
  timeOfDay: Temporal.PlainTime | undefined
  /** Of the residence, or if that was not given, of the rule. */
  zone: string | undefined
}

export type StartOptions = { startOn: Temporal.PlainDate; timeZone?: string }

/** Without DTSTART, `startOn` is the day, and BYHOUR alone gives a time of day. Beside a DTSTART that is a date nothing does. */
export function readStart(parts: RruleParts, written: Moment | undefined, options: StartOptions): RruleStart {
  const { startOn, timeZone } = options
  if (!written) return rruleStart({ day: toDay(startOn), started: undefined, parts, zone: timeZone })
  if (!written.time)
    return { day: toDay(written.date), notBefore: toDay(written.date), timeOfDay: undefined, zone: timeZone }
  const { date, time, zone } = inZone(written, timeZone)
  return rruleStart({ day: toDay(date), started: time, parts, zone: timeZone ?? zone })
}

/** The last day that may be due: the day of UNTIL, or the one before if the time of day comes after its time. */
export function lastDayBy(until: Moment, { timeOfDay, zone }: RruleStart): Day {
  if (!until.time || !timeOfDay) return toDay(until.date)
  const { date, time } = inZone(until, zone)
  return time && Temporal.PlainTime.compare(timeOfDay, time) > 0 ? toDay(date) - 1 : toDay(date)
}

type Started = { day: Day; started: Temporal.PlainTime | undefined; parts: RruleParts; zone: string | undefined }

function rruleStart({ day, started, parts, zone }: Started): RruleStart {
  const timeOfDay = replacedTime(parts, started)
  const hasPassed = timeOfDay && started && Temporal.PlainTime.compare(timeOfDay, started) < 0
  return { day, notBefore: hasPassed ? day + 1 : day, timeOfDay, zone }
}

/** BYHOUR, BYMINUTE and BYSECOND replace what the start has; without an hour there is no time of day. */
function replacedTime(parts: RruleParts, start: Temporal.PlainTime | undefined): Temporal.PlainTime | undefined {
  const hour = onlyValue(parts.byHour) ?? start?.hour
  const minute = onlyValue(parts.byMinute) ?? start?.minute
  const second = onlyValue(parts.bySecond) ?? start?.second
  if (second) throw new RruleRefused('seconds', `second ${second}`)
  return hour === undefined ? undefined : new Temporal.PlainTime(hour, minute)
}

function onlyValue(values: number[] = []): number | undefined {
  if (values.length > 1) throw new RruleRefused('several_times_a_day', values.join(','))
  return values[0]
}

/** Wall-clock date and time in the zone; a floating moment is that already, and without a zone one in UTC is read as floating. */
function inZone(moment: Moment, timeZone: string | undefined): Moment {
  const { date, time, zone } = moment
  if (!time || zone === undefined || areSameZone(zone, timeZone ?? zone)) return moment
  if (timeZone === undefined || zone !== 'UTC') throw new RruleRefused('time_zone', zone)
  const local = date.toZonedDateTime({ timeZone: 'UTC', plainTime: time }).withTimeZone(timeZone)
  return { date: local.toPlainDate(), time: local.toPlainTime(), zone: timeZone }
}

/** Names change (Asia/Calcutta), zones do not; one of them unknown is not the same. */
function areSameZone(one: string, other: string): boolean {
  return attempt(() => new Temporal.ZonedDateTime(0n, one).equals(new Temporal.ZonedDateTime(0n, other))) ?? false
}
