import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { accountNamed } from './alerts/alert-queries.ts'

/** What staff have written, in their own words, of an account that goes or what it claimed; what names it by a foreign key goes by that. */
export async function forgetBuyer(tx: Db | Tx, userId: string): Promise<void> {
  await tx.updateTable('purchase_transfers').set({ reason: '–' }).where('from_account_id', '=', userId).execute()
  await tx
    .deleteFrom('subscription_alerts')
    .where('about', 'in', [userId, accountNamed(userId)])
    .execute()
  await tx
    .updateTable('subscription_alerts')
    .set({ note: null })
    .where('purchase_id', 'in', (known) =>
      known
        .selectFrom('ownership_epochs')
        .select('purchase_id')
        .where('account_id', '=', userId)
        .union(known.selectFrom('refused_claims').select('purchase_id').where('user_id', '=', userId))
    )
    .execute()
}
