import type { Money } from '#contract/values.ts'
import { activeLocale, t } from './i18n.ts'

/** Dates, money, weekdays and durations in the person's own locale. Dates are ISO 8601 strings, as in the contract. */

/** `short` "4 Dec", `medium` "Fri 4 Dec", `long` "Friday, 4 December 2026", `month` "December 2026", `day` "4". */
export type DateStyle = 'short' | 'medium' | 'long' | 'month' | 'day' | 'numeric'

const dateStyles: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  short: { day: 'numeric', month: 'short' },
  medium: { weekday: 'short', day: 'numeric', month: 'short' },
  long: { dateStyle: 'full' },
  month: { month: 'long', year: 'numeric' },
  day: { day: 'numeric' },
  numeric: { dateStyle: 'medium' }
}

const formatters = new Map<string, Intl.DateTimeFormat>()
function dateTimeFormat(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${activeLocale()} ${name}`
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(activeLocale(), options)
  formatters.set(key, known)
  return known
}

/** A calendar date as noon in UTC, the same day for every formatter that is told UTC. */
function utcNoon(date: string): Date {
  return new Date(`${date}T12:00:00Z`)
}

export function formatDate(date: string, style: DateStyle = 'medium'): string {
  return dateTimeFormat(style, { ...dateStyles[style], timeZone: 'UTC' }).format(utcNoon(date))
}

/** A date that names its year only when it is not the year of `today`. */
export function formatDateNear(date: string, today: string): string {
  const sameYear = date.slice(0, 4) === today.slice(0, 4)
  return sameYear ? formatDate(date, 'medium') : formatDate(date, 'numeric')
}

/** An instant as date and time in the given zone, or in the browser's. */
export function formatInstant(instant: string, timeZone?: string): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }
  const zone = timeZone === undefined ? {} : { timeZone }
  return dateTimeFormat(`instant ${timeZone ?? ''}`, { ...options, ...zone }).format(new Date(instant))
}

/** A moment in milliseconds since 1970, in the browser's zone: "10:42", "Fri 4 Dec, 10:42" on another day than today. */
export function formatMoment(milliseconds: number): string {
  const moment = new Date(milliseconds)
  const isToday = moment.toDateString() === new Date().toDateString()
  const options: Intl.DateTimeFormatOptions = isToday
    ? { timeStyle: 'short' }
    : { ...dateStyles.medium, hour: 'numeric', minute: '2-digit' }
  return dateTimeFormat(isToday ? 'moment' : 'moment of a day', options).format(moment)
}

/** The day of an instant, in the browser's zone. */
export function formatDay(instant: string): string {
  return dateTimeFormat('instant day', { dateStyle: 'medium' }).format(new Date(instant))
}

/** `HH:MM` as the locale writes a time of day. */
export function formatTime(time: string): string {
  return dateTimeFormat('time', { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(`2000-01-01T${time}:00Z`))
}

export function formatMoney(money: Money): string {
  const format = new Intl.NumberFormat(activeLocale(), { style: 'currency', currency: money.currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(money.minor / 10 ** digits)
}

/** A share from 0 to 1: "94%". */
export function formatPercent(share: number): string {
  return new Intl.NumberFormat(activeLocale(), { style: 'percent' }).format(share)
}

/** A file's size: kB and MB of a thousand, as systems show them. */
export function formatBytes(bytes: number): string {
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte']
  return new Intl.NumberFormat(activeLocale(), { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount)
}

/** "45 min", "1 h 30 min". */
export function formatMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return formatUnit(rest, 'minute')
  return rest === 0 ? formatUnit(hours, 'hour') : `${formatUnit(hours, 'hour')} ${formatUnit(rest, 'minute')}`
}

function formatUnit(value: number, unit: 'hour' | 'minute'): string {
  return new Intl.NumberFormat(activeLocale(), { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}

/** ISO weekday 1 (Monday) … 7 (Sunday). */
export function weekdayName(weekday: number, width: 'long' | 'short' | 'narrow' = 'long'): string {
  // 1 January 2024 was a Monday
  return dateTimeFormat(`weekday ${width}`, { weekday: width, timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, weekday, 12))
  )
}

/** Month 1 … 12. */
export function monthName(month: number, width: 'long' | 'short' = 'long'): string {
  return dateTimeFormat(`month ${width}`, { month: width, timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, month - 1, 1, 12))
  )
}

/** "a, b and c" in the language. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(activeLocale(), { type: 'conjunction' }).format(items)
}

/** Whole days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utcNoon(to).getTime() - utcNoon(from).getTime()) / 86_400_000)
}

/** When something is due, as people say it: "3 days late", "today", "tomorrow", "Fri 4 Dec". The exact date is for the title. */
export function dueWords(dueOn: string, today: string): string {
  const days = daysBetween(today, dueOn)
  if (days < 0) return t('when.late', { count: -days })
  if (days === 0) return t('when.today')
  if (days === 1) return t('when.tomorrow')
  return formatDateNear(dueOn, today)
}

/** How long ago or ahead an instant is: "2 hours ago", "in 6 days". */
export function formatAgo(instant: string, now: Date): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000
  const format = new Intl.RelativeTimeFormat(activeLocale(), { numeric: 'auto' })
  const [size, unit] = agoUnits.find(([limit]) => Math.abs(seconds) >= limit) ?? [60, 'minute']
  return format.format(Math.trunc(seconds / size), unit)
}

/** "in 40 seconds", "in 4 minutes", "in 2 hours": rounded up, so that whoever waits so long does not wait in vain. */
export function formatWait(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(activeLocale())
  if (seconds < 60) return format.format(seconds, 'second')
  return seconds < 3600
    ? format.format(Math.ceil(seconds / 60), 'minute')
    : format.format(Math.ceil(seconds / 3600), 'hour')
}

const agoUnits: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [365 * 86_400, 'year'],
  [30 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute']
]
