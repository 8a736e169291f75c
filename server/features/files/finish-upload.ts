import { createHash } from 'node:crypto'
import type { File } from '#contract/files.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { newKey } from '#server/gateways/files/file-storage.ts'
import { PictureError, PicturesBusy } from '#server/gateways/pictures/pictures.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { transact } from '#server/platform/transaction.ts'
import { announceObjects, dropObjects, findFile, forgetObjects, saveFile, type NewFile } from './file-queries.ts'
import { isWholePdf, patience, typeOf } from './file-rules.ts'
import { stored } from './stored.ts'
import type { FileServices } from './services.ts'
import { viewFile } from './view-file.ts'
import { bytesOf, deleteUpload, findUpload, lockUploadAndHome, reserveRoom } from './upload-queries.ts'

type Made = Pick<NewFile, 'type' | 'width' | 'height'> & {
  readonly whole: Buffer
  readonly thumbnail: Buffer | undefined
}

/**
 * What has arrived is looked at, drawn anew and stored, and only then is there a file. Who asks again gets the file of the
 * first time. When the storage does not answer what has arrived stays where it is, to be finished later.
 */
export async function finishUpload(ctx: Ctx<User>, services: FileServices, uploadId: string): Promise<File> {
  const { userId } = ctx.actor
  const mine = { userId, uploadId, now: ctx.now().toString() }
  const upload = await findUpload(ctx.db, mine)
  if (!upload) return formerFile(ctx, uploadId)
  if (upload.received < upload.size) throw new AppError('upload_incomplete')

  const bytes = await bytesOf(ctx.db, uploadId)
  if (bytes.length < upload.size) return formerFile(ctx, uploadId) // another request has made its file meanwhile
  const made = await make(ctx, services, { uploadId, bytes })
  const file = fileOf(made, { ...upload, ownerId: userId, createdAt: mine.now })

  return storing(ctx, services, { file, made }, (keys) =>
    ctx.write(async (tx) => {
      const locked = await lockUploadAndHome(tx, mine)
      if (!locked) return formerFile({ ...ctx, db: tx }, uploadId)
      refuseUnlessAllowed(locked, 'file.add')
      await deleteUpload(tx, uploadId)
      const room = { bytes: file.storedBytes, as: 'stored', limits: services.storageLimits } as const
      if (!(await reserveRoom(tx, file, room))) throw new AppError('storage_full')
      const saved = await saveFile(tx, file)
      await forgetObjects(tx, keys)
      if (file.type === 'application/pdf') await enqueue(tx, 'files.read-text', { fileId: file.id })
      await audit(tx, ctx, { event: 'file.added', subjectId: file.id, residenceId: file.residenceId })
      return saved
    })
  )
}

/** The file that an earlier request made of the upload. */
async function formerFile(ctx: Pick<Ctx<User>, 'db' | 'actor'>, uploadId: string): Promise<File> {
  const file = await findFile(ctx.db, ctx.actor.userId, uploadId)
  if (file?.ownerId !== ctx.actor.userId) throw new AppError('upload_not_found')
  return viewFile(file)
}

/** What cannot be a file is forgotten at once. */
async function make(
  ctx: Ctx<User>,
  { pictures }: FileServices,
  { uploadId, bytes }: { uploadId: string; bytes: Buffer }
): Promise<Made> {
  const type = typeOf(bytes)
  try {
    if (type === 'application/pdf' && isWholePdf(bytes))
      return { type, whole: bytes, thumbnail: undefined, width: null, height: null }
    if (!type || type === 'application/pdf') throw new PictureError('damaged')
    const { picture, ...drawn } = await pictures.redraw(bytes, type)
    return { ...drawn, type: type === 'image/heic' ? 'image/jpeg' : type, whole: picture }
  } catch (error) {
    if (error instanceof PicturesBusy) throw new AppError('busy', { retryAfter: 5, cause: error })
    if (!(error instanceof PictureError)) throw error
    ctx.log.info({ uploadId, cause: error.cause }, 'a picture could not be drawn')
    await transact(ctx.db, (tx) => deleteUpload(tx, uploadId))
    throw new AppError(error.problem === 'too_large' ? 'picture_too_large' : 'file_damaged', { cause: error })
  }
}

type Source = { id: string; residenceId: string; name: string | null; ownerId: string; createdAt: string }

function fileOf(
  { whole, thumbnail, type, width, height }: Made,
  { id, residenceId, name, ownerId, createdAt }: Source
): NewFile {
  return {
    id,
    residenceId,
    name,
    ownerId,
    createdAt,
    type,
    width,
    height,
    bytes: whole.length,
    storedBytes: whole.length + (thumbnail?.length ?? 0),
    digest: createHash('sha256').update(whole).digest(),
    objectKey: newKey(),
    thumbnailKey: thumbnail ? newKey() : null
  }
}

/**
 * Writes the objects and then what names them. They are written down before, so that none stays behind whatever fails, and
 * whenever.
 */
async function storing<T>(
  ctx: Ctx<User>,
  { files }: FileServices,
  { file, made }: { file: NewFile; made: Made },
  save: (keys: readonly string[]) => Promise<T>
): Promise<T> {
  const objects = [[file.objectKey, made.whole] as const, [file.thumbnailKey, made.thumbnail] as const]
  const there = objects.flatMap(([key, bytes]) => (key !== null && bytes ? [{ key, bytes }] : []))
  const keys = there.map(({ key }) => key)
  const keptUntil = ctx.now().add({ minutes: patience.finishMinutes }).toString()
  await transact(ctx.db, (tx) => announceObjects(tx, keys, { userId: file.ownerId, keptUntil }))
  try {
    for (const { key, bytes } of there) await stored(files.put(key, bytes))
    const saved = await save(keys)
    return saved
  } catch (error) {
    await transact(ctx.db, async (tx) => {
      await dropObjects(tx, keys)
      await enqueue(tx, 'files.remove-objects', {})
    })
    throw error
  }
}
