import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** One that is to be made for a person, and is gone at its time. */
export async function saveArchive(
  tx: Tx,
  { id, userId, expiresAt }: { id: string; userId: string; expiresAt: string }
): Promise<void> {
  await tx.insertInto('archives').values({ id, user_id: userId, expires_at: expiresAt }).execute()
}

/** It is whole. */
export async function finishArchive(tx: Tx, id: string, bytes: number): Promise<void> {
  await tx.updateTable('archives').set({ bytes }).where('id', '=', id).execute()
}

/** Fails where the archive is not wanted any more. */
export async function savePart(
  tx: Tx,
  { archiveId, position, key }: { archiveId: string; position: number; key: string }
): Promise<void> {
  await tx.insertInto('archive_parts').values({ archive_id: archiveId, position, object_key: key }).execute()
}

export async function deleteParts(tx: Tx, archiveId: string): Promise<void> {
  await tx.deleteFrom('archive_parts').where('archive_id', '=', archiveId).execute()
}

/** A whole one that has not expired. */
export async function findArchive(
  db: Db,
  { id, userId, now }: { id: string; userId: string; now: string }
): Promise<{ bytes: number; keys: string[] } | undefined> {
  const parts = await db
    .selectFrom('archives')
    .innerJoin('archive_parts', 'archive_parts.archive_id', 'archives.id')
    .where('archives.id', '=', id)
    .where('archives.user_id', '=', userId)
    .where('archives.expires_at', '>', now)
    .where('archives.bytes', 'is not', null)
    .select(['archives.bytes', 'archive_parts.object_key as key'])
    .orderBy('archive_parts.position')
    .execute()
  const bytes = parts[0]?.bytes ?? null
  return bytes === null ? undefined : { bytes, keys: parts.map(({ key }) => key) }
}

/** Their parts leave the storage, too. */
export async function deleteExpiredArchives(tx: Tx, now: string): Promise<void> {
  await tx.deleteFrom('archives').where('expires_at', '<=', now).execute()
}
