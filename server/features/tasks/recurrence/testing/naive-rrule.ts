import { type CalendarDay, calendarDays, indexOf } from './calendar-days.ts'
import { dayAt } from './naive-dates.ts'

/**
 * RFC 5545 section 3.3.10 for rules by days and more, without times, read literally: filter each day, then take the positions of
 * each period. BYMONTHDAY without BYMONTH by years keeps the month of the start (see `rrule-rule.ts`).
 */
export function naiveRrule(text: string, startOn: Temporal.PlainDate, years: number): Temporal.PlainDate[] {
  const parts = new Map(text.split(';').map((part) => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']))
  const start = indexOf(startOn)
  const from = indexOf(startOn.with({ month: 1, day: 1 })) - 6
  const to = indexOf(startOn.add({ years }))
  const periods = new Map<number, number[]>()
  // Positions are known only when a period is over, a year at the latest.
  const end = Math.min(calendarDays.length - 1, to + 366)
  for (let index = Math.max(0, from); index <= end; index += 1) {
    const period = periodOf(parts, index)
    if (!isDue(parts, start, index) || (period - periodOf(parts, start)) % Number(parts.get('INTERVAL') ?? 1) !== 0)
      continue
    periods.set(period, [...(periods.get(period) ?? []), index])
  }
  const dates = [...periods.values()].flatMap((days) => atPositions(days, numbers(parts, 'BYSETPOS')))
  const until = parts.get('UNTIL')
  return dates
    .filter((index) => index >= start && index <= to)
    .slice(0, Number(parts.get('COUNT') ?? Number.POSITIVE_INFINITY))
    .map((index) => dayAt(index).date)
    .filter((date) => until === undefined || date.toString().replaceAll('-', '') <= until)
}

type Parts = ReadonlyMap<string, string>
const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

function numbers(parts: Parts, name: string): number[] | undefined {
  return parts.get(name)?.split(',').map(Number)
}

function periodOf(parts: Parts, index: number): number {
  const { year, month } = dayAt(index)
  const frequency = parts.get('FREQ')
  if (frequency === 'DAILY') return index
  // 1970-01-01, place 0, was a Thursday; Monday of that week is place -3.
  if (frequency === 'WEEKLY') return Math.floor((index + 3 - codes.indexOf(parts.get('WKST') ?? 'MO')) / 7)
  return frequency === 'MONTHLY' ? 12 * year + month : year
}

function isDue(parts: Parts, start: number, index: number): boolean {
  const day = dayAt(index)
  const months = numbers(parts, 'BYMONTH')
  const monthDays = numbers(parts, 'BYMONTHDAY')
  const days = parts.get('BYDAY')?.split(',')
  if (months && !months.includes(day.month)) return false
  if (monthDays && !monthDays.some((wanted) => wanted === day.day || wanted === day.day - day.monthLength - 1))
    return false
  if (days && !days.some((wanted) => isWeekday(wanted, parts, day))) return false
  return days !== undefined || isLikeStart(parts, dayAt(start), day)
}

/** What the rule does not name comes from the start. */
function isLikeStart(parts: Parts, start: CalendarDay, day: CalendarDay): boolean {
  const frequency = parts.get('FREQ')
  if (frequency === 'WEEKLY') return day.weekday === start.weekday
  const isMonth = frequency !== 'YEARLY' || parts.has('BYMONTH') || day.month === start.month
  return frequency === 'DAILY' || (isMonth && (parts.has('BYMONTHDAY') || day.day === start.day))
}

function isWeekday(wanted: string, parts: Parts, day: CalendarDay): boolean {
  if (codes[day.weekday - 1] !== wanted.slice(-2)) return false
  const n = Number(wanted.slice(0, -2))
  const isByYear = parts.get('FREQ') === 'YEARLY' && !parts.has('BYMONTH')
  const place = isByYear ? day.date.dayOfYear : day.day
  const length = isByYear ? day.date.daysInYear : day.monthLength
  return n === 0 || n === Math.ceil(place / 7) || n === -Math.ceil((length - place + 1) / 7)
}

function atPositions(days: number[], positions: number[] | undefined): number[] {
  return days.filter(
    (_, index) => !positions || positions.some((wanted) => wanted === index + 1 || wanted === index - days.length)
  )
}
