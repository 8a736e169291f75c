import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { SubscriptionServices } from '../services.ts'
import { lockPageOf } from './payer-queries.ts'

export const ClosedPage = Strict({ checkoutId: Type.String() })
type ClosedPage = Type.Static<typeof ClosedPage>

/** Nobody shall pay on the page any more. */
export function enqueueClosing(tx: Tx, checkoutId: string): Promise<void> {
  return enqueue(tx, 'subscriptions.close-checkout', { checkoutId } satisfies ClosedPage)
}

/** The same for the page made last for the account, whatever has become of it. */
export async function enqueueClosingOf(tx: Tx, userId: string): Promise<void> {
  const checkoutId = await lockPageOf(tx, userId)
  if (checkoutId !== null) await enqueueClosing(tx, checkoutId)
}

/** One on which somebody has paid meanwhile stays as it is: its webhook tells of it. */
export async function closeCheckout({ stripe }: SubscriptionServices, { checkoutId }: ClosedPage): Promise<void> {
  const page = await stripe?.api.readCheckout(checkoutId)
  if (page?.status === 'open') await stripe?.api.expireCheckout(checkoutId)
}
