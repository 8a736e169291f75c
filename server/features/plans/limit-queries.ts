import { sql } from 'kysely'
import type { Limited } from '#contract/plans.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { prepared } from '#server/platform/postgres/prepared.ts'
import { ownerEntitlement, selectOwners } from './entitlement-queries.ts'

type WithinHome = Exclude<Limited, 'residences'>

/** What counts of a home: of its tasks those on the board, done ones too; of everything else what is there. */
const counts = {
  tasks: sql<number>`(
    select coalesce(sum(tasks), 0)::integer from task_counts where residence_id = memberships.residence_id and span = 'month')`,
  contractors: sql<number>`(select count(*)::integer from contractors where residence_id = memberships.residence_id)`,
  documents: sql<number>`(select count(*)::integer from documents where residence_id = memberships.residence_id)`
} satisfies Record<WithinHome, unknown>

/** How much of something a home has, and `entitlementsOfOwners`. */
export async function standingOfHome(tx: Tx, residenceId: string, of: WithinHome) {
  const rows = await standings[of](tx, { residenceId })
  return { used: rows[0]?.used ?? 0, owners: rows.map(ownerEntitlement) }
}

const standings = { tasks: standing('tasks'), contractors: standing('contractors'), documents: standing('documents') }

function standing(of: WithinHome) {
  return prepared((db, { residenceId }: { residenceId: string }) =>
    selectOwners(db, residenceId).select(counts[of].as('used')).compile()
  )
}

/** With what is in them. */
export function ownedHomes(db: Db, userId: string) {
  return owned(db, userId)
    .select(['residences.id as residenceId', 'residences.name'])
    .select([counts.tasks.as('tasks'), counts.contractors.as('contractors'), counts.documents.as('documents')])
    .orderBy('residences.name')
    .orderBy('residences.id')
    .execute()
}

export async function countOwned(tx: Tx, userId: string): Promise<number> {
  const { used } = await owned(tx, userId)
    .select((eb) => eb.fn.countAll<number>().as('used'))
    .executeTakeFirstOrThrow()
  return used
}

/** Archived homes do not count. */
function owned(db: Db, userId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('residences', 'residences.id', 'memberships.residence_id')
    .where('memberships.user_id', '=', userId)
    .where('memberships.role', '=', 'owner')
    .where('residences.archived_at', 'is', null)
}

/** In one order for everybody. */
export async function ownersOf(tx: Tx, residenceId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('memberships')
    .select('user_id')
    .where('residence_id', '=', residenceId)
    .where('role', '=', 'owner')
    .orderBy('user_id')
    .execute()
  return rows.map(({ user_id: id }) => id)
}

/** Whoever else gives this person a home waits until the transaction ends, and counts it. */
export async function lockOwner(tx: Tx, userId: string): Promise<void> {
  await tx.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
}
