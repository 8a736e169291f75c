import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Nullable, PlainDate, TimeOfDay, Words } from './values.ts'

/** ISO 8601: 1 = Monday … 7 = Sunday. */
export const Weekday = Type.Integer({ minimum: 1, maximum: 7 })
const MonthAndDay = Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' })

export const Unit = Words('day', 'week', 'month', 'year')
export type Unit = Type.Static<typeof Unit>

/**
 * Counted from the dates that the start gives, or from the day it was done. Either way the next date is later than the one it
 * satisfied and than the day it was done; missed dates are skipped.
 */
export const Basis = Words('due', 'completion')

/**
 * The part of the year in which the task may fall due, first and last day inclusive; may cross New Year; 29 February is the 28th in
 * common years. A date outside it moves to the next season: to the first day there which the rule gives or, if it gives none, the
 * first that has the weekday, day of month and month named. Counted from the completion it is always the latter.
 */
export const Season = Type.Object({ from: MonthAndDay, to: MonthAndDay }, { additionalProperties: false })
export type Season = Type.Static<typeof Season>

export const Once = Type.Object(
  { kind: Type.Literal('once'), timeOfDay: Type.Optional(TimeOfDay) },
  { additionalProperties: false }
)

export const Every = Type.Object(
  {
    kind: Type.Literal('every'),
    every: Type.Integer({ minimum: 1, maximum: 1000 }),
    unit: Unit,
    /** With weeks only, which start on Monday. */
    weekdays: Type.Optional(Type.Array(Weekday, { minItems: 1, maxItems: 7, uniqueItems: true })),
    /** With months and years, like `nthWeekday` and `months`. Shorter months take their last day; left out, the day of the start. */
    monthDay: Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: 31 }), Type.Literal('last')])),
    /** Instead of `monthDay`. A month without a fifth one has no date; -1 is the last. */
    nthWeekday: Type.Optional(
      Type.Object(
        {
          n: Type.Unsafe<1 | 2 | 3 | 4 | 5 | -1>({ type: 'integer', enum: [1, 2, 3, 4, 5, -1] }),
          weekday: Weekday
        },
        { additionalProperties: false }
      )
    ),
    /** Left out: by months, all that the interval reaches; by years, the month of the start. */
    months: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { minItems: 1, maxItems: 12, uniqueItems: true })
    ),
    basis: Basis,
    season: Type.Optional(Season),
    /** The last day on which it may be due. */
    until: Type.Optional(PlainDate),
    timeOfDay: Type.Optional(TimeOfDay)
  },
  { additionalProperties: false }
)
export type Every = Type.Static<typeof Every>

/** When a task is due, as data. Which fields go together is checked by the recurrence engine (`schedule_invalid`). */
export const Schedule = Type.Union([Once, Every])
export type Schedule = Type.Static<typeof Schedule>

export const previewSchedule = route({
  method: 'POST',
  path: '/api/schedule-previews',
  tag: 'Tasks',
  ...signedIn,
  action: 'schedule.preview',
  resource: 'none',
  summary: 'The next dates of a schedule, given as data or as an RFC 5545 RRULE; writes nothing',
  body: Type.Object(
    {
      schedule: Type.Optional(Schedule),
      rrule: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
      startOn: PlainDate,
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 5 }))
    },
    { additionalProperties: false }
  ),
  status: 200,
  reply: Strict({ schedule: Schedule, rrule: Nullable(Type.String()), dates: Type.Array(PlainDate) }),
  errors: ['schedule_invalid', 'rrule_refused']
})
