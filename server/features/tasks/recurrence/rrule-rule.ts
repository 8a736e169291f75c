import type { Every } from '#contract/schedule.ts'
import { calendarDate, type Day, dayOf, monthLength, remainder, weekdayOf } from './calendar.ts'
import { monthDayField, plainWeekdays, wantedDays } from './rrule-days.ts'
import { RruleRefused } from './rrule-refusal.ts'
import type { NthDay, RruleParts } from './rrule-text.ts'
import { ascending, monthsOf } from './rule-dates.ts'
import { ALL_MONTHS, onlyFilters, seasonOfMonths } from './season-months.ts'

/** A rule without its end and time, and the day its dates are counted from. */
export type ReadRule = {
  rule: Every
  origin: Day
  /** The rule has the same dates up to this day only. */
  trueUntil?: Day
}

type ImportedRule = { parts: RruleParts; start: Day; notBefore: Day }

/** `notBefore`: the first day that may be due: the start, or the day after if the time of day comes before that of the start. */
export function readRule(imported: ImportedRule): ReadRule {
  const { interval, frequency } = imported.parts
  if (interval > 1000) throw new RruleRefused('interval', `INTERVAL=${interval}`)
  if (frequency === 'DAILY') return daily(imported)
  if (frequency === 'WEEKLY') return weekly(imported)
  return frequency === 'MONTHLY' ? monthly(imported) : yearly(imported)
}

function daily(imported: ImportedRule): ReadRule {
  const { parts, start } = imported
  if (parts.bySetPos) throw new RruleRefused('combination', 'BYSETPOS by days')
  const weekdays = plainWeekdays(parts)
  if (parts.byMonthDay && parts.interval > 1) throw new RruleRefused('combination', 'BYMONTHDAY by every n days')
  if (parts.byMonthDay) return monthly(imported)
  if (weekdays) return everyWeek(weekdays, imported)
  return inMonths(
    { rule: { kind: 'every', every: parts.interval, unit: 'day', basis: 'due' }, origin: start },
    parts.byMonth
  )
}

function weekly({ parts, start, notBefore }: ImportedRule): ReadRule {
  if (parts.byMonthDay) throw new RruleRefused('malformed', 'BYMONTHDAY by weeks')
  if (parts.bySetPos && parts.byMonth) throw new RruleRefused('combination', 'BYSETPOS with BYMONTH by weeks')
  const named = plainWeekdays(parts) ?? (parts.byDay ? [1, 2, 3, 4, 5, 6, 7] : [weekdayOf(start)])
  const fromWeekStart = named.toSorted((a, b) => daysAfter(parts.weekStart, a) - daysAfter(parts.weekStart, b))
  const weekdays = parts.bySetPos ? atPositions(fromWeekStart, parts.bySetPos) : fromWeekStart
  const rule: Every = {
    kind: 'every',
    every: parts.interval,
    unit: 'week',
    weekdays: ascending(weekdays),
    basis: 'due'
  }
  return inMonths({ rule, origin: inWeeksFromMonday({ parts, weekdays, start, notBefore }) }, parts.byMonth)
}

/** RFC 5545's weeks start on WKST, ours on Monday: the first date, if counting Monday's weeks from it gives the others too. */
function inWeeksFromMonday(weeks: ImportedRule & { weekdays: number[] }): Day {
  const { parts, weekdays, start, notBefore } = weeks
  const period = 7 * parts.interval
  const firstWeek = start - daysAfter(parts.weekStart, weekdayOf(start))
  const inFirstWeek = weekdays.map((weekday) => firstWeek + daysAfter(parts.weekStart, weekday))
  const first = Math.min(...inFirstWeek.map((day) => day + period * Math.max(0, Math.ceil((notBefore - day) / period))))
  const monday = first - daysAfter(1, weekdayOf(first))
  if (inFirstWeek.some((day) => remainder(day - monday, period) >= 7)) {
    throw new RruleRefused('week_start', `every ${parts.interval} weeks, WKST ${parts.weekStart}`)
  }
  return first
}

function daysAfter(weekStart: number, weekday: number): number {
  return remainder(weekday - weekStart, 7)
}

function atPositions<T>(items: readonly T[], positions: readonly number[]): T[] {
  const chosen = items.filter((_, index) => positions.includes(index + 1) || positions.includes(index - items.length))
  if (chosen.length === 0) throw new RruleRefused('never_due', `BYSETPOS=${positions.join(',')}`)
  return chosen
}

function everyWeek(weekdays: number[], { parts, start }: ImportedRule): ReadRule {
  if (parts.interval > 1) throw new RruleRefused('combination', 'all weeks of every nth month or year')
  return inMonths(
    { rule: { kind: 'every', every: 1, unit: 'week', weekdays, basis: 'due' }, origin: start },
    parts.byMonth
  )
}

