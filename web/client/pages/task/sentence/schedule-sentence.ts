import type { Every, Schedule, Season } from '#contract/schedule.ts'
import type { Language } from '#contract/values.ts'
import { english } from './english.ts'
import { german } from './german.ts'
import type { Grammar } from './grammar.ts'
import { namesIn, type Names } from './names.ts'

export type Said = {
  language: Language
  /** BCP 47, for the order of dates and the clock. */
  locale: string
  /** The date the schedule is counted from: the day it repeats on when it names none itself. */
  anchorOn?: string | null | undefined
}

const grammars: Record<Language, Grammar> = { en: english, de: german }
type Voice = { grammar: Grammar; names: Names; anchor: Anchor | undefined }
type Anchor = { weekday: number; month: number; day: number }

/** A schedule as people say it, without capital and full stop: "every 3 months on the 31st, April to October". */
export function scheduleSentence(schedule: Schedule, { language, locale, anchorOn }: Said): string {
  const voice = { grammar: grammars[language], names: namesIn(locale), anchor: anchorOf(anchorOn) }
  const { grammar, names } = voice
  const time = schedule.timeOfDay === undefined ? '' : grammar.at(names.time(schedule.timeOfDay))
  if (schedule.kind === 'once') return (anchorOn ? grammar.onceOn(names.date(anchorOn)) : grammar.once) + time

  const [rhythm, ...parts] = rhythmOf(schedule, voice)
  const limits = [
    ...parts,
    ...(schedule.season ? [seasonOf(schedule.season, voice)] : []),
    ...(schedule.basis === 'completion' ? [grammar.fromCompletion] : []),
    ...(schedule.until === undefined ? [] : [grammar.until(names.date(schedule.until))])
  ]
  return [`${rhythm}${time}`, ...limits].join(', ')
}

function anchorOf(date: string | null | undefined): Anchor | undefined {
  if (!date) return undefined
  const [, month = 1, day = 1] = date.split('-').map(Number)
  return { weekday: new Date(date).getUTCDay() || 7, month, day }
}

/** The rhythm itself, then what limits it. */
function rhythmOf(schedule: Every, voice: Voice): [string, ...string[]] {
  const { every, unit } = schedule
  if (unit === 'day') return [voice.grammar.every(every, unit)]
  if (unit === 'week') return [weekly(schedule, voice)]
  if (unit === 'month')
    return [voice.grammar.every(every, unit) + dayInMonth(schedule, voice), ...months(schedule, voice)]
  return yearly(schedule, voice)
}

const workdays = '1,2,3,4,5'

function weekly({ every, weekdays }: Every, { grammar, names, anchor }: Voice): string {
  const days = (weekdays ?? (anchor ? [anchor.weekday] : [])).toSorted((a, b) => a - b)
  const said = names.list(days.map(names.weekday))
  const weeks = grammar.every(every, 'week')
  if (days.length === 0) return weeks
  if (days.length === 7 && every === 1) return grammar.every(1, 'day')
  if (days.length === 7) return weeks + grammar.workdays(names.weekday(1), names.weekday(7))
  if (days.join() === workdays) return weeks + grammar.workdays(names.weekday(1), names.weekday(5))
  return every === 1 ? grammar.everyWeekday(said) : weeks + grammar.onWeekdays(said)
}

function dayInMonth({ monthDay, nthWeekday }: Every, { grammar, names, anchor }: Voice): string {
  if (nthWeekday) return grammar.onNth(nthWeekday.n, names.weekday(nthWeekday.weekday))
  const day = monthDay ?? anchor?.day
  if (day === undefined) return ''
  return day === 'last' ? grammar.onLastDay : grammar.onDay(day)
}

function months(schedule: Pick<Every, 'months'>, { grammar, names }: Voice): string[] {
  const chosen = (schedule.months ?? []).toSorted((a, b) => a - b)
  const [first, last] = [chosen[0], chosen.at(-1)]
  if (first === undefined || last === undefined || chosen.length === 12) return []
  const isRange = chosen.length >= 3 && last - first === chosen.length - 1
  return [
    isRange
      ? grammar.inMonthRange(names.month(first), names.month(last))
      : grammar.inMonths(names.list(chosen.map(names.month)))
  ]
}

/** Up to three months are said as dates ("on 5 April and 5 October"), more as a day and its months. */
function yearly(schedule: Every, voice: Voice): [string, ...string[]] {
  const { grammar, names, anchor } = voice
  const years = grammar.every(schedule.every, 'year')
  const chosen = monthsOf(schedule, anchor)
  const day = schedule.monthDay ?? anchor?.day
  const areFew = chosen.length > 0 && chosen.length <= 3
  if (areFew && !schedule.nthWeekday && day !== undefined)
    return [years + grammar.onDates(names.list(chosen.map((month) => dateIn(month, day, voice))))]

  const said = years + dayInMonth(schedule, voice)
  const inMonths = months({ months: chosen }, voice)
  return areFew && schedule.nthWeekday ? [[said, ...inMonths].join(' ')] : [said, ...inMonths]
}

function monthsOf({ months: named }: Every, anchor: Anchor | undefined): number[] {
  return (named ?? (anchor ? [anchor.month] : [])).toSorted((a, b) => a - b)
}

/** A day beyond the month's end means its last day. */
function dateIn(month: number, day: number | 'last', { grammar, names }: Voice): string {
  const length = monthLength(month)
  if (day === 'last' || (month === 2 && day > length)) return grammar.lastDayOf(names.month(month))
  return names.dayOfMonth(month, Math.min(day, length))
}

/** February with its leap day. */
function monthLength(month: number): number {
  return new Date(Date.UTC(2024, month, 0)).getUTCDate()
}

function seasonOf({ from, to }: Season, { grammar, names }: Voice): string {
  const [fromMonth = 1, fromDay = 1] = from.split('-').map(Number)
  const [toMonth = 1, toDay = 1] = to.split('-').map(Number)
  const isWhole = fromDay === 1 && toDay >= (toMonth === 2 ? 28 : monthLength(toMonth))
  if (isWhole && fromMonth === toMonth) return grammar.seasonOfOneMonth(names.month(fromMonth))
  return isWhole
    ? grammar.season(names.month(fromMonth), names.month(toMonth))
    : grammar.seasonDates(names.dayOfMonth(fromMonth, fromDay), names.dayOfMonth(toMonth, toDay))
}

/** With a capital, to stand alone. */
export function asSentence(text: string): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase() + rest.join('')
}
