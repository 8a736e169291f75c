import { sql } from 'kysely'
import type { Upload } from '#contract/files.ts'
import { lockMyResidences, memberColumns, myResidences, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { StorageLimits } from './file-rules.ts'

export type NewUpload = {
  id: string
  residenceId: string
  ownerId: string
  name: string | null
  size: number
  expiresAt: string
}

/** Takes room for it, or says that there is none: of many at once no more begin than there is room for. */
export async function reserveRoom(
  tx: Tx,
  { residenceId, ownerId }: { residenceId: string; ownerId: string },
  more: { bytes: number; as: 'stored' | 'awaited'; limits: StorageLimits }
): Promise<boolean> {
  const { bytes, as, limits } = more
  const grown = { [as]: sql<number>`${sql.ref(as)} + ${bytes}` }
  const fits = (limit: number) => sql<boolean>`stored + awaited + ${bytes} <= ${limit}`
  await tx
    .insertInto('home_storage')
    .values({ residence_id: residenceId })
    .onConflict((c) => c.doNothing())
    .execute()
  await tx
    .insertInto('person_storage')
    .values({ user_id: ownerId })
    .onConflict((c) => c.doNothing())
    .execute()
  const home = await tx
    .updateTable('home_storage')
    .set(grown)
    .where('residence_id', '=', residenceId)
    .where(fits(limits.homeBytes))
    .executeTakeFirst()
  if (home.numUpdatedRows === 0n) return false
  const person = await tx
    .updateTable('person_storage')
    .set(grown)
    .where('user_id', '=', ownerId)
    .where(fits(limits.personBytes))
    .executeTakeFirst()
  return person.numUpdatedRows > 0n
}

export async function saveUpload(tx: Tx, upload: NewUpload): Promise<void> {
  const { id, residenceId, ownerId, name, size, expiresAt } = upload
  const row = { id, residence_id: residenceId, owner_id: ownerId, name, size, expires_at: expiresAt }
  await tx.insertInto('uploads').values(row).execute()
}

const uploadColumns = [
  'uploads.id',
  'uploads.residence_id as residenceId',
  'uploads.size',
  'uploads.received',
  'uploads.expires_at as expiresAt'
] as const

type Mine = { readonly userId: string; readonly uploadId: string; readonly now: string }

/** One's own, while one is a member of its home; undefined for every other. */
export function findUpload(db: Db, mine: Mine): Promise<(Upload & { name: string | null }) | undefined> {
  return ofMine(myResidences(db, mine.userId), mine).select('uploads.name').executeTakeFirst()
}

/** The same for its next part: of two at once the second sees what the first has added. */
export function lockUpload(tx: Tx, mine: Mine): Promise<Upload | undefined> {
  return ofMine(myResidences(tx, mine.userId), mine).forUpdate('uploads').executeTakeFirst()
}

/** The same for making a file of it, with the membership that may. */
export function lockUploadAndHome(tx: Tx, mine: Mine): Promise<(Upload & Membership) | undefined> {
  return ofMine(lockMyResidences(tx, mine.userId), mine).select(memberColumns).forUpdate('uploads').executeTakeFirst()
}

function ofMine(residences: ReturnType<typeof myResidences>, { userId, uploadId, now }: Mine) {
  return residences
    .innerJoin('uploads', 'uploads.residence_id', 'residences.id')
    .where('uploads.id', '=', uploadId)
    .where('uploads.owner_id', '=', userId)
    .where('uploads.expires_at', '>', now)
    .select(uploadColumns)
}

export async function savePart(tx: Tx, upload: Upload, bytes: Uint8Array): Promise<Upload> {
  const part = { upload_id: upload.id, starts_at: upload.received, bytes: Buffer.from(bytes) }
  await tx.insertInto('upload_parts').values(part).execute()
  return tx
    .updateTable('uploads')
    .set({ received: upload.received + bytes.length })
    .where('id', '=', upload.id)
    .returning(uploadColumns)
    .executeTakeFirstOrThrow()
}

/** All that has arrived, in its order. */
export async function bytesOf(db: Db, uploadId: string): Promise<Buffer> {
  const parts = await db
    .selectFrom('upload_parts')
    .select('bytes')
    .where('upload_id', '=', uploadId)
    .orderBy('starts_at')
    .execute()
  return Buffer.concat(parts.map(({ bytes }) => bytes))
}

export async function deleteUpload(tx: Tx, uploadId: string): Promise<void> {
  await tx.deleteFrom('uploads').where('id', '=', uploadId).execute()
}

export async function deleteExpiredUploads(tx: Tx, now: string): Promise<void> {
  await tx.deleteFrom('uploads').where('expires_at', '<=', now).execute()
}
