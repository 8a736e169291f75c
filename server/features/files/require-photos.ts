import type { Photo } from '#contract/completions.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { lockPictures } from './file-queries.ts'

/**
 * The pictures of the home by these ids, in their order. Who attaches one has added it; what was there before may stay,
 * whosever it is. Throws `photo_not_usable`.
 */
export async function requirePhotos(
  tx: Tx,
  ctx: Ctx<User>,
  { residenceId, fileIds, before }: { residenceId: string; fileIds: readonly string[]; before: readonly string[] }
): Promise<Photo[]> {
  if (fileIds.length === 0) return []
  if (new Set(fileIds.map((id) => id.toLowerCase())).size < fileIds.length) throw new AppError('photo_not_usable')
  const pictures = await lockPictures(tx, { residenceId, fileIds })
  return fileIds.map((given) => {
    const found = pictures.find(({ id }) => id === given.toLowerCase())
    if (!found || (found.ownerId !== ctx.actor.userId && !before.includes(found.id)))
      throw new AppError('photo_not_usable')
    return { fileId: found.id, width: found.width, height: found.height }
  })
}
