import type { Photo } from '#contract/completions.ts'
import type { DocumentFile } from '#contract/documents.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { lockFiles } from './file-queries.ts'

/** `before`: the files that are attached already; `refusal`: what is said of one that cannot be. */
type Wanted = {
  readonly residenceId: string
  readonly fileIds: readonly string[]
  readonly before: readonly string[]
  readonly refusal?: 'file_not_usable' | 'photo_not_usable'
}

/**
 * The files of the home by these ids, in their order. Who attaches one has added it; what was there before may stay, whosever
 * it is. Throws `file_not_usable`.
 */
export async function requireFiles(
  tx: Tx,
  ctx: Ctx<User>,
  { residenceId, fileIds, before, refusal = 'file_not_usable' }: Wanted
): Promise<DocumentFile[]> {
  if (fileIds.length === 0) return []
  if (new Set(fileIds.map((id) => id.toLowerCase())).size < fileIds.length) throw new AppError(refusal)
  const files = await lockFiles(tx, { residenceId, fileIds })
  return fileIds.map((given) => {
    const found = files.find(({ fileId }) => fileId === given.toLowerCase())
    if (!found || (found.ownerId !== ctx.actor.userId && !before.includes(found.fileId))) throw new AppError(refusal)
    const { ownerId: _owner, ...file } = found
    return file
  })
}

/** The same of pictures only. Throws `photo_not_usable`. */
export async function requirePhotos(tx: Tx, ctx: Ctx<User>, wanted: Omit<Wanted, 'refusal'>): Promise<Photo[]> {
  const files = await requireFiles(tx, ctx, { ...wanted, refusal: 'photo_not_usable' })
  return files.map(({ fileId, width, height, caption }) => {
    if (width === null || height === null) throw new AppError('photo_not_usable')
    return { fileId, width, height, ...(caption !== undefined && { caption }) }
  })
}
