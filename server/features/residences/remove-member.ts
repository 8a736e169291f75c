import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { lockMembership, refuseUnlessAllowed } from './access.ts'
import type { MemberPath } from './change-role.ts'
import { deleteMember, rolesIn } from './member-queries.ts'
import { allowOneMinute } from './queries.ts'
import { ownersAmong, refuseRemoval } from './rules.ts'

/** Removes somebody, or leaves when it is the caller, which needs no right. */
export function removeMember(ctx: Ctx<User>, { residenceId, userId }: MemberPath): Promise<undefined> {
  const self = userId === ctx.actor.userId

  return ctx.write(async (tx) => {
    const remover = await lockMembership(tx, ctx, residenceId)
    if (!self) refuseUnlessAllowed(remover, 'members.manage')
    const roles = await rolesIn(tx, residenceId)
    const role = roles.get(userId)
    if (!role) throw new AppError('member_not_found')

    refuseRemoval({ remover: remover.role, role, self, owners: ownersAmong(roles.values()) })

    await allowOneMinute(tx)
    await deleteMember(tx, residenceId, userId)
    await audit(tx, ctx, { event: self ? 'member.left' : 'member.removed', subjectId: userId, residenceId })
    return undefined
  })
}
