import { can } from '#contract/roles.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { deleteFileRow, findFile } from './file-queries.ts'

/** Whoever added it may take it away, also from a home that they have left; of others it takes a manager. */
export function deleteFile(ctx: Ctx<User>, fileId: string): Promise<undefined> {
  const { userId } = ctx.actor
  return ctx.write(async (tx) => {
    const file = await findFile(tx, userId, fileId)
    if (!file) throw new AppError('file_not_found')
    const mayDelete = file.ownerId === userId || (file.role !== null && can(file.role, 'file.delete'))
    if (!mayDelete) throw new AppError('not_allowed')
    await deleteFileRow(tx, fileId)
    await audit(tx, ctx, { event: 'file.deleted', subjectId: fileId, residenceId: file.residenceId })
    return undefined
  })
}
