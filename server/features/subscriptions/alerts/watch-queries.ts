import { sql } from 'kysely'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Alert } from './alert-queries.ts'

/** After how many hours a purchase that is nobody's, or of which Google has not been told, is a matter for a human. */
const lateHours = { unattributed: 24, acknowledgementDue: 24, acknowledgementCritical: 48 }

/**
 * Somebody pays and has nothing of it, since it was first seen or its last owner's no more: what was a gone account's is left
 * in peace until its buyer claims it. Google gives the money back three days after
 * a purchase of which it was not told that it has arrived.
 */
function overdueSql(at: string) {
  const ago = (hours: number) => sql`${at}::timestamptz - ${hours} * interval '1 hour'`
  return sql`overdue (kind, purchase_id) as (
    select 'unattributed', id from store_purchases left join lateral (
      select valid_to, ended_by from ownership_epochs epoch where epoch.purchase_id = store_purchases.id
      order by valid_from desc, valid_to desc limit 1) latest on true
    where account_id is null and entitled_until > ${at}::timestamptz
      and coalesce(latest.valid_to, first_seen_at) <= ${ago(lateHours.unattributed)}
      and latest.ended_by is distinct from 'account_deleted'
    union all
    select 'acknowledgement_due', purchase_id from google_acknowledgements
    where acknowledged_at is null and bought_at <= ${ago(lateHours.acknowledgementDue)}
    union all
    select 'acknowledgement_critical', purchase_id from google_acknowledgements
    where acknowledged_at is null and bought_at <= ${ago(lateHours.acknowledgementCritical)}
  )`
}

/** What is overdue, is no open alert yet, and was not closed by somebody within a week. */
export async function overdueAlerts(tx: Tx, now: Temporal.Instant): Promise<Alert[]> {
  const at = now.toString()
  const { rows } = await sql<{ kind: Alert['kind']; purchaseId: string }>`
    with ${overdueSql(at)}
    select kind, purchase_id as "purchaseId" from overdue
    where not exists (select from subscription_alerts known where known.kind = overdue.kind
      and known.about = overdue.purchase_id::text
      and (resolved_at is null or resolved_by is not null and resolved_at > ${at}::timestamptz - interval '7 days'))
    order by kind, purchase_id limit 500`.execute(tx)
  return rows.map(({ kind, purchaseId }) => ({ kind, about: purchaseId, purchaseId }))
}

/** Closes, as nobody, what is overdue no longer. */
export async function closeSettled(tx: Tx, now: Temporal.Instant): Promise<void> {
  const at = now.toString()
  await sql`
    with ${overdueSql(at)}
    update subscription_alerts alert set resolved_at = ${at}::timestamptz
    where resolved_at is null and kind in ('unattributed', 'acknowledgement_due', 'acknowledgement_critical')
      and not exists (select from overdue where overdue.kind = alert.kind and overdue.purchase_id = alert.purchase_id)`.execute(
    tx
  )
}

/** Closes, as nobody, what bears a name by now (`apple <product>`) and is without one at no purchase. */
export async function closeMapped(tx: Tx, named: readonly string[], now: Temporal.Instant): Promise<void> {
  await sql`
    update subscription_alerts alert set resolved_at = ${now.toString()}::timestamptz
    where resolved_at is null and kind = 'unmapped_product' and purchase_id is not null and about = any(${named})
      and not exists (select from store_purchases
        where state = 'UNMAPPED' and store || ' ' || product_id = alert.about)`.execute(tx)
}

/** The kinds of which something is open and nothing was said for a day, with how many; from now on they are said. */
export async function noteTold(tx: Tx, now: Temporal.Instant): Promise<{ kind: string; open: number }[]> {
  const at = now.toString()
  const { rows } = await sql<{ kind: string; open: number }>`
    with silent as (
      select kind from subscription_alerts where resolved_at is null
      group by kind having coalesce(max(told_at), '-infinity') <= ${at}::timestamptz - interval '1 day'
    ),
    told as (
      update subscription_alerts alert set told_at = ${at}::timestamptz from silent
      where alert.kind = silent.kind and resolved_at is null returning alert.kind
    )
    select kind, count(*)::integer as open from told group by kind order by kind`.execute(tx)
  return rows
}
