import { guestLimits, type getGuestFile as fileRoute } from '#contract/guests.ts'
import type { File, Upload } from '#contract/files.ts'
import type { Input } from '#contract/route.ts'
import {
  beginUpload,
  finishUpload,
  getUpload,
  openFile,
  sendUploadPart,
  type FileServices
} from '#server/features/files/access.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { countGuestFiles, insertGuestFile, isOfLink, photosOfTask } from './file-queries.ts'
import { inNameOfMaker, lockOpenLink, refuseUnlessOpen, requireGuest, within } from './guest.ts'
import type { StoredLink } from './queries.ts'

/** The rules of files are theirs (features/files); what is added here is that it comes through this link. */
export function beginGuestUpload(
  ctx: Ctx<Anonymous>,
  services: FileServices,
  body: { size: number; name?: string }
): Promise<Upload> {
  return ctx.write(async (tx) => {
    const link = await lockOpenLink(tx, ctx)
    const { id: linkId, residenceId } = link
    if ((await countGuestFiles(tx, linkId)) >= guestLimits.files) throw new AppError('guest_files_full')
    const upload = await beginUpload(within(inNameOfMaker(ctx, link), tx), services, { params: { residenceId }, body })
    await insertGuestFile(tx, { fileId: upload.id, linkId, residenceId })
    return upload
  })
}

export async function getGuestUpload(ctx: Ctx<Anonymous>, uploadId: string): Promise<Upload> {
  return getUpload(inNameOfMaker(ctx, await linkOf(ctx, uploadId)), uploadId)
}

export async function sendGuestUploadPart(
  ctx: Ctx<Anonymous>,
  uploadId: string,
  part: { offset: number; bytes: Uint8Array }
): Promise<Upload> {
  const link = await linkOf(ctx, uploadId)
  refuseUnlessOpen(link)
  return sendUploadPart(inNameOfMaker(ctx, link), uploadId, part)
}

export async function finishGuestUpload(ctx: Ctx<Anonymous>, services: FileServices, uploadId: string): Promise<File> {
  const link = await linkOf(ctx, uploadId)
  refuseUnlessOpen(link)
  return finishUpload(inNameOfMaker(ctx, link), services, uploadId)
}

async function linkOf(ctx: Ctx<Anonymous>, uploadId: string): Promise<StoredLink> {
  const link = await requireGuest(ctx)
  if (!(await isOfLink(ctx.db, link.id, uploadId))) throw new AppError('upload_not_found')
  return link
}

/** A photo of the job, as far as the maker of the link shows them, or what came through the link. */
export async function getGuestFile(ctx: Ctx<Anonymous>, services: FileServices, input: Input<typeof fileRoute>) {
  const link = await requireGuest(ctx)
  const { fileId } = input.params
  const mayRead = (await isOfLink(ctx.db, link.id, fileId)) || (await isPhotoOfJob(ctx, link, fileId))
  if (!mayRead) throw new AppError('file_not_found')
  return openFile(inNameOfMaker(ctx, link), services, input)
}

async function isPhotoOfJob(
  ctx: Ctx<Anonymous>,
  { showsPhotos, taskId }: StoredLink,
  fileId: string
): Promise<boolean> {
  if (!showsPhotos) return false
  const photos = await photosOfTask(ctx.db, taskId)
  return photos.some((photo) => photo.fileId === fileId.toLowerCase())
}
