import { sql } from 'kysely'
import type { DocumentFile } from '#contract/documents.ts'
import type { File } from '#contract/files.ts'
import type { Role } from '#contract/roles.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

export type StoredFile = File & {
  readonly ownerId: string
  readonly digest: Buffer
  readonly objectKey: string
  readonly thumbnailKey: string | null
}
export type NewFile = StoredFile & { readonly storedBytes: number }

const fileColumns = [
  'files.id',
  'files.residence_id as residenceId',
  'files.type',
  'files.name',
  'files.bytes',
  'files.width',
  'files.height',
  'files.created_at as createdAt'
] as const

/** What is shown of a file where it is attached. */
export const shownColumns = [
  'files.id as fileId',
  'files.type',
  'files.name',
  'files.bytes',
  'files.width',
  'files.height',
  'files.caption'
] as const

/** Left out where there is none. */
export function withCaption<F extends { caption: string | null }>({ caption, ...file }: F) {
  return { ...file, ...(caption !== null && { caption }) }
}

/** For whoever added it and the members of its home, as they are now: `role` is null for the former alone. */
export function findFile(
  db: Db,
  userId: string,
  fileId: string
): Promise<(StoredFile & { role: Role | null }) | undefined> {
  return db
    .selectFrom('files')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.residence_id', '=', 'files.residence_id').on('memberships.user_id', '=', userId)
    )
    .where('files.id', '=', fileId)
    .where((eb) => eb.or([eb('files.owner_id', '=', userId), eb('memberships.user_id', 'is not', null)]))
    .select([...fileColumns, 'files.owner_id as ownerId', 'files.digest', 'files.object_key as objectKey'])
    .select(['files.thumbnail_key as thumbnailKey', 'memberships.role'])
    .executeTakeFirst()
}

export function saveFile(tx: Tx, file: NewFile): Promise<File> {
  return tx
    .insertInto('files')
    .values({
      id: file.id,
      residence_id: file.residenceId,
      owner_id: file.ownerId,
      type: file.type,
      name: file.name,
      bytes: file.bytes,
      stored_bytes: file.storedBytes,
      digest: file.digest,
      width: file.width,
      height: file.height,
      object_key: file.objectKey,
      thumbnail_key: file.thumbnailKey,
      text_outcome: file.type === 'application/pdf' ? 'waiting' : null,
      created_at: file.createdAt
    })
    .returning(fileColumns)
    .executeTakeFirstOrThrow()
}

export async function deleteFileRow(tx: Tx, fileId: string): Promise<void> {
  await tx.deleteFrom('files').where('id', '=', fileId).execute()
}

/** Those that nothing shows: never attached, or not any more. */
export async function deleteUnattached(tx: Tx, createdBefore: string): Promise<void> {
  await tx.deleteFrom('files').where('created_at', '<=', createdBefore).where(isUnattached).execute()
}

/** The same among some, at once. */
export async function deleteIfUnattached(tx: Tx, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return
  await tx.deleteFrom('files').where('id', 'in', fileIds).where(isUnattached).execute()
}

/** Each table that files are attached by stands here. */
const isUnattached = sql<boolean>`
  not exists (select from completion_photos where completion_photos.file_id = files.id)
  and not exists (select from document_files where document_files.file_id = files.id)
  and not exists (select from guest_files where guest_files.file_id = files.id)
  and not exists (select from residences where residences.photo_id = files.id)`

/** Which of these are files of the home, and whose; locked, so that none is deleted meanwhile. */
export async function lockFiles(
  tx: Tx,
  { residenceId, fileIds }: { residenceId: string; fileIds: readonly string[] }
): Promise<(DocumentFile & { ownerId: string })[]> {
  const rows = await tx
    .selectFrom('files')
    .select([...shownColumns, 'owner_id as ownerId'])
    .where('id', 'in', fileIds)
    .where('residence_id', '=', residenceId)
    .orderBy('id')
    .forKeyShare()
    .execute()
  return rows.map(withCaption)
}

/** The one before. */
export async function setPhotoOf(
  tx: Tx,
  residenceId: string,
  { photoId, now }: { photoId: string | null; now: string }
): Promise<string | null> {
  const before = await tx.selectFrom('residences').select('photo_id').where('id', '=', residenceId).executeTakeFirst()
  await tx
    .updateTable('residences')
    .set({ photo_id: photoId, version: sql`version + 1`, updated_at: now })
    .where('id', '=', residenceId)
    .execute()
  return before?.photo_id ?? null
}

/** Writes down that objects are about to be written: whatever happens then, they do not stay behind. */
export async function announceObjects(
  tx: Tx,
  keys: readonly string[],
  { userId, keptUntil }: { userId: string; keptUntil: string }
): Promise<void> {
  await tx
    .insertInto('doomed_objects')
    .values(keys.map((key) => ({ object_key: key, kept_until: keptUntil, announced_by: userId })))
    .execute()
}

/** They belong to a file now, or are gone. */
export async function forgetObjects(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.deleteFrom('doomed_objects').where('object_key', 'in', keys).execute()
}

/** They belong to none. */
export async function dropObjects(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.updateTable('doomed_objects').set({ kept_until: null }).where('object_key', 'in', keys).execute()
}

export async function doomedObjects(db: Db, now: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('doomed_objects')
    .select('object_key')
    .where((eb) => eb.or([eb('kept_until', 'is', null), eb('kept_until', '<=', now)]))
    .limit(limit)
    .execute()
  return rows.map((row) => row.object_key)
}
