import { sql } from 'kysely'
import type { Alert, AlertKind } from '#contract/staff.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

const shown = [
  'id',
  sql.ref<AlertKind>('kind').as('kind'), // no other is written
  'about',
  'purchase_id as purchaseId',
  'raised_at as raisedAt',
  'last_at as lastAt',
  'times',
  'resolved_at as resolvedAt',
  'note'
] as const

/** Open ones, the oldest first, after the one of this moment and id. */
export function openAlerts(
  db: Db | Tx,
  { after, limit }: { after?: readonly [at: string, id: string] | undefined; limit: number }
): Promise<Alert[]> {
  return db
    .selectFrom('subscription_alerts')
    .select(shown)
    .where('resolved_at', 'is', null)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(raised_at, id) > (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`)
    )
    .orderBy('raised_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export function alertsOf(tx: Tx, purchaseId: string): Promise<Alert[]> {
  return tx
    .selectFrom('subscription_alerts')
    .select(shown)
    .where('purchase_id', '=', purchaseId)
    .orderBy('raised_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()
}

/** Undefined when there is no such alert, or it was closed. */
export function closeAlert(
  tx: Tx,
  { alertId, by, note }: { alertId: string; by: string; note: string },
  now: Temporal.Instant
): Promise<Alert | undefined> {
  return tx
    .updateTable('subscription_alerts')
    .set({ resolved_at: now.toString(), resolved_by: by, note })
    .where('id', '=', alertId)
    .where('resolved_at', 'is', null)
    .returning(shown)
    .executeTakeFirst()
}

/** How many are open, by kind. */
export async function countAlerts(db: Db): Promise<{ kind: string; open: number; oldest: string }[]> {
  return db
    .selectFrom('subscription_alerts')
    .select(['kind', sql<number>`count(*)::integer`.as('open'), sql<string>`min(raised_at)`.as('oldest')])
    .where('resolved_at', 'is', null)
    .groupBy('kind')
    .orderBy('kind')
    .execute()
}
