import type { Tx } from '#server/platform/postgres/connect.ts'
import { forgetBuyer } from './erase-buyer-queries.ts'
import { endBilling } from './stripe/end-billing.ts'

/**
 * With an account that goes ends what it pays on the web, and what people wrote about it goes too. A purchase in an app store
 * goes on there: what the store says of it stays, under the store’s own numbers, until somebody claims it anew.
 */
export async function eraseBuyer(tx: Tx, userId: string): Promise<void> {
  await endBilling(tx, userId)
  await forgetBuyer(tx, userId)
}
