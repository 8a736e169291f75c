import type { Photo } from '#contract/completions.ts'
import type { DocumentFile } from '#contract/documents.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { lockFiles } from './file-queries.ts'

/** `before`: the files that are attached already. */
export type Wanted = {
  readonly residenceId: string
  readonly fileIds: readonly string[]
  readonly before: readonly string[]
}

/**
 * The files of the home by these ids, in their order. Who attaches one has added it; what was there before may stay, whosever
 * it is. Throws `file_not_usable`.
 */
export function requireFiles(tx: Tx, ctx: Ctx<User>, wanted: Wanted): Promise<DocumentFile[]> {
  return require(tx, ctx, wanted, (file) => file, 'file_not_usable')
}

/** The same of pictures only. Throws `photo_not_usable`. */
export function requirePhotos(tx: Tx, ctx: Ctx<User>, wanted: Wanted): Promise<Photo[]> {
  return require(tx, ctx, wanted, photoOf, 'photo_not_usable')
}

function photoOf({ fileId, width, height }: DocumentFile): Photo | undefined {
  return width === null || height === null ? undefined : { fileId, width, height }
}

/** `shape`: what is made of a file, undefined for what is none of the kind. */
async function require<T>(
  tx: Tx,
  ctx: Ctx<User>,
  { residenceId, fileIds, before }: Wanted,
  shape: (file: DocumentFile) => T | undefined,
  refusal: 'file_not_usable' | 'photo_not_usable'
): Promise<T[]> {
  if (fileIds.length === 0) return []
  if (new Set(fileIds.map((id) => id.toLowerCase())).size < fileIds.length) throw new AppError(refusal)
  const found = await lockFiles(tx, { residenceId, fileIds })
  return fileIds.map((given) => {
    const { ownerId, ...file } = found.find(({ fileId }) => fileId === given.toLowerCase()) ?? refuse(refusal)
    if (ownerId !== ctx.actor.userId && !before.includes(file.fileId)) throw new AppError(refusal)
    return shape(file) ?? refuse(refusal)
  })
}

function refuse(refusal: 'file_not_usable' | 'photo_not_usable'): never {
  throw new AppError(refusal)
}
