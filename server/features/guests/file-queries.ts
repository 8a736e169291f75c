import { sql } from 'kysely'
import type { FileType } from '#contract/files.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

export type GuestFile = {
  readonly id: string
  readonly type: FileType
  readonly width: number | null
  readonly height: number | null
}

/** So many have been begun. */
export async function countGuestFiles(tx: Tx, linkId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('guest_files')
    .where('link_id', '=', linkId)
    .select(sql<number>`count(*)::integer`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export async function insertGuestFile(
  tx: Tx,
  { fileId, linkId, residenceId }: { fileId: string; linkId: string; residenceId: string }
): Promise<void> {
  await tx.insertInto('guest_files').values({ file_id: fileId, link_id: linkId, residence_id: residenceId }).execute()
}

/** Whether it came, or is coming, through that link. */
export async function isOfLink(db: Db, linkId: string, fileId: string): Promise<boolean> {
  const found = await db
    .selectFrom('guest_files')
    .select('file_id')
    .where('link_id', '=', linkId)
    .where('file_id', '=', fileId)
    .executeTakeFirst()
  return found !== undefined
}

/** The files that came through these links. */
export async function guestFiles(db: Db, linkIds: readonly string[]): Promise<GuestFile[]> {
  return db
    .selectFrom('guest_files')
    .innerJoin('files', 'files.id', 'guest_files.file_id')
    .where(sql<boolean>`guest_files.link_id = any(${linkIds}::uuid[])`)
    .select(['files.id', 'files.type', 'files.width', 'files.height'])
    .orderBy('files.id')
    .execute()
}

/** Those of a link but these are let go. */
export async function letGo(tx: Tx, linkId: string, kept: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('guest_files')
    .where('link_id', '=', linkId)
    .where(sql<boolean>`file_id <> all(${kept}::uuid[])`)
    .execute()
}

/** The pictures of what was done before in a task, newest first. */
export async function photosOfTask(
  db: Db,
  taskId: string
): Promise<{ fileId: string; width: number; height: number }[]> {
  const rows = await db
    .selectFrom('completions')
    .innerJoin('completion_photos', 'completion_photos.completion_id', 'completions.id')
    .innerJoin('files', 'files.id', 'completion_photos.file_id')
    .where('completions.task_id', '=', taskId)
    .select(['files.id as fileId', 'files.width', 'files.height'])
    .orderBy('completions.number', 'desc')
    .orderBy('completion_photos.position')
    .limit(20)
    .execute()
  return rows.map(({ fileId, width, height }) => ({ fileId, width: width ?? 0, height: height ?? 0 })) // pictures have both
}
