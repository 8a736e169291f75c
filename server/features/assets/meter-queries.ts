import { sql } from 'kysely'
import type { Meter, MeterUnit, NewMeter } from '#contract/meters.ts'
import { lockMyResidences, memberColumns, myResidences, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { units } from './meter-rules.ts'

/** A meter as it is kept; `version` is raised by every change of itself. */
export type StoredMeter = Meter & { readonly version: number }
/** As one of its residence's members stands to it. */
export type MemberMeter = { readonly meter: StoredMeter; readonly member: Membership }

const columns = [
  'meters.id',
  'meters.residence_id as meterHome',
  'meters.asset_id as assetId',
  'meters.name',
  'meters.unit',
  'meters.digits',
  'meters.version',
  'meters.created_at as createdAt',
  'meters.updated_at as updatedAt',
  'latest.read_on as readOn',
  'latest.value',
  'latest.position'
] as const

type MeterRow = {
  id: string
  meterHome: string
  assetId: string | null
  name: string
  unit: string
  digits: number | null
  version: number
  createdAt: string
  updatedAt: string
  readOn: string | null
  value: number | null
  position: number | null
}

function storedMeter(row: MeterRow): StoredMeter {
  const { id, meterHome, assetId, name, unit, digits, version, createdAt, updatedAt, readOn, value, position } = row
  return {
    id,
    residenceId: meterHome,
    assetId,
    name,
    unit: unit as MeterUnit, // only validated ones are written
    digits,
    latest: readOn === null || value === null ? null : { readOn, value: units(value) },
    position: position === null ? null : units(position),
    version,
    createdAt,
    updatedAt
  }
}

/** The latest reading of the row's meter, to be joined. */
const latestReading = sql<{ read_on: string; value: number; position: number }>`
  (select read_on, value, position from meter_readings where meter_id = meters.id order by read_on desc, number desc limit 1)`

/** Undefined when there is none, or it is not the person's to see. */
export async function findMeter(db: Db, userId: string, meterId: string): Promise<MemberMeter | undefined> {
  return memberMeter(await joinMeter(myResidences(db, userId), meterId).executeTakeFirst())
}

/** The same for a write: locked, after its residence. */
export async function lockMeter(tx: Tx, userId: string, meterId: string): Promise<MemberMeter | undefined> {
  return memberMeter(await joinMeter(lockMyResidences(tx, userId), meterId).forUpdate('meters').executeTakeFirst())
}

function joinMeter(residences: ReturnType<typeof myResidences>, meterId: string) {
  return residences
    .innerJoin('meters', 'meters.residence_id', 'residences.id')
    .leftJoinLateral(latestReading.as('latest'), (join) => join.onTrue())
    .where('meters.id', '=', meterId)
    .select([...memberColumns, ...columns])
}

function memberMeter(row: (MeterRow & Membership) | undefined): MemberMeter | undefined {
  if (!row) return undefined
  const { residenceId, role, timeZone, archivedAt } = row
  return { meter: storedMeter(row), member: { residenceId, role, timeZone, archivedAt } }
}

/** `asset`: an appliance, `none` for the home itself, undefined for all. In the order in which they were added. */
export async function listMetersOf(
  db: Db,
  list: { residenceId: string; asset: string | undefined; after: string | undefined; limit: number }
): Promise<StoredMeter[]> {
  const { residenceId, asset, after, limit } = list
  const rows = await db
    .selectFrom('meters')
    .leftJoinLateral(latestReading.as('latest'), (join) => join.onTrue())
    .select(columns)
    .where('meters.residence_id', '=', residenceId)
    .$if(asset === 'none', (query) => query.where('meters.asset_id', 'is', null))
    .$if(asset !== undefined && asset !== 'none', (query) => query.where('meters.asset_id', '=', asset ?? null))
    .$if(after !== undefined, (query) => query.where('meters.id', '>', after ?? ''))
    .orderBy('meters.id')
    .limit(limit)
    .execute()
  return rows.map(storedMeter)
}

export async function insertMeter(
  tx: Tx,
  { name, unit, digits = null, assetId = null }: NewMeter,
  { id, residenceId, now }: { id: string; residenceId: string; now: string }
): Promise<void> {
  await tx
    .insertInto('meters')
    .values({ id, residence_id: residenceId, asset_id: assetId, name, unit, digits, created_at: now, updated_at: now })
    .execute()
}

export async function updateMeterRow(
  tx: Tx,
  meterId: string,
  change: { name?: string; digits?: number | null },
  now: string
): Promise<void> {
  await tx
    .updateTable('meters')
    .set({ ...change, version: sql`version + 1`, updated_at: now })
    .where('id', '=', meterId)
    .execute()
}

/** Its tasks leave it by trigger. */
export async function deleteMeterRow(tx: Tx, meterId: string): Promise<void> {
  await tx.deleteFrom('meters').where('id', '=', meterId).execute()
}
