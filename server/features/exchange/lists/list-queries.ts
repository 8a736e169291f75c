import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** What of these was imported before, and is there still. */
export async function knownEntries(db: Db, residenceId: string, digests: readonly Buffer[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('imported_entries')
    .select('digest')
    .where('residence_id', '=', residenceId)
    .where(sql<boolean>`digest = any(${digests}::bytea[])`)
    .execute()
  return new Set(rows.map(({ digest }) => digest.toString('hex')))
}

export type ImportedEntry = { readonly digest: Buffer; readonly taskId: string }

/** One statement for any number of them. */
export async function saveEntries(tx: Tx, residenceId: string, entries: readonly ImportedEntry[]): Promise<void> {
  const digests = entries.map(({ digest }) => digest)
  const taskIds = entries.map(({ taskId }) => taskId)
  await sql`
    insert into imported_entries (residence_id, digest, task_id)
    select ${residenceId}::uuid, digest, task_id from unnest(${digests}::bytea[], ${taskIds}::uuid[]) made (digest, task_id)`.execute(
    tx
  )
}

/** Where and in which country a list is read. */
export function placeOfReading(
  db: Db,
  residenceId: string
): Promise<{ timeZone: string; country: string | null } | undefined> {
  return db
    .selectFrom('residences')
    .select(['time_zone as timeZone', 'country'])
    .where('id', '=', residenceId)
    .executeTakeFirst()
}
