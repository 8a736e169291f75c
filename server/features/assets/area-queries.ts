import { sql, type Selectable } from 'kysely'
import type { Area, NewArea } from '#contract/assets.ts'
import { lockMyResidences, memberColumns, myResidences, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Areas } from '#server/platform/schema.ts'

/** A room as it is kept; `version` is raised by every change. */
export type StoredArea = Area & { readonly version: number }
/** As one of its residence's members stands to it. */
export type MemberArea = { readonly area: StoredArea; readonly member: Membership }

const columns = [
  'areas.id',
  'areas.residence_id',
  'areas.name',
  'areas.notes',
  'areas.version',
  'areas.created_at',
  'areas.updated_at'
] as const

function storedArea(row: Selectable<Areas>): StoredArea {
  const { id, name, notes, version } = row
  return {
    id,
    residenceId: row.residence_id,
    name,
    notes,
    version,
    createdAt: row.created_at,
    updatedAt: row.updated_at
  }
}

/** Undefined when there is none, or it is not the person's to see. */
export async function findArea(db: Db, userId: string, areaId: string): Promise<MemberArea | undefined> {
  return memberArea(await joinArea(myResidences(db, userId), areaId).executeTakeFirst())
}

/** The same for a write: locked, after its residence. */
export async function lockArea(tx: Tx, userId: string, areaId: string): Promise<MemberArea | undefined> {
  return memberArea(await joinArea(lockMyResidences(tx, userId), areaId).forUpdate('areas').executeTakeFirst())
}

function joinArea(residences: ReturnType<typeof myResidences>, areaId: string) {
  return residences
    .innerJoin('areas', 'areas.residence_id', 'residences.id')
    .where('areas.id', '=', areaId)
    .select([...memberColumns, ...columns])
}

function memberArea(row: (Selectable<Areas> & Membership) | undefined): MemberArea | undefined {
  if (!row) return undefined
  const { residenceId, role, timeZone, archivedAt } = row
  return { area: storedArea(row), member: { residenceId, role, timeZone, archivedAt } }
}

/** In the order in which they were added, after the room `after`. */
export async function listAreasOf(
  db: Db,
  { residenceId, after, limit }: { residenceId: string; after: string | undefined; limit: number }
): Promise<StoredArea[]> {
  const rows = await db
    .selectFrom('areas')
    .select(columns)
    .where('residence_id', '=', residenceId)
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(storedArea)
}

export async function insertArea(
  tx: Tx,
  { name, notes = null }: NewArea,
  made: { id: string; residenceId: string; now: string }
): Promise<StoredArea> {
  const { id, residenceId, now } = made
  const row = await tx
    .insertInto('areas')
    .values({ id, residence_id: residenceId, name, notes, created_at: now, updated_at: now })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return storedArea(row)
}

export async function updateAreaRow(
  tx: Tx,
  areaId: string,
  change: Partial<NewArea>,
  now: string
): Promise<StoredArea> {
  const row = await tx
    .updateTable('areas')
    .set({ ...change, version: sql`version + 1`, updated_at: now })
    .where('id', '=', areaId)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return storedArea(row)
}

/** What names it names it no more, by foreign key. */
export async function deleteAreaRow(tx: Tx, areaId: string): Promise<void> {
  await tx.deleteFrom('areas').where('id', '=', areaId).execute()
}
