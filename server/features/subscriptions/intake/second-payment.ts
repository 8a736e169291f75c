import type { Tx } from '#server/platform/postgres/connect.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import type { Projection } from '../projection/projection.ts'
import { enqueueClosingOf } from '../stripe/close-checkout.ts'
import { paidBesides } from '../stripe/payer-queries.ts'
import type { Purchase } from './fact-queries.ts'

type Changed = { readonly purchase: Purchase; readonly projection: Projection; readonly accountId: string | null }

/**
 * Whoever has begun to pay shall not do so again on a page that is still open, in another tab perhaps. Whoever pays for
 * another purchase too, wherever, has it once, and whoever runs the installation is told to end one of them and give the money
 * back. The entitlement of the account is held, so that of two purchases that change at once the later one sees the other;
 * `purchase` is as it was before. `tx` has the system's rights.
 */
export async function seeToSecondPayment(
  tx: Tx,
  { purchase, projection, accountId }: Changed,
  now: Temporal.Instant
): Promise<void> {
  if (accountId === null || !projection.autoRenews || !projection.isEntitled) return
  const hasBegun = purchase.state !== projection.state || purchase.accountId !== accountId
  if (hasBegun) await enqueueClosingOf(tx, accountId)

  const { id: purchaseId, environment } = purchase
  if (projection.isFamilyShared || !(await paidBesides(tx, { purchaseId, userId: accountId, environment }))) return
  await raiseAlert(tx, { kind: 'paid_twice', about: accountId, purchaseId }, now)
}
