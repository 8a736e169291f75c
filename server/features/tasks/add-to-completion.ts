import { photoLimit, type addToCompletion as route } from '#contract/completions.ts'
import type { Input, Output } from '#contract/route.ts'
import { photosOf, replacePhotos, requirePhotos } from '#server/features/files/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { appendNotes, lockCompletion, notesOf } from './completion-queries.ts'

const mostCharacters = 10_000

/** Nothing that was there changes. */
export function addToCompletion(
  ctx: Ctx<User>,
  completionId: string,
  { notes, photoIds = [] }: Input<typeof route>['body']
): Promise<Output<typeof route>> {
  return ctx.write(async (tx) => {
    const locked = await lockCompletion(tx, ctx.actor.userId, completionId)
    if (!locked) throw new AppError('completion_not_found')
    const { task, member } = locked
    refuseUnlessAllowed(member, 'task.complete')
    const shown = (await photosOf(tx, [completionId.toLowerCase()])).values().next().value ?? []
    if (shown.length + photoIds.length > photoLimit) throw new AppError('completion_full')

    const added = await requirePhotos(tx, ctx, { residenceId: task.residenceId, fileIds: photoIds, before: [] })
    const photos = [...shown, ...added]

    if (notes !== undefined && !(await appendNotes(tx, { completionId, notes, most: mostCharacters })))
      throw new AppError('completion_full')
    await replacePhotos(tx, { completionId, residenceId: task.residenceId }, photos)
    await audit(tx, ctx, { event: 'completion.added_to', subjectId: task.id, residenceId: task.residenceId })
    return { notes: await notesOf(tx, completionId), photos }
  })
}
