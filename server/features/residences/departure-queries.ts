import type { Role } from '#contract/roles.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { myResidences } from './access-queries.ts'

export type Departure = { residenceId: string; name: string; role: Role; otherMembers: number; otherOwners: number }

/** How a person stands to each of their homes, and who else is there. */
export function departuresOf(db: Db, userId: string): Promise<Departure[]> {
  return myResidences(db, userId)
    .leftJoin('memberships as others', (join) =>
      join.onRef('others.residence_id', '=', 'residences.id').on('others.user_id', '<>', userId)
    )
    .select((eb) => [
      'residences.id as residenceId',
      'residences.name',
      'memberships.role',
      eb.fn.count<number>('others.user_id').as('otherMembers'),
      eb.fn.count<number>('others.user_id').filterWhere('others.role', '=', 'owner').as('otherOwners')
    ])
    .groupBy(['residences.id', 'residences.name', 'memberships.role'])
    .orderBy('residences.name')
    .orderBy('residences.id')
    .execute()
}

/** The homes of a person, in the order they joined. */
export async function homesOf(db: Db, userId: string): Promise<string[]> {
  const rows = await myResidences(db, userId)
    .select('residences.id')
    .orderBy('memberships.joined_at')
    .orderBy('residences.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** In the order of their ids, so that two who go at once do not wait for each other. */
export async function lockHomesOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await myResidences(tx, userId)
    .select('residences.id')
    .orderBy('residences.id')
    .forUpdate('residences')
    .execute()
  return rows.map(({ id }) => id)
}

/** Who joined first stands first. */
export function membersByAge(tx: Tx, residenceId: string): Promise<{ userId: string; role: Role }[]> {
  return tx
    .selectFrom('memberships')
    .select(['user_id as userId', 'role'])
    .where('residence_id', '=', residenceId)
    .orderBy('joined_at')
    .orderBy('user_id')
    .execute()
}
