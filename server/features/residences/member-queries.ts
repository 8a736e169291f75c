import { sql } from 'kysely'
import type { Member } from '#contract/residences.ts'
import type { Role } from '#contract/roles.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Joining } from './joined-mail.ts'

/** The members in the order they joined; nobody's for somebody who is not one of them. */
export function listMembersFor(db: Db, userId: string, residenceId: string): Promise<Member[]> {
  return members(db, residenceId)
    .innerJoin('memberships as mine', 'mine.residence_id', 'memberships.residence_id')
    .where('mine.user_id', '=', userId)
    .execute()
}

export function getMember(tx: Tx, residenceId: string, userId: string): Promise<Member> {
  return members(tx, residenceId).where('memberships.user_id', '=', userId).executeTakeFirstOrThrow()
}

function members(db: Db, residenceId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .where('memberships.residence_id', '=', residenceId)
    .select([
      'memberships.user_id as userId',
      'users.display_name as displayName',
      'memberships.role',
      'memberships.joined_at as joinedAt'
    ])
    .orderBy('memberships.joined_at')
    .orderBy('memberships.user_id')
}

/** Who is a member and as what. Right as long as the residence is locked. */
export async function rolesIn(tx: Tx, residenceId: string): Promise<Map<string, Role>> {
  const rows = await tx
    .selectFrom('memberships')
    .select(['user_id as userId', 'role'])
    .where('residence_id', '=', residenceId)
    .execute()
  return new Map(rows.map(({ userId, role }) => [userId, role]))
}

export type NewMembership = { residenceId: string; userId: string; role: Role; now: string }

/** False when the person is a member already: then nothing changes. */
export async function insertMember(tx: Tx, { residenceId, userId, role, now }: NewMembership): Promise<boolean> {
  const inserted = await tx
    .insertInto('memberships')
    .values({ residence_id: residenceId, user_id: userId, role, joined_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function setRole(tx: Tx, residenceId: string, userId: string, role: Role): Promise<void> {
  await tx
    .updateTable('memberships')
    .set({ role })
    .where('residence_id', '=', residenceId)
    .where('user_id', '=', userId)
    .execute()
}

/** In one statement, so that there is no moment with two owners or none. */
export async function swapOwner(tx: Tx, residenceId: string, from: string, to: string): Promise<void> {
  await tx
    .updateTable('memberships')
    .set({ role: sql`case user_id when ${to}::uuid then 'owner'::member_role else 'manager'::member_role end` })
    .where('residence_id', '=', residenceId)
    .where('user_id', 'in', [from, to])
    .execute()
}

/** A trigger (migration 0004) takes the person out of the residence's tasks. */
export async function deleteMember(tx: Tx, residenceId: string, userId: string): Promise<void> {
  await tx.deleteFrom('memberships').where('residence_id', '=', residenceId).where('user_id', '=', userId).execute()
}

/** What an owner is told of somebody who joined; undefined when one of them is not there any more. */
export function joiningFor(
  db: Db,
  { residenceId, userId, ownerId }: { residenceId: string; userId: string; ownerId: string }
): Promise<Omit<Joining, 'residenceId'> | undefined> {
  return db
    .selectFrom('memberships as joined')
    .innerJoin('memberships as owning', 'owning.residence_id', 'joined.residence_id')
    .innerJoin('residences', 'residences.id', 'joined.residence_id')
    .innerJoin('users as joiner', 'joiner.id', 'joined.user_id')
    .innerJoin('users as owner', 'owner.id', 'owning.user_id')
    .select([
      'owner.email',
      'owner.language',
      'owner.display_name as displayName',
      'joiner.display_name as joiner',
      'residences.name as residence'
    ])
    .where('joined.residence_id', '=', residenceId)
    .where('joined.user_id', '=', userId)
    .where('owning.user_id', '=', ownerId)
    .where('owning.role', '=', 'owner')
    .executeTakeFirst()
}
