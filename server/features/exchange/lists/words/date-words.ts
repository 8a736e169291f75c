import type { Reader } from '../entry.ts'

export type DateAndTime = { readonly date: Temporal.PlainDate; readonly time?: string }

const months = [
  ['jan', 'januar', 'january'],
  ['feb', 'februar', 'february'],
  ['mar', 'märz', 'mrz', 'mär', 'march'],
  ['apr', 'april'],
  ['may', 'mai'],
  ['jun', 'juni', 'june'],
  ['jul', 'juli', 'july'],
  ['aug', 'august'],
  ['sep', 'sept', 'september'],
  ['oct', 'okt', 'oktober', 'october'],
  ['nov', 'november'],
  ['dec', 'dez', 'dezember', 'december']
]

export function monthNamed(word: string): number | undefined {
  const index = months.findIndex((names) => names.includes(word.toLowerCase().replace(/\.$/, '')))
  return index === -1 ? undefined : index + 1
}

const days: Readonly<Record<string, number>> = {
  today: 0,
  heute: 0,
  tod: 0,
  tomorrow: 1,
  morgen: 1,
  tom: 1,
  yesterday: -1,
  gestern: -1
}

/** A date as people and programs write it, in English or German; a moment is taken to the home's zone. Undefined: it is none. */
export function readDate(written: string, reader: Reader): DateAndTime | undefined {
  const text = written.trim()
  return readInstant(text, reader) ?? readIso(text) ?? readSpoken(text, reader)
}

function readInstant(text: string, { timeZone }: Reader): DateAndTime | undefined {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i.test(text)) return undefined
  const moment = attempt(() => Temporal.Instant.from(text.replace(' ', 'T')).toZonedDateTimeISO(timeZone))
  return moment && withTime(moment.toPlainDate(), moment.hour, moment.minute)
}

function readIso(text: string): DateAndTime | undefined {
  const [, year, month, day, hour, minute] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?)?$/.exec(text) ?? []
  return dated({ year, month, day }, hour, minute)
}

function readSpoken(text: string, reader: Reader): DateAndTime | undefined {
  const { rest, time } = cutTime(text)
  const date = readDay(rest, reader)
  return date && { date, ...(time !== undefined && { time }) }
}

function readDay(text: string, { today, country }: Reader): Temporal.PlainDate | undefined {
  const ahead = days[text.toLowerCase()]
  if (ahead !== undefined) return today.add({ days: ahead })
  const parts = germanDay(text) ?? slashedDay(text, country) ?? namedDay(text)
  return parts && dayOf(parts, today)
}

function germanDay(text: string): Parts | undefined {
  const [, day, month, year] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)?$/.exec(text) ?? []
  return day === undefined ? undefined : { day, month, year }
}

/** In the US the month comes first; elsewhere where it cannot be the day. */
function slashedDay(text: string, country: string | null): Parts | undefined {
  const [, one, other, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)$/.exec(text) ?? []
  if (one === undefined) return undefined
  const isMonthFirst = Number(other) > 12 || (country === 'US' && Number(one) <= 12)
  return isMonthFirst ? { month: one, day: other, year } : { day: one, month: other, year }
}

function namedDay(text: string): Parts | undefined {
  const [, day, name, year] = /^(\d{1,2})(?:st|nd|rd|th|\.)?\s+(\p{L}+\.?),?(?:\s+(\d{4}))?$/u.exec(text) ?? []
  if (name !== undefined) return inMonth(name, day, year)
  const [, word, number, of] = /^(\p{L}+\.?)\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?$/u.exec(text) ?? []
  return word === undefined ? undefined : inMonth(word, number, of)
}

type Parts = { year: string | undefined; month: string | undefined; day: string | undefined }

function inMonth(name: string, day: string | undefined, year: string | undefined): Parts | undefined {
  const month = monthNamed(name)
  return month === undefined ? undefined : { month: String(month), day, year }
}

/** Without a year the next such day. */
function dayOf({ year, month, day }: Parts, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  if (year !== undefined) return plainDate(Number(year.length === 2 ? `20${year}` : year), month, day)
  const date = plainDate(today.year, month, day)
  return date && Temporal.PlainDate.compare(date, today) < 0 ? plainDate(today.year + 1, month, day) : date
}

function dated(parts: Parts, hour: string | undefined, minute: string | undefined): DateAndTime | undefined {
  const date = parts.year === undefined ? undefined : plainDate(Number(parts.year), parts.month, parts.day)
  return date && (hour === undefined ? { date } : withTime(date, Number(hour), Number(minute)))
}

/** Midnight is how programs write that there is no time of day. */
function withTime(date: Temporal.PlainDate, hour: number, minute: number): DateAndTime {
  if (hour > 23 || minute > 59 || (hour === 0 && minute === 0) || (hour === 23 && minute === 59)) return { date }
  return { date, time: clock(hour, minute) }
}

function plainDate(year: number, month: string | undefined, day: string | undefined): Temporal.PlainDate | undefined {
  if (year < 1970 || year > 2200) return undefined
  return attempt(() =>
    Temporal.PlainDate.from({ year, month: Number(month), day: Number(day) }, { overflow: 'reject' })
  )
}

/** The time of day at the end of a text ("at 9am", "um 18:30 Uhr"), and what is before it. */
export function cutTime(written: string): { rest: string; time?: string } {
  const text = written.trim().split(/\s+/).join(' ')
  const found = /(?:^|[ ,])(at |um |@ ?)?(\d{1,2})(?::(\d\d))? ?(am|pm|uhr)?$/i.exec(text)
  const [, before, hour = '', minute, suffix] = found ?? []
  const isTime = [before, minute, suffix].some((part) => part !== undefined)
  const time = isTime ? readClock(`${hour}:${minute ?? '00'}`, suffix?.toLowerCase()) : undefined
  if (!found || time === undefined) return { rest: text }
  return { rest: text.slice(0, found.index).replace(/,$/, ''), time }
}

/** A time of day alone; undefined when it is none. */
export function readTime(text: string): string | undefined {
  const { rest, time } = cutTime(text.trim())
  return rest === '' ? time : undefined
}

function readClock(text: string, suffix: string | undefined): string | undefined {
  const [hour = NaN, minute = NaN] = text.split(':').map(Number)
  const shifted = suffix === 'pm' && hour < 12 ? hour + 12 : suffix === 'am' && hour === 12 ? 0 : hour
  return shifted <= 23 && minute <= 59 ? clock(shifted, minute) : undefined
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined // not a date of any calendar
  }
}
