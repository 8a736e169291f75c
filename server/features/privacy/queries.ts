import type { PersonalExport } from '#contract/privacy.ts'
import type { Reader } from '#server/features/accounts/access.ts'
import { finishArchive, saveArchive } from '#server/features/files/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** When the account is to be erased; throws nothing for one that is gone. */
export async function eraseTimeOf(db: Db, userId: string): Promise<string | null> {
  const user = await db.selectFrom('users').select('erase_at').where('id', '=', userId).executeTakeFirst()
  return user?.erase_at ?? null
}

/** Whom to tell that the account is to be erased; undefined when it is not. */
export async function leaver(
  db: Db,
  userId: string
): Promise<(Reader & { timeZone: string; eraseAt: string }) | undefined> {
  const user = await db
    .selectFrom('users')
    .select(['email', 'display_name as displayName', 'language', 'time_zone as timeZone', 'erase_at as eraseAt'])
    .where('id', '=', userId)
    .executeTakeFirst()
  return user && user.eraseAt !== null ? { ...user, eraseAt: user.eraseAt } : undefined
}

/** The time that is set, or was before; the first request counts. */
export async function setEraseTime(tx: Tx, userId: string, eraseAt: string): Promise<boolean> {
  const set = await tx
    .updateTable('users')
    .set({ erase_at: eraseAt })
    .where('id', '=', userId)
    .where('erase_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return set !== undefined
}

/** False when it was not to be erased. */
export async function clearEraseTime(tx: Tx, userId: string): Promise<boolean> {
  const cleared = await tx
    .updateTable('users')
    .set({ erase_at: null })
    .where('id', '=', userId)
    .where('erase_at', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  return cleared !== undefined
}

export async function dueErasures(db: Db, now: Temporal.Instant): Promise<string[]> {
  const rows = await db.selectFrom('users').select('id').where('erase_at', '<=', now.toString()).execute()
  return rows.map(({ id }) => id)
}

/** Whether the account still is to be erased; nobody can keep it until the transaction ends. */
export async function lockDueErasure(tx: Tx, userId: string, now: Temporal.Instant): Promise<boolean> {
  const locked = await tx
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('erase_at', '<=', now.toString())
    .forUpdate()
    .executeTakeFirst()
  return locked !== undefined
}

const exportColumns = [
  'personal_exports.id',
  'state',
  'homes_done as homesDone',
  'homes_total as homesTotal',
  'requested_at as requestedAt',
  'personal_exports.expires_at as expiresAt',
  'archives.bytes'
] as const

export type NewExport = { id: string; userId: string; homesTotal: number; requestedAt: string; expiresAt: string }

/** The former one goes with all it was made of; of two at once the second takes the place. */
export async function saveExport(tx: Tx, { userId, ...made }: NewExport): Promise<void> {
  const row = {
    id: made.id,
    state: 'waiting',
    homes_done: 0,
    homes_total: made.homesTotal,
    requested_at: made.requestedAt,
    expires_at: made.expiresAt
  } as const
  await tx
    .deleteFrom('archives')
    .where('id', 'in', (former) => former.selectFrom('personal_exports').select('id').where('user_id', '=', userId))
    .execute()
  await saveArchive(tx, { ...made, userId })
  await tx
    .insertInto('personal_exports')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

export function exportOf(db: Db, userId: string, now: Temporal.Instant): Promise<PersonalExport | undefined> {
  return db
    .selectFrom('personal_exports')
    .innerJoin('archives', 'archives.id', 'personal_exports.id')
    .select(exportColumns)
    .where('personal_exports.user_id', '=', userId)
    .where('personal_exports.expires_at', '>', now.toString())
    .executeTakeFirst()
}

/** Whose archive is to be made; undefined when it has been made, or another was asked for meanwhile. */
export async function waitingExport(db: Db, id: string): Promise<string | undefined> {
  const waiting = await db
    .selectFrom('personal_exports')
    .select('user_id as userId')
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return waiting?.userId
}

export async function noteHomeDone(tx: Tx, id: string, homesDone: number): Promise<void> {
  await tx.updateTable('personal_exports').set({ homes_done: homesDone }).where('id', '=', id).execute()
}

/** `bytes`: of its archive; without one it was too large. */
export async function finishExport(tx: Tx, id: string, bytes: number | undefined): Promise<void> {
  if (bytes !== undefined) await finishArchive(tx, id, bytes)
  await tx
    .updateTable('personal_exports')
    .set((eb) => ({ state: bytes === undefined ? 'too_large' : 'ready', homes_done: eb.ref('homes_total') }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}
