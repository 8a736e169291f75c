import type { Photo } from '#contract/completions.ts'
import type { FileType } from '#contract/files.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { withCaption } from './file-queries.ts'

/** The photos of each completion, in their order; those without any are left out. */
export async function photosOf(db: Db, completionIds: readonly string[]): Promise<Map<string, Photo[]>> {
  if (completionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('completion_photos')
    .innerJoin('files', 'files.id', 'completion_photos.file_id')
    .where('completion_photos.completion_id', 'in', completionIds)
    .select([
      'completion_photos.completion_id as completionId',
      'files.id as fileId',
      'files.width',
      'files.height',
      'files.caption'
    ])
    .orderBy('completion_photos.completion_id')
    .orderBy('completion_photos.position')
    .execute()
  const photos = new Map<string, Photo[]>()
  for (const { completionId, width, height, ...rest } of rows) {
    const photo = { ...withCaption(rest), width: width ?? 0, height: height ?? 0 } // a picture has both (a check of the table)
    photos.set(completionId, [...(photos.get(completionId) ?? []), photo])
  }
  return photos
}

type Owner = { readonly completionId: string; readonly residenceId: string }

export async function savePhotos(
  tx: Tx,
  { completionId, residenceId }: Owner,
  photos: readonly Photo[]
): Promise<void> {
  if (photos.length === 0) return
  const rows = photos.map(({ fileId }, position) => ({
    completion_id: completionId,
    residence_id: residenceId,
    position,
    file_id: fileId
  }))
  await tx.insertInto('completion_photos').values(rows).execute()
}

export async function replacePhotos(tx: Tx, owner: Owner, photos: readonly Photo[]): Promise<void> {
  await tx.deleteFrom('completion_photos').where('completion_id', '=', owner.completionId).execute()
  await savePhotos(tx, owner, photos)
}

export type HomeFile = {
  readonly id: string
  readonly type: FileType
  readonly name: string | null
  readonly bytes: number
  readonly createdAt: string
}

/** All of a home's files, oldest first. */
export function filesOfHome(db: Db, residenceId: string): Promise<HomeFile[]> {
  return db.selectFrom('files').where('residence_id', '=', residenceId).select(exported).orderBy('id').execute()
}

/** What a person has added to other homes than these, oldest first. */
export function filesOfPersonElsewhere(db: Db, userId: string, homeIds: readonly string[]): Promise<HomeFile[]> {
  return db
    .selectFrom('files')
    .where('owner_id', '=', userId)
    .where((eb) => eb.not(eb('residence_id', '=', eb.fn.any(eb.val(homeIds)))))
    .select(exported)
    .orderBy('id')
    .execute()
}

const exported = ['id', 'type', 'name', 'bytes', 'created_at as createdAt'] as const
