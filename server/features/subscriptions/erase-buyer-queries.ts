import type { Tx } from '#server/platform/postgres/connect.ts'

/** What staff have written, in their own words, of an account that goes; what names it by a foreign key goes by that. */
export async function forgetBuyer(tx: Tx, userId: string): Promise<void> {
  await tx.updateTable('purchase_transfers').set({ reason: '–' }).where('from_account_id', '=', userId).execute()
  await tx.deleteFrom('subscription_alerts').where('about', '=', userId).execute()
  await tx
    .updateTable('subscription_alerts')
    .set({ note: null })
    .where('purchase_id', 'in', (owned) =>
      owned.selectFrom('ownership_epochs').select('purchase_id').where('account_id', '=', userId)
    )
    .execute()
}
