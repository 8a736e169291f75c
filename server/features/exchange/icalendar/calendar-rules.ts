import type { Schedule } from '#contract/schedule.ts'
import { toRrule } from '#server/features/tasks/access.ts'

/** A rule, and the months in which it gives dates where it is one of two. */
export type CalendarRule = { readonly rrule: string; readonly months?: readonly number[] }

/**
 * The dates of a schedule in rules that calendar programs reckon rightly; `on` is one of the dates. ical.js 2 takes months beside
 * an interval of months for an expansion, the last day of a month wrongly in a rule by years, and does not know BYSETPOS beside
 * BYMONTHDAY. What can be said without, is, February by a rule of its own; where that cannot be, which is rare, there is none.
 */
export function calendarRules(
  schedule: Schedule,
  { anchor, on, timeZone }: { anchor: Temporal.PlainDate; on: Temporal.PlainDate; timeZone: string }
): CalendarRule[] {
  const rrule = toRrule(schedule, anchor, timeZone)
  if (rrule === undefined) return []
  const parts = plainParts(partsOf(rrule), on.month)
  if (!parts) return []
  return parts.has('BYSETPOS') ? aroundFebruary(parts) : [{ rrule: spelled(parts) }]
}

type Parts = ReadonlyMap<string, string>

function partsOf(rrule: string): Parts {
  return new Map(rrule.split(';').map((part) => part.split('=') as [string, string])) // as toRrule writes them
}

function plainParts(parts: Parts, month: number): Parts | undefined {
  const months = parts.get('BYMONTH')
  if (parts.get('FREQ') === 'YEARLY' && parts.get('BYMONTHDAY') === '-1') return byMonths(parts)
  const isIntervalOfMonths = parts.get('FREQ') === 'MONTHLY' && parts.has('INTERVAL')
  return isIntervalOfMonths && (months ?? parts.get('BYSETPOS')) ? withoutInterval(parts, month) : parts
}

const allMonths = Array.from({ length: 12 }, (_, index) => index + 1)

function monthsOf(parts: Parts): readonly number[] {
  return parts.get('BYMONTH')?.split(',').map(Number) ?? allMonths
}

/** An interval that divides the year reaches the same months every year, one of whole years a single one. */
function withoutInterval(parts: Parts, month: number): Parts | undefined {
  const interval = Number(parts.get('INTERVAL'))
  if (interval % 12 === 0) return changed(parts, { BYMONTH: undefined })
  if (12 % interval !== 0) return undefined
  const reached = monthsOf(parts).filter((each) => (each - month) % interval === 0)
  return changed(parts, { INTERVAL: undefined, BYMONTH: reached.join(',') })
}

function byMonths(parts: Parts): Parts | undefined {
  const interval = Number(parts.get('INTERVAL') ?? 1)
  if (interval === 1) return changed(parts, { FREQ: 'MONTHLY' })
  if (monthsOf(parts).length > 1) return undefined
  return changed(parts, { FREQ: 'MONTHLY', INTERVAL: String(12 * interval), BYMONTH: undefined })
}

/** `BYMONTHDAY=28,29,30;BYSETPOS=-1` is the 30th, and in February the last day. */
function aroundFebruary(parts: Parts): CalendarRule[] {
  const months = monthsOf(parts).filter((month) => month !== 2)
  const day = parts.get('BYMONTHDAY')?.split(',').at(-1)
  const others = { BYMONTH: months.join(','), BYMONTHDAY: day, BYSETPOS: undefined }
  const february = { BYMONTH: '2', BYMONTHDAY: '-1', BYSETPOS: undefined }
  return [
    { rrule: spelled(changed(parts, others)), months },
    { rrule: spelled(changed(parts, february)), months: [2] }
  ]
}

function changed(parts: Parts, changes: Record<string, string | undefined>): Parts {
  const entries = Object.entries({ ...Object.fromEntries(parts), ...changes })
  return new Map(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

function spelled(parts: Parts): string {
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';')
}
