import { ranks, type Role } from '#contract/roles.ts'
import type { Deletion } from '#contract/privacy.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { departuresOf, lockHomesOf, membersByAge } from './departure-queries.ts'
import { deleteMember, setRole } from './member-queries.ts'
import { allowOneMinute, deleteResidenceRow } from './queries.ts'

/** What becomes of each home of a person who goes. */
export async function fatesOfHomes(db: Db, userId: string): Promise<Deletion['homes']> {
  const departures = await departuresOf(db, userId)
  return departures.map(({ residenceId, name, role, otherMembers, otherOwners }) => ({
    residenceId,
    name,
    otherMembers,
    fate: otherMembers === 0 ? 'erased' : role === 'owner' && otherOwners === 0 ? 'needs_owner' : 'left'
  }))
}

/**
 * Takes the person out of every home. One that nobody else lives in goes with them. Should they have become the last owner
 * of one with others since they asked to go, the highest of those becomes owner, and of several the one there the longest.
 */
export async function leaveHomes(
  tx: Tx,
  ctx: Pick<Ctx, 'actor' | 'origin' | 'sealOrigin'>,
  userId: string
): Promise<void> {
  await allowOneMinute(tx)
  for (const residenceId of await lockHomesOf(tx, userId)) {
    const others = (await membersByAge(tx, residenceId)).filter((member) => member.userId !== userId)
    const heir = heirAmong(others)
    if (!heir) {
      await deleteResidenceRow(tx, residenceId)
      await audit(tx, ctx, { event: 'residence.deleted', subjectId: residenceId, residenceId })
      continue
    }
    if (heir.role !== 'owner') {
      await setRole(tx, residenceId, heir.userId, 'owner')
      await audit(tx, ctx, { event: 'ownership.transferred', subjectId: heir.userId, residenceId })
    }
    await deleteMember(tx, residenceId, userId)
    await audit(tx, ctx, { event: 'member.left', subjectId: userId, residenceId })
  }
}

function heirAmong(members: readonly { userId: string; role: Role }[]) {
  return members.toSorted((left, right) => ranks.indexOf(right.role) - ranks.indexOf(left.role))[0]
}
