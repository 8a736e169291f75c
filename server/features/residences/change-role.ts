import type { Member } from '#contract/residences.ts'
import type { Role } from '#contract/roles.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { requireRight } from './access.ts'
import { getMember, rolesIn, setRole } from './member-queries.ts'
import { ownersAmong, refuseRoleChange } from './rules.ts'

export type MemberPath = { residenceId: string; userId: string }

export function changeRole(ctx: Ctx<User>, { residenceId, userId }: MemberPath, to: Role): Promise<Member> {
  return ctx.write(async (tx) => {
    const { role: changer } = await requireRight(tx, ctx, residenceId, 'members.manage')
    const roles = await rolesIn(tx, residenceId)
    const from = roles.get(userId)
    if (!from) throw new AppError('member_not_found')

    refuseRoleChange({ changer, from, to, owners: ownersAmong(roles.values()) })

    if (from !== to) {
      if (to === 'owner') await requireRoom(tx, ctx, { of: 'residences', ownerId: userId })
      await setRole(tx, residenceId, userId, to)
      await audit(tx, ctx, { event: 'role.changed', subjectId: userId, residenceId })
    }
    return getMember(tx, residenceId, userId)
  })
}
