import { lockMyResidences, memberColumns, myResidences, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { prepared } from '#server/platform/postgres/prepared.ts'

/** A residence as one of its members stands to it. */
export type MemberPlace = Membership & { readonly dueSoonDays: number }

/** `boardVersion` is raised by whatever changes what the board shows. Undefined for a stranger. */
export async function findPlace(
  db: Db,
  userId: string,
  residenceId: string
): Promise<(MemberPlace & { boardVersion: number }) | undefined> {
  const [place] = await placeOf(db, { userId, residenceId })
  return place
}

const placeOf = prepared((db, { userId, residenceId }: { userId: string; residenceId: string }) =>
  withThreshold(myResidences(db, userId))
    .where('residences.id', '=', residenceId)
    .select('residences.board_version as boardVersion')
    .compile()
)

/** The residence for a write, locked. Undefined for a stranger. */
export function lockPlace(tx: Tx, userId: string, residenceId: string): Promise<MemberPlace | undefined> {
  return withThreshold(lockMyResidences(tx, userId)).where('residences.id', '=', residenceId).executeTakeFirst()
}

/** All that are not archived, by name. */
export function listPlaces(db: Db, userId: string): Promise<(MemberPlace & { name: string })[]> {
  return withThreshold(myResidences(db, userId))
    .select('residences.name')
    .where('residences.archived_at', 'is', null)
    .orderBy('residences.name')
    .orderBy('residences.id')
    .execute()
}

export const placeColumns = [...memberColumns, 'users.due_soon_days as dueSoonDays'] as const

function withThreshold(residences: ReturnType<typeof myResidences>) {
  return residences.innerJoin('users', 'users.id', 'memberships.user_id').select(placeColumns)
}
