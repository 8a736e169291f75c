import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { lockFileAndHome, saveCaption } from './text-queries.ts'

/** It belongs to the file and stands wherever that is shown. */
export function setFileCaption(
  ctx: Ctx<User>,
  fileId: string,
  caption: string | null
): Promise<{ caption: string | null }> {
  return ctx.write(async (tx) => {
    const member = await lockFileAndHome(tx, ctx.actor.userId, fileId)
    if (!member) throw new AppError('file_not_found')
    refuseUnlessAllowed(member, 'file.add')
    await saveCaption(tx, fileId, caption)
    await audit(tx, ctx, { event: 'file.captioned', subjectId: fileId, residenceId: member.residenceId })
    return { caption }
  })
}
