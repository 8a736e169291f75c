import Type from 'typebox'
import { signedIn } from './policy.ts'
import { Page, paging, route, Strict, StrictPartial } from './route.ts'
import { Instant, Line, Nullable, PlainDate, Uuid, Words } from './values.ts'

/** What a meter counts. */
export const meterUnits = [
  'hour',
  'cycle',
  'kilometer',
  'mile',
  'cubic_meter',
  'liter',
  'gallon',
  'kilowatt_hour',
  'kilogram',
  'piece'
] as const
export const MeterUnit = Words(...meterUnits)
export type MeterUnit = (typeof meterUnits)[number]

/** An amount in the meter's unit; kept to thousandths. */
export const Amount = Type.Number({ minimum: 0, maximum: 1_000_000_000 })

const details = {
  name: Line(120),
  /**
   * How many digits it has before the point: after its highest value it begins again at 0. Null: it never does, or nobody has
   * counted them.
   */
  digits: Nullable(Type.Integer({ minimum: 1, maximum: 9 }))
}

export const Meter = Strict({
  id: Uuid,
  residenceId: Uuid,
  /** Null: of the home itself. */
  assetId: Nullable(Uuid),
  ...details,
  unit: MeterUnit,
  /** The latest reading by date. */
  latest: Nullable(Strict({ readOn: PlainDate, value: Amount })),
  /** Where that is on the meter's own line, which goes on over new beginnings at 0 and over new meters. */
  position: Nullable(Type.Number()),
  createdAt: Instant,
  updatedAt: Instant
})
export type Meter = Type.Static<typeof Meter>

export const NewMeter = Strict({
  name: details.name,
  unit: MeterUnit,
  assetId: Type.Optional(Nullable(Uuid)),
  digits: Type.Optional(details.digits)
})
export type NewMeter = Type.Static<typeof NewMeter>

const reading = {
  /** What it shows. */
  value: Amount,
  /** It began again at 0 since the reading before; without it a lower value is refused. */
  rolledOver: Type.Optional(Type.Boolean({ default: false }))
}

export const NewReading = Strict({
  ...reading,
  /** The residence's date; today when left out. */
  readOn: Type.Optional(PlainDate),
  /** Another meter hangs there now: what the former one showed last. `value` is what the new one begins with. */
  formerValue: Type.Optional(Amount)
})
export type NewReading = Type.Static<typeof NewReading>

/** What comes with a completion: dated as that is. */
export const CompletionReading = Strict(reading)
export type CompletionReading = Type.Static<typeof CompletionReading>

export const Reading = Strict({
  id: Uuid,
  meterId: Uuid,
  readOn: PlainDate,
  value: Amount,
  formerValue: Nullable(Amount),
  position: Type.Number(),
  /** Null when the person has left honeyDue. */
  readBy: Nullable(Strict({ userId: Uuid, displayName: Type.String() })),
  /** It came with the completion of a task and goes when that is undone. */
  ofCompletion: Type.Boolean(),
  recordedAt: Instant
})
export type Reading = Type.Static<typeof Reading>

const tag = 'Meters'
const residenceId = Strict({ residenceId: Uuid })
const meterId = Strict({ meterId: Uuid })
const readingId = Strict({ readingId: Uuid })

export const listMeters = route({
  method: 'GET',
  path: '/api/residences/:residenceId/meters',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'The meters, in the order in which they were added',
  params: residenceId,
  /** `asset`: an appliance, or `none` for those of the home itself. */
  query: Strict({ ...paging, asset: Type.Optional(Type.Union([Uuid, Type.Literal('none')])) }),
  status: 200,
  reply: Page(Meter),
  errors: ['residence_not_found', 'invalid_cursor']
})
export const createMeter = route({
  method: 'POST',
  path: '/api/residences/:residenceId/meters',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'residence',
  summary: 'Add a meter to an appliance or to the home',
  params: residenceId,
  body: NewMeter,
  status: 201,
  reply: Meter,
  tagged: true,
  errors: ['residence_not_found', 'not_allowed', 'residence_archived', 'not_of_this_home']
})
export const getMeter = route({
  method: 'GET',
  path: '/api/meters/:meterId',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'meter',
  summary: 'One meter',
  params: meterId,
  status: 200,
  reply: Meter,
  tagged: true,
  errors: ['meter_not_found']
})
export const updateMeter = route({
  method: 'PATCH',
  path: '/api/meters/:meterId',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'meter',
  summary: 'Change what a meter is called and how many digits it has',
  params: meterId,
  body: StrictPartial(details, { minProperties: 1 }),
  status: 200,
  reply: Meter,
  tagged: true,
  errors: ['meter_not_found', 'not_allowed', 'residence_archived', 'precondition_failed']
})
export const deleteMeter = route({
  method: 'DELETE',
  path: '/api/meters/:meterId',
  tag,
  ...signedIn,
  action: 'asset.delete',
  resource: 'meter',
  summary: 'Delete a meter and its readings; tasks that were due by it go on by their schedule alone',
  params: meterId,
  status: 204,
  errors: ['meter_not_found', 'not_allowed', 'residence_archived']
})
export const listReadings = route({
  method: 'GET',
  path: '/api/meters/:meterId/readings',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'meter',
  summary: 'The readings of a meter, the latest first',
  params: meterId,
  query: Strict(paging),
  status: 200,
  reply: Page(Reading),
  errors: ['meter_not_found', 'invalid_cursor']
})
const writes = ['not_allowed', 'residence_archived', 'reading_refused'] as const
export const addReading = route({
  method: 'POST',
  path: '/api/meters/:meterId/readings',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'meter',
  summary: 'Write down a reading; what is due by this meter is projected anew',
  params: meterId,
  body: NewReading,
  status: 201,
  reply: Reading,
  errors: ['meter_not_found', ...writes]
})
export const correctReading = route({
  method: 'PATCH',
  path: '/api/readings/:readingId',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'reading',
  summary: 'Correct what a reading says; what was counted from it is counted from what it says now',
  params: readingId,
  body: Strict(reading),
  status: 200,
  reply: Reading,
  errors: ['reading_not_found', ...writes]
})
export const deleteReading = route({
  method: 'DELETE',
  path: '/api/readings/:readingId',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'reading',
  summary: 'Delete a reading that was written down by mistake',
  params: readingId,
  status: 204,
  errors: ['reading_not_found', ...writes]
})
