import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** What a membership says before anything of its residence is shown or changed; to be selected from `myResidences`. */
export const memberColumns = [
  'residences.id as residenceId',
  'memberships.role',
  'residences.time_zone as timeZone',
  'residences.archived_at as archivedAt'
] as const

/**
 * Where every read of what a residence holds begins: join its table to `residences.id`, and what is not the caller's is
 * not in the result, so that it looks as if it did not exist.
 */
export function myResidences(db: Db, userId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('residences', 'residences.id', 'memberships.residence_id')
    .where('memberships.user_id', '=', userId)
}

/**
 * The same for a write. The residence's row is locked first and serialises the writers of one household; whatever else is
 * locked (`.forUpdate('tasks')`) comes after it, so that no two can wait for each other. Who waits for it sees what the
 * one before left behind: a membership taken meanwhile is gone, a role changed meanwhile is the new one.
 */
export function lockMyResidences(tx: Tx, userId: string) {
  return myResidences(tx, userId).forNoKeyUpdate('residences').forShare('memberships')
}

/** What the homes of a person are called. */
export async function residenceNamesOf(db: Db, userId: string): Promise<string[]> {
  const homes = await myResidences(db, userId).select('residences.name').execute()
  return homes.map(({ name }) => name)
}

/** Which of these people are members now. */
export async function membersAmong(db: Db, residenceId: string, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('memberships')
    .select('user_id')
    .where('residence_id', '=', residenceId)
    .where(sql<boolean>`user_id = any(${userIds}::uuid[])`)
    .execute()
  return new Set(rows.map((row) => row.user_id))
}