/** By days and weeks, months are a season. */
function inMonths(read: ReadRule, byMonth: number[] | undefined): ReadRule {
  if (!byMonth || byMonth.length === ALL_MONTHS.length) return read
  const season = seasonOfMonths(byMonth)
  if (!season || !onlyFilters(read.rule, byMonth, read.origin)) {
    throw new RruleRefused('combination', `BYMONTH=${byMonth.join(',')} by days or weeks`)
  }
  return { ...read, rule: { ...read.rule, season } }
}

function monthly(imported: ImportedRule): ReadRule {
  const { parts, start } = imported
  return byMonths(imported, { unit: 'month', months: parts.byMonth }, calendarDate(start).day)
}

/**
 * What the rule leaves out comes from its start (RFC 5545 section 3.3.10), so that BYMONTHDAY without BYMONTH keeps the month of
 * DTSTART, as libical has it. Others take all twelve months then; the RFC can be read either way.
 */
function yearly(imported: ImportedRule): ReadRule {
  const { parts, start } = imported
  const { month, day } = calendarDate(start)
  const months = parts.byMonth ?? (parts.byDay ? monthsOfDays(parts.byDay, parts) : [month])
  if (parts.bySetPos && months?.length !== 1) throw new RruleRefused('combination', 'BYSETPOS by years')
  return byMonths(imported, { unit: 'year', months }, day)
}

/** The nth weekday of the year is that of January, the last one that of December; a fifth may be in February. */
function monthsOfDays(byDay: readonly NthDay[], { byMonthDay }: RruleParts): readonly number[] | undefined {
  const ordinals = byDay.map(({ n }) => n)
  if (byMonthDay) return ALL_MONTHS
  if (ordinals.every((n) => n === undefined)) return undefined
  const [n = 0] = ordinals
  if (n !== -1 && (n < 1 || n > 4)) throw new RruleRefused('ordinal', `weekday number ${n} of the year`)
  return [n === -1 ? 12 : 1]
}

type Months = { unit: 'month' | 'year'; months: readonly number[] | undefined }

function byMonths(imported: ImportedRule, { unit, months }: Months, startDay: number): ReadRule {
  const { parts, start } = imported
  const wanted = wantedDays(parts, startDay)
  if (wanted.kind === 'weekdays') return everyWeek(wanted.weekdays, imported)
  const rule: Every = {
    kind: 'every',
    every: parts.interval,
    unit,
    ...(months && { months: [...months] }),
    basis: 'due'
  }
  if (wanted.kind === 'nth') return { rule: { ...rule, nthWeekday: wanted.nthWeekday }, origin: start }
  const { date, strict } = wanted
  return strict && date > 28 ? withoutShortMonths(rule, date, start) : onDate(rule, date, start)
}

function onDate(rule: Every, date: number, origin: Day): ReadRule {
  return { rule: { ...rule, monthDay: monthDayField(date) }, origin }
}

/** Where RFC 5545 leaves out months that lack the date, we name those that have it. */
function withoutShortMonths(rule: Every, date: number, start: Day): ReadRule {
  const aLeapYear = 2000
  const months = (rule.months ?? ALL_MONTHS).filter((month) => monthLength(aLeapYear, month) >= date)
  const reached = monthsOf({ ...rule, months }, start)
  if (reached.length === 0) throw new RruleRefused('never_due', `no month has a day ${date}`)
  if (date > 29 || reached.every(({ month }) => month !== 2)) return onDate({ ...rule, months }, date, start)
  return leapDays(reached)
}

/** 29 February alone, of leap years only: every fourth year, which is true as long as 2100, no leap year, is not reached. */
function leapDays(reached: ReturnType<typeof monthsOf>): ReadRule {
  const [february] = reached
  if (!february || reached.length > 1) throw new RruleRefused('short_months', '29 February in leap years only')
  const years = [0, 1, 2, 3].map((turn) => february.someYear + turn * february.everyYears)
  const leapYears = years.filter((year) => remainder(year, 4) === 0)
  const [firstLeapYear] = leapYears
  if (firstLeapYear === undefined) throw new RruleRefused('never_due', '29 February in years that are no leap years')
  const every = (february.everyYears * years.length) / leapYears.length
  if (every > 1000) throw new RruleRefused('interval', `every ${every} years`)
  const rule: Every = { kind: 'every', every, unit: 'year', months: [2], monthDay: 29, basis: 'due' }
  return { rule, origin: dayOf(firstLeapYear, 2, 1), trueUntil: dayOf(2100, 2, 27) }
}
