import { sql, type Selectable } from 'kysely'
import type { Asset, AssetKind, NewAsset } from '#contract/assets.ts'
import { lockMyResidences, memberColumns, myResidences, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Assets } from '#server/platform/schema.ts'
import type { Ageing } from './forecast-rules.ts'
import { warrantyOf, type LinkedWarranty } from './warranty-rules.ts'

/** An appliance as it is kept; `version` is raised by every change that people make. */
export type StoredAsset = Asset & { readonly version: number }
/** As one of its residence's members stands to it. */
export type MemberAsset = { readonly asset: StoredAsset; readonly member: Membership }

/** The warranties among its papers. */
const warranties = sql<LinkedWarranty[]>`(
  select coalesce(jsonb_agg(jsonb_build_object('documentId', papers.id, 'endsOn', papers.ends_on)), '[]')
  from documents papers
  where papers.residence_id = assets.residence_id and papers.asset_id = assets.id
    and papers.kind = 'warranty' and papers.ends_on is not null
)`.as('warranties')

const columns = [
  'assets.id',
  'assets.residence_id',
  'assets.area_id',
  'assets.name',
  'assets.kind',
  'assets.make',
  'assets.model',
  'assets.serial',
  'assets.installed_on',
  'assets.price_minor',
  'assets.price_currency',
  'assets.expected_life_years',
  'assets.warranty_ends_on',
  'assets.notes',
  'assets.archived_at',
  'assets.version',
  'assets.created_at',
  'assets.updated_at',
  warranties
] as const
type AssetRow = Omit<Selectable<Assets>, 'area_sort'> & { warranties: LinkedWarranty[] }

function storedAsset(row: AssetRow): StoredAsset {
  const { id, name, make, model, serial, notes, version } = row
  return {
    id,
    residenceId: row.residence_id,
    areaId: row.area_id,
    name,
    kind: row.kind as AssetKind, // only validated ones are written
    make,
    model,
    serial,
    installedOn: row.installed_on,
    price: priceOf(row),
    expectedLifeYears: row.expected_life_years,
    warrantyEndsOn: row.warranty_ends_on,
    warranty: warrantyOf(row.warranty_ends_on, row.warranties),
    notes,
    archivedAt: row.archived_at,
    version,
    createdAt: row.created_at,
    updatedAt: row.updated_at
  }
}

/** Undefined when there is none, or it is not the person's to see. */
export async function findAsset(db: Db, userId: string, assetId: string): Promise<MemberAsset | undefined> {
  return memberAsset(await joinAsset(myResidences(db, userId), assetId).executeTakeFirst())
}

/** The same for a write: locked, after its residence. */
export async function lockAsset(tx: Tx, userId: string, assetId: string): Promise<MemberAsset | undefined> {
  return memberAsset(await joinAsset(lockMyResidences(tx, userId), assetId).forUpdate('assets').executeTakeFirst())
}

function joinAsset(residences: ReturnType<typeof myResidences>, assetId: string) {
  return residences
    .innerJoin('assets', 'assets.residence_id', 'residences.id')
    .where('assets.id', '=', assetId)
    .select([...memberColumns, ...columns])
}

function memberAsset(row: (AssetRow & Membership) | undefined): MemberAsset | undefined {
  if (!row) return undefined
  const { residenceId, role, timeZone, archivedAt } = row
  return { asset: storedAsset(row), member: { residenceId, role, timeZone, archivedAt } }
}

/** Where a page ended: its last one's room as the list is ordered by it (`noRoom` for none), name and id. */
export type AssetKey = readonly [areaSort: string, name: string, id: string]

/** After every room. */
export const noRoom = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export type AssetList = {
  readonly residenceId: string
  readonly search: string | undefined
  /** A room, or `none`. */
  readonly area: string | undefined
  readonly kind: AssetKind | undefined
  /** Undefined: these and those. */
  readonly archived: boolean | undefined
  readonly after: AssetKey | undefined
  readonly limit: number
}

