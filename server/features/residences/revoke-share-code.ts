import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { requireRight } from './access.ts'
import { revokeLiveShareCode } from './share-code-queries.ts'

export type ShareCodePath = { residenceId: string; shareCodeId: string }

export function revokeShareCode(ctx: Ctx<User>, { residenceId, shareCodeId }: ShareCodePath): Promise<undefined> {
  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'share.manage')
    const revoked = await revokeLiveShareCode(tx, residenceId, shareCodeId, ctx.now().toString())
    if (!revoked) throw new AppError('share_code_not_found')

    await audit(tx, ctx, { event: 'share_code.revoked', subjectId: shareCodeId, residenceId })
    return undefined
  })
}
