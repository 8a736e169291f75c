import { sql } from 'kysely'
import type { Handover, Keep } from '#contract/handovers.ts'
import type { Role } from '#contract/roles.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

export type NewHandover = Handover & {
  readonly residenceId: string
  readonly digest: Buffer
  readonly createdBy: string
}

/** In place of the one before. */
export async function saveHandover(tx: Tx, handover: NewHandover): Promise<void> {
  await deleteHandover(tx, handover.residenceId)
  await tx
    .insertInto('handovers')
    .values({
      residence_id: handover.residenceId,
      digest: handover.digest,
      keep: JSON.stringify(handover.keep),
      created_by: handover.createdBy,
      created_at: handover.createdAt,
      expires_at: handover.expiresAt
    })
    .execute()
}

export function handoverOf(db: Db, residenceId: string, now: string): Promise<Handover | undefined> {
  return db
    .selectFrom('handovers')
    .where('residence_id', '=', residenceId)
    .where('expires_at', '>', now)
    .select(['created_at as createdAt', 'expires_at as expiresAt'])
    .select((eb) => eb.ref('keep').$castTo<Keep>().as('keep')) // only `saveHandover` writes it
    .executeTakeFirst()
}

/** False when there was none. */
export async function deleteHandover(tx: Tx, residenceId: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('handovers')
    .where('residence_id', '=', residenceId)
    .returning('digest')
    .executeTakeFirst()
  return deleted !== undefined
}

export type OpenHandover = {
  readonly residenceId: string
  readonly residence: string
  readonly offeredBy: string
  readonly keep: Keep
  readonly expiresAt: string
}

/** Of a home that its maker still owns and that is not archived; undefined for every other code. */
export function findOffer(db: Db, digests: readonly Buffer[], now: string): Promise<OpenHandover | undefined> {
  return offers(db, digests, now).executeTakeFirst()
}

/** The same with its home locked, read again under the lock: somebody before may have accepted or taken it back. */
export async function lockOffer(tx: Tx, digests: readonly Buffer[], now: string): Promise<OpenHandover | undefined> {
  const seen = await offers(tx, digests, now).forNoKeyUpdate('residences').executeTakeFirst()
  return seen && offers(tx, digests, now).executeTakeFirst()
}

function offers(db: Db, digests: readonly Buffer[], now: string) {
  return db
    .selectFrom('handovers')
    .innerJoin('residences', 'residences.id', 'handovers.residence_id')
    .innerJoin('users as maker', 'maker.id', 'handovers.created_by')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.residence_id', '=', 'residences.id')
        .onRef('memberships.user_id', '=', 'handovers.created_by')
        .on('memberships.role', '=', 'owner')
    )
    .where(sql<boolean>`handovers.digest = any(${digests}::bytea[])`)
    .where('handovers.expires_at', '>', now)
    .where('residences.archived_at', 'is', null)
    .select([
      'residences.id as residenceId',
      'residences.name as residence',
      'maker.display_name as offeredBy',
      'handovers.expires_at as expiresAt'
    ])
    .select((eb) => eb.ref('handovers.keep').$castTo<Keep>().as('keep')) // only `saveHandover` writes it
}

/** Who is a member now, and as what. */
export async function membersOf(tx: Tx, residenceId: string): Promise<Map<string, Role>> {
  const rows = await tx
    .selectFrom('memberships')
    .select(['user_id', 'role'])
    .where('residence_id', '=', residenceId)
    .execute()
  return new Map(rows.map(({ user_id: userId, role }) => [userId, role]))
}

/** What a meter showed is of the appliance, like its serial number: it goes along, and says no more who read it. */
export async function clearReaders(tx: Tx, residenceId: string): Promise<void> {
  await tx.updateTable('meter_readings').set({ read_by: null }).where('residence_id', '=', residenceId).execute()
}

