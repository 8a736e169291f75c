import { can, isFrozen, type Action, type Role } from '#contract/roles.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { lockMyResidences, memberColumns, myResidences } from './access-queries.ts'

/** What other features may use of residences: who is a member, with which right, and queries that begin there. */
export { lockMyResidences, memberColumns, membersAmong, myResidences } from './access-queries.ts'
export { fatesOfHomes, leaveHomes } from './departure.ts'
export { homesOf } from './departure-queries.ts'
export { allowOneMinute } from './queries.ts'
export { newShareCode, normalizeShareCode } from './share-code.ts'
export { listMembers } from './list-members.ts'
export { viewResidence } from './residence-view.ts'

export type Membership = {
  readonly residenceId: string
  readonly role: Role
  readonly timeZone: string
  readonly archivedAt: string | null
}

/** For reading, which every member may; a stranger gets `residence_not_found`. */
export async function requireMember(ctx: Ctx<User>, residenceId: string): Promise<Membership> {
  const member = await myResidences(ctx.db, ctx.actor.userId)
    .where('residences.id', '=', residenceId)
    .select(memberColumns)
    .executeTakeFirst()
  if (!member) throw new AppError('residence_not_found')
  return member
}

/** For writing: locks the residence; throws `residence_not_found`, `not_allowed` or `residence_archived`. */
export async function requireRight(tx: Tx, ctx: Ctx<User>, residenceId: string, action: Action): Promise<Membership> {
  const member = await lockMembership(tx, ctx, residenceId)
  refuseUnlessAllowed(member, action)
  return member
}

/** As `requireRight`, for verbs whose rule is more than one action. */
export async function lockMembership(tx: Tx, ctx: Ctx<User>, residenceId: string): Promise<Membership> {
  const member = await lockMyResidences(tx, ctx.actor.userId)
    .where('residences.id', '=', residenceId)
    .select(memberColumns)
    .executeTakeFirst()
  if (!member) throw new AppError('residence_not_found')
  return member
}

/** For a membership that came with the caller's own query: throws `not_allowed` or `residence_archived`. */
export function refuseUnlessAllowed(member: Pick<Membership, 'role' | 'archivedAt'>, action: Action): void {
  if (!can(member.role, action)) throw new AppError('not_allowed')
  if (member.archivedAt !== null && isFrozen(action)) throw new AppError('residence_archived')
}
