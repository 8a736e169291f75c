import type { Input, Output } from '#contract/route.ts'
import type { Schedule } from '#contract/schedule.ts'
import type { previewSchedule as route } from '#contract/schedule.ts'
import { AppError } from '#server/platform/errors.ts'
import { fromRrule } from './recurrence/from-rrule.ts'
import { firstOn, nextAfter } from './recurrence/occurrences.ts'
import { toRrule } from './recurrence/to-rrule.ts'
import { refuseProblems } from './schedule-rules.ts'

type Body = Input<typeof route>['body']

/** Writes nothing and reads nothing. */
export function previewSchedule(body: Body): Output<typeof route> {
  const { schedule, startOn } = asked(body)
  refuseProblems(schedule, startOn, '')
  return {
    schedule,
    rrule: toRrule(schedule, startOn) ?? null,
    dates: firstDates(schedule, startOn, body.count ?? 5).map((date) => date.toString())
  }
}

/** Throws `invalid_input` unless there is either a schedule or a rule, and `rrule_refused` for a rule we cannot keep. */
function asked({ schedule, rrule, startOn }: Body): { schedule: Schedule; startOn: Temporal.PlainDate } {
  const start = Temporal.PlainDate.from(startOn)
  if (rrule === undefined) {
    if (schedule) return { schedule, startOn: start }
    throw new AppError('invalid_input', { fields: [{ in: 'body', path: '/schedule', reason: 'required' }] })
  }
  if (schedule) {
    throw new AppError('invalid_input', { fields: [{ in: 'body', path: '/rrule', reason: 'excludes_schedule' }] })
  }
  const imported = fromRrule(rrule, { startOn: start })
  if (!('refused' in imported)) return imported
  throw new AppError('rrule_refused', { fields: [{ in: 'body', path: '/rrule', reason: imported.refused }] })
}

function firstDates(schedule: Schedule, startOn: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
  const dates: Temporal.PlainDate[] = []
  let next = firstOn(schedule, startOn)
  while (next && dates.length < count) {
    dates.push(next)
    next = nextAfter(schedule, startOn, next)
  }
  return dates
}