/** What was done goes, and with it what is no task any more because it was done once; the others begin anew. */
export async function dropHistory(tx: Tx, residenceId: string): Promise<void> {
  await tx.updateTable('meter_readings').set({ completion_id: null }).where('residence_id', '=', residenceId).execute()
  await tx.deleteFrom('tasks').where('residence_id', '=', residenceId).where('state', '=', 'completed').execute()
  await tx.deleteFrom('completions').where('residence_id', '=', residenceId).execute()
  await tx
    .updateTable('tasks')
    .set({ completion_count: 0, last_completed_on: null, history_length: 0, version: sql`version + 1` })
    .where('residence_id', '=', residenceId)
    .where('history_length', '>', 0)
    .execute()
}

/** Nobody is named any more; what people wrote and what it cost goes unless it is kept. */
export async function clearHistory(tx: Tx, residenceId: string, { notes, costs }: Keep): Promise<void> {
  await tx
    .updateTable('completions')
    .set({
      completed_by: null,
      recorded_by: null,
      ...(!notes && { notes: null, rating: null }),
      ...(!costs && { cost_minor: null, cost_currency: null, minutes: null })
    })
    .where('residence_id', '=', residenceId)
    .execute()
}

export async function dropEstimates(tx: Tx, residenceId: string): Promise<void> {
  await tx
    .updateTable('tasks')
    .set({ estimated_cost_minor: null, estimated_cost_currency: null, version: sql`version + 1` })
    .where('residence_id', '=', residenceId)
    .where('estimated_cost_minor', 'is not', null)
    .execute()
}

export async function dropPhotos(tx: Tx, residenceId: string): Promise<void> {
  await tx.deleteFrom('completion_photos').where('residence_id', '=', residenceId).execute()
  await tx.updateTable('residences').set({ photo_id: null }).where('id', '=', residenceId).execute()
}

export async function dropPapers(tx: Tx, residenceId: string): Promise<void> {
  await tx.deleteFrom('documents').where('residence_id', '=', residenceId).execute()
}

/** Files belong to the new owner from now on, also in what they may have; what is half sent is not taken along. */
export async function passFiles(tx: Tx, residenceId: string, to: string): Promise<void> {
  await tx.deleteFrom('uploads').where('residence_id', '=', residenceId).execute()
  await sql`
    with former as (
      select owner_id, sum(stored_bytes) as bytes from files
      where residence_id = ${residenceId} and owner_id <> ${to} group by owner_id
    ),
    freed as (
      update person_storage set stored = stored - former.bytes from former where user_id = former.owner_id returning former.bytes
    ),
    taken as (
      insert into person_storage (user_id, stored) select ${to}::uuid, coalesce(sum(bytes), 0) from freed
      on conflict (user_id) do update set stored = person_storage.stored + excluded.stored
    )
    update files set owner_id = ${to} where residence_id = ${residenceId} and owner_id <> ${to}`.execute(tx)
}

/** Everybody leaves but the new owner; invitations, links of guests, and who did what how often, end with them. */
export async function replaceMembers(
  tx: Tx,
  residenceId: string,
  { owner, now }: { owner: string; now: string }
): Promise<void> {
  await tx
    .insertInto('memberships')
    .values({ residence_id: residenceId, user_id: owner, role: 'owner', joined_at: now })
    .onConflict((conflict) => conflict.columns(['user_id', 'residence_id']).doUpdateSet({ role: 'owner' }))
    .execute()
  await tx.deleteFrom('memberships').where('residence_id', '=', residenceId).where('user_id', '<>', owner).execute()
  await tx.deleteFrom('share_codes').where('residence_id', '=', residenceId).execute()
  await tx.deleteFrom('guest_links').where('residence_id', '=', residenceId).execute()
  await tx
    .deleteFrom('task_done_counts')
    .where('task_id', 'in', (eb) => eb.selectFrom('tasks').select('id').where('residence_id', '=', residenceId))
    .execute()
  await tx
    .updateTable('residences')
    .set({ handed_over_at: sql`now()`, version: sql`version + 1`, updated_at: now })
    .where('id', '=', residenceId)
    .execute()
}

export async function deleteExpiredHandovers(tx: Tx, now: string): Promise<void> {
  await tx.deleteFrom('handovers').where('expires_at', '<=', now).execute()
}