/** Room by room, within a room by name. */
export async function listAssetsOf(db: Db, list: AssetList): Promise<StoredAsset[]> {
  const { residenceId, search, area, kind, archived, after, limit } = list
  const rows = await db
    .selectFrom('assets')
    .select(columns)
    .where('residence_id', '=', residenceId)
    .$if(archived !== undefined, (query) => query.where('archived_at', archived ? 'is not' : 'is', null))
    .$if(area !== undefined, (query) => query.where('area_sort', '=', area === 'none' ? noRoom : (area ?? '')))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .$if(search !== undefined, (query) => query.where(holds(search ?? '')))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(area_sort, name, id) > (${after?.[0]}::uuid, ${after?.[1]}, ${after?.[2]}::uuid)`)
    )
    .orderBy('area_sort')
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(storedAsset)
}

/** All that are there, and of each what tells how long it will be. */
export async function ageingAssets(db: Db, residenceId: string): Promise<Ageing[]> {
  const rows = await db
    .selectFrom('assets')
    .select(['id', 'name', 'kind', 'installed_on', 'price_minor', 'price_currency', 'expected_life_years'])
    .where('residence_id', '=', residenceId)
    .where('archived_at', 'is', null)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind as AssetKind, // only validated ones are written
    installedOn: row.installed_on,
    price: priceOf(row),
    expectedLifeYears: row.expected_life_years
  }))
}

function priceOf({ price_minor: minor, price_currency: currency }: Pick<AssetRow, 'price_minor' | 'price_currency'>) {
  return minor === null || currency === null ? null : { minor, currency }
}

/** Every word of the search, anywhere in what it is called. */
function holds(search: string) {
  const words = search.split(/\s+/).filter((word) => word !== '')
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  return sql<boolean>`concat_ws(' ', name, make, model, serial) ilike all (${patterns}::text[])`
}

export async function insertAsset(
  tx: Tx,
  details: NewAsset,
  made: { id: string; residenceId: string; now: string }
): Promise<StoredAsset> {
  const { id, residenceId, now } = made
  const row = await tx
    .insertInto('assets')
    .values({
      id,
      residence_id: residenceId,
      name: details.name,
      kind: details.kind ?? 'other',
      ...changedColumns(details),
      created_at: now,
      updated_at: now
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return storedAsset(row)
}

export type AssetChange = Partial<NewAsset> & { readonly archivedAt?: string | null }

export async function updateAssetRow(tx: Tx, assetId: string, change: AssetChange, now: string): Promise<StoredAsset> {
  const row = await tx
    .updateTable('assets')
    .set({ ...changedColumns(change), version: sql`version + 1`, updated_at: now })
    .where('id', '=', assetId)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return storedAsset(row)
}

/** The columns of the fields that are there. */
function changedColumns({ price, ...change }: AssetChange) {
  const { areaId, installedOn, expectedLifeYears, warrantyEndsOn, archivedAt, ...same } = change
  return {
    ...same,
    ...priceColumns(price),
    ...(areaId !== undefined && { area_id: areaId }),
    ...(installedOn !== undefined && { installed_on: installedOn }),
    ...(expectedLifeYears !== undefined && { expected_life_years: expectedLifeYears }),
    ...(warrantyEndsOn !== undefined && { warranty_ends_on: warrantyEndsOn }),
    ...(archivedAt !== undefined && { archived_at: archivedAt })
  }
}

function priceColumns(price: AssetChange['price']) {
  if (price === undefined) return {}
  return { price_minor: price?.minor ?? null, price_currency: price?.currency ?? null }
}

/** What names it names it no more, by foreign key. */
export async function deleteAssetRow(tx: Tx, assetId: string): Promise<void> {
  await tx.deleteFrom('assets').where('id', '=', assetId).execute()
}

/** Which of these rooms, appliances or meters are of the residence. */
export async function idsAmong(
  db: Db,
  table: 'areas' | 'assets' | 'meters',
  { residenceId, ids }: { residenceId: string; ids: readonly string[] }
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom(table)
    .select('id')
    .where('residence_id', '=', residenceId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Of what stands there and is not archived: the first few names of each kind. */
export async function namesByKind(db: Db, residenceId: string): Promise<Map<AssetKind, string[]>> {
  const rows = await db
    .selectFrom('assets')
    .where('residence_id', '=', residenceId)
    .where('archived_at', 'is', null)
    .groupBy('kind')
    .select(['kind', sql<string[]>`(array_agg(name order by name, id))[1:3]`.as('names')])
    .execute()
  return new Map(rows.map(({ kind, names }) => [kind as AssetKind, names])) // only validated ones are written
}
