import { sql } from 'kysely'
import type { Reading } from '#contract/meters.ts'
import { lockMyResidences, memberColumns, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { units, type Neighbours, type Point } from './meter-rules.ts'

/** A reading as it is kept, in thousandths. */
export type StoredReading = Point & {
  readonly id: string
  readonly meterId: string
  readonly number: number
  readonly readOn: string
  readonly formerValue: number | null
  readonly completionId: string | null
}
export type MemberReading = {
  readonly reading: StoredReading
  readonly member: Membership
  readonly digits: number | null
}

const columns = [
  'meter_readings.id',
  'meter_readings.meter_id as meterId',
  'meter_readings.number',
  'meter_readings.read_on as readOn',
  'meter_readings.value',
  'meter_readings.former_value as formerValue',
  'meter_readings.position',
  'meter_readings.completion_id as completionId'
] as const

/** A reading for its correction, locked, after its residence. Undefined when it is not the person's to see. */
export async function lockReading(tx: Tx, userId: string, readingId: string): Promise<MemberReading | undefined> {
  const row = await lockMyResidences(tx, userId)
    .innerJoin('meter_readings', 'meter_readings.residence_id', 'residences.id')
    .innerJoin('meters', 'meters.id', 'meter_readings.meter_id')
    .where('meter_readings.id', '=', readingId)
    .select([...memberColumns, ...columns, 'meters.digits'])
    .forUpdate('meter_readings')
    .executeTakeFirst()
  if (!row) return undefined
  const { residenceId, role, timeZone, archivedAt, digits, ...reading } = row
  return { reading, digits, member: { residenceId, role, timeZone, archivedAt } }
}

/** What lies before and after a day, or before and after a reading (`number`) of that day. */
export async function neighboursOf(
  db: Db,
  meterId: string,
  { readOn, number }: { readOn: string; number: number }
): Promise<Neighbours> {
  const here = sql`(${readOn}::date, ${number}::integer)`
  const line = db.selectFrom('meter_readings').select(['value', 'position']).where('meter_id', '=', meterId).limit(1)
  const [before, after] = await Promise.all([
    line
      .where(sql<boolean>`(read_on, number) < ${here}`)
      .orderBy('read_on', 'desc')
      .orderBy('number', 'desc')
      .executeTakeFirst(),
    line
      .where(sql<boolean>`(read_on, number) > ${here}`)
      .orderBy('read_on')
      .orderBy('number')
      .executeTakeFirst()
  ])
  return { before, after }
}

/** The number of the next reading. The residence is locked: nobody else takes it. */
export async function nextNumber(tx: Tx, meterId: string): Promise<number> {
  const { last } = await tx
    .selectFrom('meter_readings')
    .where('meter_id', '=', meterId)
    .select((eb) => eb.fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}

export async function insertReadingRow(
  tx: Tx,
  reading: StoredReading & { readonly residenceId: string; readonly readBy: string; readonly now: string }
): Promise<void> {
  await tx
    .insertInto('meter_readings')
    .values({
      id: reading.id,
      residence_id: reading.residenceId,
      meter_id: reading.meterId,
      number: reading.number,
      read_on: reading.readOn,
      value: reading.value,
      former_value: reading.formerValue,
      position: reading.position,
      read_by: reading.readBy,
      completion_id: reading.completionId,
      recorded_at: reading.now
    })
    .execute()
}

export async function updateReadingRow(tx: Tx, readingId: string, { value, position }: Point): Promise<void> {
  await tx.updateTable('meter_readings').set({ value, position }).where('id', '=', readingId).execute()
}

export async function deleteReadingRow(tx: Tx, readingId: string): Promise<void> {
  await tx.deleteFrom('meter_readings').where('id', '=', readingId).execute()
}

/** The latest first, after the one that `after` names. */
export async function listReadingsOf(
  db: Db,
  meterId: string,
  { after, limit }: { after: readonly [readOn: string, number: number] | undefined; limit: number }
): Promise<(Reading & { number: number })[]> {
  const rows = await shownReadings(db)
    .where('meter_id', '=', meterId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(read_on, number) < (${after?.[0]}::date, ${after?.[1]}::integer)`)
    )
    .orderBy('read_on', 'desc')
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  return rows.map(shownReading)
}

export async function readingById(db: Db, readingId: string): Promise<Reading> {
  const row = await shownReadings(db).where('meter_readings.id', '=', readingId).executeTakeFirstOrThrow()
  const { number: _number, ...reading } = shownReading(row)
  return reading
}

function shownReadings(db: Db) {
  return db
    .selectFrom('meter_readings')
    .leftJoin('users as reader', 'reader.id', 'meter_readings.read_by')
    .select([
      ...columns,
      'meter_readings.recorded_at as recordedAt',
      'reader.id as readerId',
      'reader.display_name as readerName'
    ])
}

type ShownRow = StoredReading & { recordedAt: string; readerId: string | null; readerName: string | null }

function shownReading({ readerId, readerName, completionId, value, formerValue, position, ...row }: ShownRow) {
  return {
    ...row,
    value: units(value),
    formerValue: formerValue === null ? null : units(formerValue),
    position: units(position),
    readBy: readerId === null || readerName === null ? null : { userId: readerId, displayName: readerName },
    ofCompletion: completionId !== null
  }
}

/** The latest reading, and the first of the days before it that its pace is taken from, or the one before when there is none. */
export async function readingsForPace(
  db: Db,
  meterId: string,
  days: number
): Promise<{ on: string; position: number }[]> {
  const { rows } = await sql<{ on: string; position: number }>`
    with latest as (
      select read_on, number, position from meter_readings where meter_id = ${meterId}
      order by read_on desc, number desc limit 1
    )
    (select read_on as on, position from latest)
    union all
    (select coalesce(first.read_on, former.read_on), coalesce(first.position, former.position)
     from latest
     left join lateral (
       select read_on, position from meter_readings
       where meter_id = ${meterId} and read_on >= latest.read_on - ${days}::integer and read_on < latest.read_on
       order by read_on, number limit 1
     ) first on true
     left join lateral (
       select read_on, position from meter_readings
       where meter_id = ${meterId} and read_on < latest.read_on order by read_on desc, number desc limit 1
     ) former on true
     where former.read_on is not null)`.execute(db)
  return rows
}

/** The day of the first reading that shows the position or more. */
export async function reachedOn(db: Db, meterId: string, position: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('meter_readings')
    .select('read_on')
    .where('meter_id', '=', meterId)
    .where('position', '>=', position)
    .orderBy('position')
    .orderBy('read_on')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  return row?.read_on
}

/** Where the meter was on a day: its last reading up to then. */
export async function positionOn(db: Db, meterId: string, day: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('meter_readings')
    .select('position')
    .where('meter_id', '=', meterId)
    .where('read_on', '<=', day)
    .orderBy('read_on', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.position
}
