import type { Member } from '#contract/residences.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { requireRight } from './access.ts'
import type { MemberPath } from './change-role.ts'
import { listMembers } from './list-members.ts'
import { rolesIn, swapOwner } from './member-queries.ts'

/** The other member becomes owner and the caller manager, in one statement; their plan must have room for the home. */
export function transferOwnership(
  ctx: Ctx<User>,
  { residenceId, userId: heir }: MemberPath
): Promise<{ items: Member[] }> {
  const { userId } = ctx.actor
  if (heir === userId) {
    throw new AppError('invalid_input', { fields: [{ in: 'body', path: '/userId', reason: 'yourself' }] })
  }

  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'ownership.transfer')
    const roles = await rolesIn(tx, residenceId)
    if (!roles.has(heir)) throw new AppError('member_not_found')
    if (roles.get(heir) !== 'owner') await requireRoom(tx, ctx, { of: 'residences', ownerId: heir })

    await swapOwner(tx, residenceId, userId, heir)
    await audit(tx, ctx, { event: 'ownership.transferred', subjectId: heir, residenceId })
    return listMembers(ctx, residenceId, tx)
  })
}
