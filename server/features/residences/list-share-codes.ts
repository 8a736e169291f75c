import type { ShareCode } from '#contract/residences.ts'
import { can, mayShare } from '#contract/roles.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { requireMember } from './access.ts'
import { listLiveShareCodes } from './share-code-queries.ts'

/** Those that still work, or will again when the residence is taken out of the archive. */
export async function listShareCodes(ctx: Ctx<User>, residenceId: string): Promise<{ items: ShareCode[] }> {
  const { role } = await requireMember(ctx, residenceId)
  if (!can(role, 'share.manage')) throw new AppError('not_allowed')

  const codes = await listLiveShareCodes(ctx.db, residenceId, ctx.now().toString())
  const items = codes.filter(({ shareCode, makerRole }) => mayShare(makerRole, shareCode.role))
  return { items: items.map(({ shareCode }) => shareCode) }
}
