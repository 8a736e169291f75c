import type { Selectable } from 'kysely'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Entitlements } from '#server/platform/schema.ts'
import type { Entitlement } from './plan-rules.ts'

/** One row by its key; what it gives at a moment is `planAt`'s to say. */
export async function entitlementOf(db: Db, userId: string): Promise<Entitlement> {
  const row = await db.selectFrom('entitlements').select(columns).where('user_id', '=', userId).executeTakeFirst()
  return entitlement(row)
}

/** Free of charge: nothing is limited and nothing is paid. */
export async function setFree(tx: Tx, userId: string, isFree: boolean): Promise<void> {
  await tx
    .insertInto('entitlements')
    .values({ user_id: userId, is_free: isFree })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ is_free: isFree }))
    .execute()
}

export async function setTrial(tx: Tx, userId: string, until: Temporal.Instant): Promise<void> {
  const trial_until = until.toString()
  await tx
    .insertInto('entitlements')
    .values({ user_id: userId, trial_until })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ trial_until }))
    .execute()
}

/** Of each owner of a home; to a person, of other owners nothing is shown. */
export async function entitlementsOfOwners(tx: Tx, residenceId: string): Promise<OwnerEntitlement[]> {
  return (await selectOwners(tx, residenceId).execute()).map(ownerEntitlement)
}

export function selectOwners(db: Db, residenceId: string) {
  return db
    .selectFrom('memberships')
    .leftJoin('entitlements', 'entitlements.user_id', 'memberships.user_id')
    .where('memberships.residence_id', '=', residenceId)
    .where('memberships.role', '=', 'owner')
    .select('memberships.user_id as userId')
    .select(columns)
}

export type OwnerEntitlement = Entitlement & { readonly userId: string }

export function ownerEntitlement({ userId, ...row }: Row & { readonly userId: string }): OwnerEntitlement {
  return { userId, ...entitlement(row) }
}

const columns = ['entitlements.is_free', 'entitlements.paid_until', 'entitlements.trial_until'] as const
type Row = { [K in 'is_free' | 'paid_until' | 'trial_until']: Selectable<Entitlements>[K] | null }

function entitlement(row: Row | undefined): Entitlement {
  return {
    isFree: row?.is_free ?? false,
    paidUntil: instant(row?.paid_until),
    trialUntil: instant(row?.trial_until)
  }
}

function instant(text: string | null | undefined): Temporal.Instant | undefined {
  return text === null || text === undefined ? undefined : Temporal.Instant.from(text)
}
