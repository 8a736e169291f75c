import { sql } from 'kysely'
import type { HomeProfile, NewResidence, Residence } from '#contract/residences.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { myResidences } from './access-queries.ts'

/** A residence as its member sees it, but for the date, which is not the database's to say. */
export type ResidenceRow = Omit<Residence, 'today'>

/** `undefined` when there is none, or it is not the person's. */
export function findResidence(
  db: Db,
  userId: string,
  residenceId: string
): Promise<(ResidenceRow & { version: number }) | undefined> {
  return residencesOf(db, userId)
    .select('residences.version')
    .where('residences.id', '=', residenceId)
    .executeTakeFirst()
}

export type PageOfResidences = {
  userId: string
  archived: boolean
  /** Name and id of the last residence of the page before. */
  after: readonly [name: string, id: string] | undefined
  limit: number
}

export function listResidencesOf(
  db: Db,
  { userId, archived, after, limit }: PageOfResidences
): Promise<ResidenceRow[]> {
  const all = residencesOf(db, userId).where('residences.archived_at', archived ? 'is not' : 'is', null)
  const rest = after
    ? all.where(sql<boolean>`(residences.name, residences.id) > (${after[0]}, ${after[1]}::uuid)`)
    : all
  return rest.orderBy('residences.name').orderBy('residences.id').limit(limit).execute()
}

function residencesOf(db: Db, userId: string) {
  return myResidences(db, userId).select((eb) => [
    'residences.id',
    'residences.name',
    'residences.time_zone as timeZone',
    'residences.street',
    'residences.city',
    'residences.region',
    'residences.postal_code as postalCode',
    'residences.country',
    'residences.property_type as propertyType',
    eb.ref('residences.profile').$castTo<HomeProfile>().as('profile'), // only validated profiles are written
    'memberships.role',
    sql<number>`(select count(*)::integer from memberships others where others.residence_id = residences.id)`.as(
      'memberCount'
    ),
    'residences.photo_id as photoId',
    'residences.archived_at as archivedAt',
    'residences.created_at as createdAt'
  ])
}

export type ResidenceChange = Partial<NewResidence>

export async function insertResidence(tx: Tx, id: string, details: NewResidence, now: string): Promise<void> {
  const { name, timeZone: time_zone, ...others } = details
  await tx
    .insertInto('residences')
    .values({ id, name, time_zone, ...columns(others), created_at: now, updated_at: now })
    .execute()
}

export async function updateResidenceRow(tx: Tx, id: string, change: ResidenceChange, now: string): Promise<void> {
  await tx
    .updateTable('residences')
    .set({ ...columns(change), version: sql`version + 1`, updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** The columns of the fields that are there. */
function columns({ timeZone, postalCode, propertyType, profile, ...same }: ResidenceChange) {
  return {
    ...same,
    ...(timeZone !== undefined && { time_zone: timeZone }),
    ...(postalCode !== undefined && { postal_code: postalCode }),
    ...(propertyType !== undefined && { property_type: propertyType }),
    ...(profile !== undefined && { profile: JSON.stringify(profile) })
  }
}

/** `archivedAt` null brings it back. False when it was so already: then nothing changes. */
export async function setArchived(tx: Tx, id: string, archivedAt: string | null, now: string): Promise<boolean> {
  const changed = await tx
    .updateTable('residences')
    .set({ archived_at: archivedAt, version: sql`version + 1`, updated_at: now })
    .where('id', '=', id)
    .where('archived_at', archivedAt === null ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

/** Everything the residence holds goes with it, by foreign keys. */
export async function deleteResidenceRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('residences').where('id', '=', id).execute()
}

/** For a statement that changes all that a residence holds: with tens of thousands of tasks it outlasts the usual limit. */
export async function allowOneMinute(tx: Tx): Promise<void> {
  await sql`select set_config('statement_timeout', '1min', true)`.execute(tx)
}
