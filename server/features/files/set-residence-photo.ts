import { requireRight } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { deleteIfUnattached, setPhotoOf } from './file-queries.ts'
import { requirePhotos } from './require-files.ts'

/** The picture before is deleted, unless something else shows it. */
export function setResidencePhoto(
  ctx: Ctx<User>,
  residenceId: string,
  photoId: string | null
): Promise<{ photoId: string | null }> {
  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'residence.edit')
    await requirePhotos(tx, ctx, { residenceId, fileIds: photoId === null ? [] : [photoId], before: [] })
    const before = await setPhotoOf(tx, residenceId, { photoId, now: ctx.now().toString() })
    await deleteIfUnattached(tx, before === null ? [] : [before])
    await audit(tx, ctx, { event: 'residence.updated', subjectId: residenceId, residenceId })
    return { photoId: photoId?.toLowerCase() ?? null }
  })
}
