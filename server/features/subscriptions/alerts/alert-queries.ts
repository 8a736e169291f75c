import type { AlertKind } from '#contract/staff.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'

/** `about` tells alerts of one kind apart: one that stands is counted, not repeated. */
export type Alert = { readonly kind: AlertKind; readonly about: string; readonly purchaseId?: string }

/** An account, in what an alert is about: with the account goes the alert. */
export function accountNamed(accountId: string): string {
  return `account ${accountId}`
}

/** What it told of is over: closed, as nobody, where it is open. */
export async function settleAlert(
  tx: Tx,
  { kind, about }: Pick<Alert, 'kind' | 'about'>,
  now: Temporal.Instant
): Promise<void> {
  await tx
    .updateTable('subscription_alerts')
    .set({ resolved_at: now.toString() })
    .where('kind', '=', kind)
    .where('about', '=', about)
    .where('resolved_at', 'is', null)
    .execute()
}

export async function raiseAlert(tx: Tx, { kind, about, purchaseId }: Alert, now: Temporal.Instant): Promise<void> {
  const at = now.toString()
  await tx
    .insertInto('subscription_alerts')
    .values({ id: newId(), kind, about, purchase_id: purchaseId ?? null, raised_at: at, last_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'about'])
        .where('resolved_at', 'is', null)
        .doUpdateSet((eb) => ({ times: eb('subscription_alerts.times', '+', 1), last_at: at }))
    )
    .execute()
}
