import type { Every } from '#contract/schedule.ts'
import { RruleRefused } from './rrule-refusal.ts'
import type { NthDay, RruleParts } from './rrule-text.ts'

/**
 * The days an RFC 5545 rule by months or years takes in each of them: the weekdays of its weeks, one nth weekday, or one date;
 * `strict`: a month that lacks the date is left out, else its last day is taken.
 */
export type WantedDays =
  | { kind: 'weekdays'; weekdays: number[] }
  | { kind: 'nth'; nthWeekday: NonNullable<Every['nthWeekday']> }
  | { kind: 'date'; date: number; strict: boolean }

export function wantedDays(parts: RruleParts, startDay: number): WantedDays {
  const { byMonthDay, bySetPos } = parts
  const byDay = parts.byDay && isEveryDay(parts.byDay) ? undefined : parts.byDay
  if (byDay && byMonthDay) throw new RruleRefused('combination', 'BYDAY with BYMONTHDAY')
  if (byDay) return wantedWeekdays(byDay, bySetPos)
  if (parts.byDay && !byMonthDay) return anyDay(bySetPos)
  return wantedDate(byMonthDay ?? [startDay], bySetPos)
}

/** ISO weekdays without ordinals; undefined when the rule names none, or all seven. */
export function plainWeekdays({ byDay }: RruleParts): number[] | undefined {
  if (!byDay || isEveryDay(byDay)) return undefined
  if (byDay.some(({ n }) => n !== undefined))
    throw new RruleRefused('malformed', 'an ordinal in BYDAY by days or weeks')
  return byDay.map(({ weekday }) => weekday)
}

function isEveryDay(byDay: NthDay[]): boolean {
  return byDay.length === 7 && byDay.every(({ n }) => n === undefined)
}

function wantedWeekdays(byDay: NthDay[], bySetPos: number[] | undefined): WantedDays {
  const [first] = byDay
  const isPlain = byDay.every(({ n }) => n === undefined)
  if (isPlain && !bySetPos) return { kind: 'weekdays', weekdays: byDay.map(({ weekday }) => weekday) }
  if (!first || byDay.length > 1) throw new RruleRefused('several_days', 'several nth weekdays')
  if (isPlain) return { kind: 'nth', nthWeekday: { n: ordinal(onlyPosition(bySetPos)), weekday: first.weekday } }
  if (bySetPos || first.n === undefined) throw new RruleRefused('combination', 'BYSETPOS with an ordinal')
  return { kind: 'nth', nthWeekday: { n: ordinal(first.n), weekday: first.weekday } }
}

const ordinals = [1, 2, 3, 4, 5, -1] as const

function ordinal(wanted: number): (typeof ordinals)[number] {
  const n = ordinals.find((each) => each === wanted)
  if (n === undefined) throw new RruleRefused('ordinal', `weekday number ${wanted}`)
  return n
}

/** All days of the month: the first position is the 1st, the last one the last day. */
function anyDay(bySetPos: number[] | undefined): WantedDays {
  if (!bySetPos) return { kind: 'weekdays', weekdays: [1, 2, 3, 4, 5, 6, 7] }
  const position = onlyPosition(bySetPos)
  return wantedDate([position], undefined)
}

function wantedDate(dates: number[], bySetPos: number[] | undefined): WantedDays {
  const [only = 0] = dates
  if (dates.length === 1) return singleDate(only, bySetPos)
  if (!bySetPos || only < 0) throw new RruleRefused('several_days', `BYMONTHDAY=${dates.join(',')}`)
  const position = onlyPosition(bySetPos)
  if (position === 1) return { kind: 'date', date: only, strict: true }
  const last = dates.at(-1) ?? 0
  const isUnbroken = range(28, last).every((date) => dates.includes(date))
  if (position === -1 && isUnbroken) return { kind: 'date', date: last, strict: false }
  throw new RruleRefused('several_days', `BYMONTHDAY=${dates.join(',')};BYSETPOS=${position}`)
}

function singleDate(date: number, bySetPos: number[] | undefined): WantedDays {
  if (bySetPos && Math.abs(onlyPosition(bySetPos)) !== 1)
    throw new RruleRefused('never_due', 'BYSETPOS beyond the only day')
  if (date === -1) return { kind: 'date', date: 31, strict: false }
  if (date < 0) throw new RruleRefused('ordinal', `day ${date} of the month`)
  return { kind: 'date', date, strict: true }
}

function onlyPosition(bySetPos: number[] = []): number {
  const [position] = bySetPos
  if (position === undefined || bySetPos.length > 1)
    throw new RruleRefused('several_days', `BYSETPOS=${bySetPos.join(',')}`)
  return position
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}

/** How the schedule writes it. */
export function monthDayField(date: number): NonNullable<Every['monthDay']> {
  return date === 31 ? 'last' : date
}
