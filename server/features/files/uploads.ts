import { fileLimits, type beginUpload as beginRoute, type Upload } from '#contract/files.ts'
import type { Input } from '#contract/route.ts'
import { requireRight } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import { nameOf, patience, signatureBytes, typeOf } from './file-rules.ts'
import type { FileServices } from './services.ts'
import { deleteUpload, findUpload, lockUpload, reserveRoom, savePart, saveUpload } from './upload-queries.ts'

/** Its whole size is set apart at once: nobody sends for minutes what there is no room for. */
export function beginUpload(
  ctx: Ctx<User>,
  { storageLimits }: FileServices,
  { params: { residenceId }, body: { size, name } }: Input<typeof beginRoute>
): Promise<Upload> {
  if (size === 0) throw new AppError('file_empty')
  if (size > fileLimits.bytes) throw new AppError('file_too_large')
  const ownerId = ctx.actor.userId
  const expiresAt = ctx.now().add({ hours: patience.uploadHours }).toString()
  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'file.add')
    const whose = { residenceId, ownerId }
    if (!(await reserveRoom(tx, whose, { bytes: size, as: 'awaited', limits: storageLimits })))
      throw new AppError('storage_full')
    const id = newId()
    await saveUpload(tx, { id, ...whose, name: nameOf(name), size, expiresAt })
    return { id, residenceId, size, received: 0, expiresAt }
  })
}

export async function getUpload(ctx: Ctx<User>, uploadId: string): Promise<Upload> {
  const found = await findUpload(ctx.db, mine(ctx, uploadId))
  if (!found) throw new AppError('upload_not_found')
  const { name: _name, ...upload } = found
  return upload
}

/** The first part shows what it is: what is not accepted ends here, before it is sent. */
export function sendUploadPart(
  ctx: Ctx<User>,
  uploadId: string,
  { offset, bytes }: { offset: number; bytes: Uint8Array }
): Promise<Upload> {
  return ctx.write(async (tx) => {
    const upload = await lockUpload(tx, mine(ctx, uploadId))
    if (!upload) throw new AppError('upload_not_found')
    if (offset !== upload.received) throw new AppError('upload_offset_wrong')
    if (!isPart(upload, bytes.length)) throw new AppError('upload_part_wrong')
    if (offset === 0 && !typeOf(bytes.subarray(0, signatureBytes))) throw new AppError('file_type_refused')
    return savePart(tx, upload, bytes)
  })
}

function isPart({ size, received }: Upload, bytes: number): boolean {
  const rest = size - received
  return bytes > 0 && bytes <= rest && (bytes === rest || bytes >= fileLimits.leastPartBytes)
}

export function cancelUpload(ctx: Ctx<User>, uploadId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    if (!(await lockUpload(tx, mine(ctx, uploadId)))) throw new AppError('upload_not_found')
    await deleteUpload(tx, uploadId)
    return undefined
  })
}

function mine(ctx: Ctx<User>, uploadId: string) {
  return { userId: ctx.actor.userId, uploadId, now: ctx.now().toString() }
}
