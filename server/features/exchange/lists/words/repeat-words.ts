import type { Every, Unit } from '#contract/schedule.ts'
import type { Reader } from '../entry.ts'
import { cutTime, monthNamed, readDate } from './date-words.ts'

/** How something comes again, and from which date on, if the words say so. */
export type Repeat = { readonly schedule: Every; readonly startOn?: Temporal.PlainDate }

const single: Readonly<Record<string, readonly [number, Unit]>> = {
  daily: [1, 'day'],
  täglich: [1, 'day'],
  weekly: [1, 'week'],
  wöchentlich: [1, 'week'],
  biweekly: [2, 'week'],
  fortnightly: [2, 'week'],
  monthly: [1, 'month'],
  monatlich: [1, 'month'],
  quarterly: [3, 'month'],
  vierteljährlich: [3, 'month'],
  halbjährlich: [6, 'month'],
  yearly: [1, 'year'],
  annually: [1, 'year'],
  jährlich: [1, 'year']
}

const units: Readonly<Record<string, readonly [number, Unit]>> = {
  day: [1, 'day'],
  tag: [1, 'day'],
  week: [1, 'week'],
  woche: [1, 'week'],
  month: [1, 'month'],
  monat: [1, 'month'],
  quarter: [3, 'month'],
  quartal: [3, 'month'],
  year: [1, 'year'],
  jahr: [1, 'year']
}

const weekdays = [
  ['mon', 'monday', 'montag', 'mo'],
  ['tue', 'tues', 'tuesday', 'dienstag', 'di'],
  ['wed', 'wednesday', 'mittwoch', 'mi'],
  ['thu', 'thur', 'thurs', 'thursday', 'donnerstag', 'do'],
  ['fri', 'friday', 'freitag', 'fr'],
  ['sat', 'saturday', 'samstag', 'sonnabend', 'sa'],
  ['sun', 'sunday', 'sonntag', 'so']
]

/** 1 for Monday, as in ISO 8601. */
export function weekdayNamed(word: string): number | undefined {
  const index = weekdays.findIndex((names) => names.includes(word.toLowerCase().replace(/\.$/, '')))
  return index === -1 ? undefined : index + 1
}

/**
 * "every 3 months", "every! 2 weeks" (from the day it was done), "every mon, thu at 9am", "every 15th", "every last friday",
 * "alle 14 Tage", "jeden Montag um 18 Uhr", "monatlich", each also with "starting 5 Jan 2026" or "ab 5.1.2026". Undefined for other words.
 */
export function readRepeat(written: string, reader: Reader): Repeat | undefined {
  const [rule = '', start] = written
    .trim()
    .split(/\s+/)
    .join(' ')
    .split(/ (?:starting(?: on)?|from|ab(?: dem)?) /i)
  const startOn = start === undefined ? undefined : readDate(start, reader)?.date
  if (start !== undefined && !startOn) return undefined
  const { rest, time } = cutTime(rule)
  const found = readRule(rest.toLowerCase())
  if (!found) return undefined
  const schedule: Every = {
    kind: 'every',
    every: 1,
    basis: 'due',
    ...found,
    ...(time !== undefined && { timeOfDay: time })
  }
  return { schedule, ...(startOn && { startOn }) }
}

type Rule = Pick<Every, 'unit'> & Partial<Every>

function readRule(text: string): Rule | undefined {
  const alone = single[text]
  if (alone) return { every: alone[0], unit: alone[1] }
  const [, bang, words = ''] = /^(?:every|each|ev|alle|jede[nrsm]?)(!?) (.+)$/.exec(text) ?? []
  const rule = words === '' ? undefined : readEvery(words)
  return rule && bang === '!' ? { ...rule, basis: 'completion' } : rule
}

function readEvery(words: string): Rule | undefined {
  return readInterval(words) ?? readWeekdays(words) ?? readNth(words) ?? readMonthDay(words) ?? readDayOfYear(words)
}

function readInterval(words: string): Rule | undefined {
  const [, count = '1', name = ''] = /^(?:(\d{1,4}|other|zwei(?:te[nrs]?)?)\s+)?(\p{L}+)$/u.exec(words) ?? []
  const unit = units[name] ?? units[name.replace(/(?:s|en|n|e)$/, '')]
  if (!unit) return undefined
  const times = /^\d+$/.test(count) ? Number(count) : 2
  const every = times * unit[0]
  return every >= 1 && every <= 1000 ? { every, unit: unit[1] } : undefined
}

function readWeekdays(words: string): Rule | undefined {
  if (/^(weekday|workday|werktag)s?$/.test(words)) return { unit: 'week', weekdays: [1, 2, 3, 4, 5] }
  if (/^(weekend|wochenende)s?$/.test(words)) return { unit: 'week', weekdays: [6, 7] }
  const isOther = words.startsWith('other ')
  const list = isOther ? words.slice('other '.length) : words
  const named = list
    .split(/\s*(?:,|&|\band\b|\bund\b|\s)\s*/)
    .filter((word) => word !== '')
    .map(weekdayNamed)
  const known = named.flatMap((day) => day ?? [])
  if (known.length === 0 || known.length < named.length) return undefined
  return {
    unit: 'week',
    ...(isOther && { every: 2 }),
    weekdays: [...new Set(known)].toSorted((a, b) => a - b)
  }
}

const places: Readonly<Record<string, 1 | 2 | 3 | 4 | 5 | -1>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, last: -1, letzten: -1 }

function readNth(words: string): Rule | undefined {
  const [, place = '', name = ''] = /^(\d|last|letzten)(?:st|nd|rd|th|\.)?\s+(\p{L}+)$/u.exec(words) ?? []
  const n = places[place]
  const weekday = weekdayNamed(name)
  if (n === -1 && /^(day|tag)$/.test(name)) return { unit: 'month', monthDay: 'last' }
  return n === undefined || weekday === undefined ? undefined : { unit: 'month', nthWeekday: { n, weekday } }
}

function readMonthDay(words: string): Rule | undefined {
  const [, day] = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(words) ?? []
  const monthDay = Number(day)
  return monthDay >= 1 && monthDay <= 31 ? { unit: 'month', monthDay } : undefined
}

function readDayOfYear(words: string): Rule | undefined {
  const [, one = '', other = ''] =
    /^(\p{L}+|\d{1,2}\.?)(?:st|nd|rd|th)?\s+(\p{L}+|\d{1,2})(?:st|nd|rd|th)?$/u.exec(words) ?? []
  const month = monthNamed(one) ?? monthNamed(other)
  const monthDay = Number.parseInt(/^\d/.test(one) ? one : other, 10)
  if (month === undefined || !(monthDay >= 1 && monthDay <= 31)) return undefined
  return { unit: 'year', months: [month], monthDay }
}
