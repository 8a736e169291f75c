import type { AlertKind } from '#contract/staff.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'

/** `about` tells alerts of one kind apart: one that stands is counted, not repeated. */
export type Alert = { readonly kind: AlertKind; readonly about: string; readonly purchaseId?: string }

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
