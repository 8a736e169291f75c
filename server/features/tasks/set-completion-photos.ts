import type { setCompletionPhotos as route } from '#contract/completions.ts'
import type { Output } from '#contract/route.ts'
import { deleteIfUnattached, photosOf, replacePhotos, requirePhotos } from '#server/features/files/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { lockCompletion } from './completion-queries.ts'

export function setCompletionPhotos(
  ctx: Ctx<User>,
  completionId: string,
  photoIds: readonly string[]
): Promise<Output<typeof route>> {
  return ctx.write(async (tx) => {
    const locked = await lockCompletion(tx, ctx.actor.userId, completionId)
    if (!locked) throw new AppError('completion_not_found')
    const { task, member } = locked
    refuseUnlessAllowed(member, 'task.complete')
    const shown = (await photosOf(tx, [completionId.toLowerCase()])).values().next().value ?? []
    const before = shown.map(({ fileId }) => fileId)

    const photos = await requirePhotos(tx, ctx, { residenceId: task.residenceId, fileIds: photoIds, before })

    await replacePhotos(tx, { completionId, residenceId: task.residenceId }, photos)
    await deleteIfUnattached(tx, before)
    await audit(tx, ctx, { event: 'completion.photos_changed', subjectId: task.id, residenceId: task.residenceId })
    return { photos }
  })
}
