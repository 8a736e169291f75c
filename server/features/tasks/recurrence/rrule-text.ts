import { RruleRefused } from './rrule-refusal.ts'
import { weekdayOfCode } from './rrule-weekdays.ts'

/** The text of RFC 5545 section 3.3.10 as data, checked by its grammar alone. Lists are ascending and hold nothing twice. */
export type RruleParts = {
  frequency: Frequency
  interval: number
  count: number | undefined
  until: Moment | undefined
  byMonth: number[] | undefined
  byMonthDay: number[] | undefined
  byDay: NthDay[] | undefined
  bySetPos: number[] | undefined
  byHour: number[] | undefined
  byMinute: number[] | undefined
  bySecond: number[] | undefined
  /** ISO 8601 weekday. */
  weekStart: number
}
export type NthDay = { n: number | undefined; weekday: number }

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof frequencies)[number]

/** A DATE (`time` undefined) or DATE-TIME; `zone` is 'UTC' for a trailing Z, the TZID if there is one, else undefined: floating. */
export type Moment = {
  date: Temporal.PlainDate
  time: Temporal.PlainTime | undefined
  zone: string | undefined
}

/** Far more than any rule we can hold needs; bounds the time as well. */
const MAX_LENGTH = 1000

/** A rule alone, with or without `RRULE:`, or with a DTSTART line beside it. */
export function readRrule(text: string): { parts: RruleParts; start: Moment | undefined } {
  if (text.length > MAX_LENGTH) throw new RruleRefused('too_long', `${text.length} characters, at most ${MAX_LENGTH}`)
  const lines = text
    .toUpperCase()
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const rules = lines.filter((line) => !/^DTSTART[:;]/.test(line)).map(ruleOfLine)
  const starts = lines.filter((line) => /^DTSTART[:;]/.test(line)).map(startOfLine)
  const [rule] = rules
  if (rule === undefined || starts.length > 1) throw new RruleRefused('malformed', 'one RRULE and at most one DTSTART')
  if (rules.length > 1) throw new RruleRefused('exceptions', 'more than one rule')
  return { parts: readParts(rule), start: starts[0] }
}

function ruleOfLine(line: string): string {
  if (/^(EXDATE|RDATE|EXRULE)[:;]/.test(line)) throw new RruleRefused('exceptions', line)
  return line.startsWith('RRULE:') ? line.slice('RRULE:'.length) : line
}

function startOfLine(line: string): Moment {
  const [, parameters, value] = /^DTSTART((?:;[^:]*)?):(.*)$/.exec(line) ?? []
  const moment = value === undefined ? undefined : readMoment(value)
  if (!moment || parameters === undefined) throw new RruleRefused('malformed', line)
  const [, zone] = /;TZID="?([^;"]+)/.exec(parameters) ?? []
  return zone === undefined || moment.time === undefined ? moment : { ...moment, zone: moment.zone ?? zone }
}

function readParts(rule: string): RruleParts {
  const values = partValues(rule)
  const value = (name: string) => values.get(name)
  const list = (name: string, limits: Limits) => readList(name, value(name), limits)
  const frequency = readFrequency(value('FREQ'))
  const parts = {
    frequency,
    interval: readNumber('INTERVAL', value('INTERVAL') ?? '1', { min: 1, max: 99_999 }),
    count: readCount(value('COUNT')),
    until: readUntil(value('UNTIL')),
    byMonth: list('BYMONTH', { min: 1, max: 12 }),
    byMonthDay: list('BYMONTHDAY', { min: 1, max: 31, negative: true }),
    byDay: readDays(value('BYDAY')),
    bySetPos: list('BYSETPOS', { min: 1, max: 366, negative: true }),
    byHour: list('BYHOUR', { min: 0, max: 23 }),
    byMinute: list('BYMINUTE', { min: 0, max: 59 }),
    bySecond: list('BYSECOND', { min: 0, max: 60 }),
    weekStart: readWeekday('WKST', value('WKST') ?? 'MO')
  }
  if (parts.count !== undefined && parts.until) throw new RruleRefused('malformed', 'COUNT and UNTIL together')
  return parts
}

const known = 'FREQ INTERVAL COUNT UNTIL WKST BYMONTH BYMONTHDAY BYDAY BYSETPOS BYHOUR BYMINUTE BYSECOND'.split(' ')

/** A trailing semicolon is forgiven: real calendars write it. */
function partValues(rule: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const part of rule.replace(/;$/, '').split(';')) {
    const [, name, value] = /^([A-Z-]+)=(.+)$/.exec(part) ?? []
    if (name === undefined || value === undefined || values.has(name)) throw new RruleRefused('malformed', part)
    if (!known.includes(name)) throw new RruleRefused('unsupported_part', part)
    values.set(name, value)
  }
  return values
}

function readFrequency(text: string | undefined): Frequency {
  const frequency = frequencies.find((each) => each === text)
  if (frequency) return frequency
  const isFiner = ['HOURLY', 'MINUTELY', 'SECONDLY'].includes(text ?? '')
  throw new RruleRefused(isFiner ? 'several_times_a_day' : 'malformed', `FREQ=${text ?? ''}`)
}

type Limits = { min: number; max: number; negative?: true }

function readList(name: string, text: string | undefined, limits: Limits): number[] | undefined {
  if (text === undefined) return undefined
  const items = text.split(',').map((item) => readNumber(name, item, limits))
  return [...new Set(items)].toSorted((a, b) => a - b)
}

function readCount(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readNumber('COUNT', text, { min: 1, max: 999_999_999 })
}

function readNumber(name: string, text: string, { min, max, negative }: Limits): number {
  const number = /^[+-]?\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  const size = negative ? Math.abs(number) : number
  if (size >= min && size <= max) return number
  throw new RruleRefused('malformed', `${name}=${text}`)
}

function readDays(text: string | undefined): NthDay[] | undefined {
  if (text === undefined) return undefined
  const days = text.split(',').map((item) => {
    const [, ordinal = '', code = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? []
    const n = ordinal === '' ? undefined : readNumber('BYDAY', ordinal, { min: 1, max: 53, negative: true })
    return { n, weekday: readWeekday('BYDAY', code) }
  })
  const different = new Map(days.map((day) => [`${day.n} ${day.weekday}`, day]))
  return [...different.values()].toSorted((a, b) => a.weekday - b.weekday)
}

function readWeekday(name: string, code: string): number {
  const weekday = weekdayOfCode(code)
  if (weekday === undefined) throw new RruleRefused('malformed', `${name}=${code}`)
  return weekday
}

function readUntil(text: string | undefined): Moment | undefined {
  const moment = text === undefined ? undefined : readMoment(text)
  if (text !== undefined && !moment) throw new RruleRefused('malformed', `UNTIL=${text}`)
  return moment
}

function readMoment(text: string): Moment | undefined {
  const [, year, month, day, time, utc] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6})(Z?))?$/.exec(text) ?? []
  const date = attempt(() => Temporal.PlainDate.from(`${year}-${month}-${day}`))
  const clock = time === undefined ? undefined : attempt(() => Temporal.PlainTime.from(`T${time}`))
  if (!date || (time !== undefined && !clock)) return undefined
  return { date, time: clock, zone: utc === 'Z' ? 'UTC' : undefined }
}

/** Temporal says by throwing that there is no such date, time or zone. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
