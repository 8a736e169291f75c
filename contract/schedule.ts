import Type from 'typebox'
import { PlainDate, TimeOfDay, Words } from './values.ts'

/** ISO 8601: 1 = Monday … 7 = Sunday. */
export const Weekday = Type.Integer({ minimum: 1, maximum: 7 })
const MonthAndDay = Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' })

export const Unit = Words('day', 'week', 'month', 'year')
export type Unit = Type.Static<typeof Unit>

/** Counted from the due date it satisfied, or from the day it was done. */
export const Basis = Words('due', 'completion')

/** Months of the year in which the task may fall due, first and last day inclusive; may cross New Year. */
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
    weekdays: Type.Optional(Type.Array(Weekday, { minItems: 1, maxItems: 7, uniqueItems: true })),
    monthDay: Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: 31 }), Type.Literal('last')])),
    nthWeekday: Type.Optional(
      Type.Object(
        {
          n: Type.Unsafe<1 | 2 | 3 | 4 | 5 | -1>({ type: 'integer', enum: [1, 2, 3, 4, 5, -1] }),
          weekday: Weekday
        },
        { additionalProperties: false }
      )
    ),
    months: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { minItems: 1, maxItems: 12, uniqueItems: true })
    ),
    basis: Basis,
    season: Type.Optional(Season),
    until: Type.Optional(PlainDate),
    timeOfDay: Type.Optional(TimeOfDay)
  },
  { additionalProperties: false }
)
export type Every = Type.Static<typeof Every>

/** When a task is due, as data. Which fields go together is checked by the recurrence engine (`schedule_invalid`). */
export const Schedule = Type.Union([Once, Every])
export type Schedule = Type.Static<typeof Schedule>
