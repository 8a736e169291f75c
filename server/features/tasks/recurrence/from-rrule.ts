import type { Every } from '#contract/schedule.ts'
import { type Day, FIRST_DAY, LAST_DAY, toPlainDate } from './calendar.ts'
import { scheduleDates } from './occurrences.ts'
import { lastDayBy, readStart, type RruleStart, type StartOptions } from './rrule-clock.ts'
import { RruleRefused, type RruleRefusal } from './rrule-refusal.ts'
import { readRule } from './rrule-rule.ts'
import { readRrule, type RruleParts } from './rrule-text.ts'
import type { Dates } from './rule-dates.ts'

/** `startOn` is the first date of the rule and the anchor of the schedule. */
export type ImportedSchedule = { schedule: Every; startOn: Temporal.PlainDate }
/** `detail` names the part, in English, for the log and the developer. */
export type RefusedRule = { refused: RruleRefusal; detail: string }

/** Bounds the time that turning a COUNT into a date takes. */
const MAX_COUNT = 10_000

/**
 * An RFC 5545 rule, alone or with its DTSTART line, as a schedule with exactly the same dates; refused if there is none. Never throws.
 * `startOn` stands in for a missing DTSTART. Moments in UTC are taken to `timeZone`, or read as wall-clock time without one.
 */
export function fromRrule(text: string, options: StartOptions): ImportedSchedule | RefusedRule {
  try {
    return importRule(text, options)
  } catch (error) {
    if (error instanceof RruleRefused) return { refused: error.reason, detail: error.message }
    throw error
  }
}

function importRule(text: string, options: StartOptions): ImportedSchedule {
  const { parts, start: written } = readRrule(text)
  const start = readStart(parts, written, options)

  const { rule, origin, trueUntil } = readRule({ parts, start: start.day, notBefore: start.notBefore })
  const dates = scheduleDates(rule, origin)
  const first = dates(start.notBefore)
  const last = lastDay(parts, start, dates)
  if (first === undefined || last < first) throw new RruleRefused('never_due', 'no date')
  if (trueUntil !== undefined && last > trueUntil) throw new RruleRefused('short_months', 'leap days beyond 2096')

  return { schedule: { ...rule, ...endAndTime(last, start) }, startOn: toPlainDate(first) }
}

/** Infinite if the rule has no end, or its COUNT ends later than our dates do. */
function lastDay({ count, until }: RruleParts, start: RruleStart, dates: Dates): Day {
  if (count === undefined) return until ? lastDayBy(until, start) : Number.POSITIVE_INFINITY
  if (count > MAX_COUNT) throw new RruleRefused('too_many', `COUNT=${count}`)
  if (start.notBefore < FIRST_DAY) throw new RruleRefused('too_early', `COUNT=${count} from before 1970`)
  let day = dates(start.notBefore)
  for (let counted = 1; counted < count && day !== undefined; counted += 1) day = dates(day + 1)
  return day ?? Number.POSITIVE_INFINITY
}

function endAndTime(last: Day, { timeOfDay }: RruleStart): Pick<Every, 'until' | 'timeOfDay'> {
  return {
    ...(last <= LAST_DAY && { until: toPlainDate(last).toString() }),
    ...(timeOfDay && { timeOfDay: timeOfDay.toString({ smallestUnit: 'minute' }) })
  }
}
