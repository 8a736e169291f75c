import type { ApiProblem } from '../../../../api.ts'
import { t, type PlainKey } from '../../../../messages/i18n.ts'
import { problemText } from '../../../problem-text.ts'

/** Why a schedule contradicts itself, by the reasons of the recurrence engine; what the editor cannot produce is left out. */
const scheduleReasons: Readonly<Record<string, PlainKey>> = {
  no_such_day: 'scheduleProblem.noSuchDay',
  before_start: 'scheduleProblem.beforeStart',
  never_due: 'scheduleProblem.neverDue'
}

/** Why an RFC 5545 rule is refused. */
const rruleReasons: Readonly<Record<string, PlainKey>> = {
  too_long: 'rruleProblem.tooLong',
  malformed: 'rruleProblem.malformed',
  exceptions: 'rruleProblem.exceptions',
  unsupported_part: 'rruleProblem.unsupportedPart',
  several_times_a_day: 'rruleProblem.severalTimesADay',
  seconds: 'rruleProblem.seconds',
  interval: 'rruleProblem.interval',
  several_days: 'rruleProblem.severalDays',
  ordinal: 'rruleProblem.ordinal',
  short_months: 'rruleProblem.shortMonths',
  week_start: 'rruleProblem.weekStart',
  combination: 'rruleProblem.combination',
  too_many: 'rruleProblem.tooMany',
  too_early: 'rruleProblem.tooEarly',
  time_zone: 'rruleProblem.timeZone',
  never_due: 'rruleProblem.neverDue'
}

/** The reason a schedule or a rule was refused, in words. */
export function scheduleProblemText(problem: ApiProblem): string {
  const reasons = problem.code === 'rrule_refused' ? rruleReasons : scheduleReasons
  const key = problem.fields.map(({ reason }) => reasons[reason]).find((found) => found !== undefined)
  return key === undefined ? problemText(problem) : t(key)
}
