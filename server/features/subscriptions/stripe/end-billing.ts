import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { raiseAlert, settleAlert } from '../alerts/alert-queries.ts'
import type { SubscriptionServices } from '../services.ts'
import { customerOf } from './payer-queries.ts'

export const GoneCustomer = Strict({ customerId: Type.String() })
type GoneCustomer = Type.Static<typeof GoneCustomer>

export function enqueueDeletion(tx: Tx, customerId: string): Promise<void> {
  return enqueue(tx, 'subscriptions.delete-stripe-customer', { customerId } satisfies GoneCustomer)
}

/** With an account that goes ends what it pays on the web: in the transaction that erases it. */
export async function endBilling(tx: Tx, userId: string): Promise<void> {
  const customerId = await customerOf(tx, userId)
  if (customerId !== undefined) await enqueueDeletion(tx, customerId)
}

/** Tried again for days; meanwhile whoever runs the installation knows that somebody pays for an account that is gone. */
export async function deleteCustomer(
  ctx: Ctx<Job>,
  { stripe }: SubscriptionServices,
  { customerId }: GoneCustomer
): Promise<void> {
  const alert = { kind: 'cancellation_failed', about: customerId } as const
  try {
    if (!stripe) throw new Error('there is no key of Stripe’s any more, and a customer to delete')
    await stripe.api.deleteCustomer(customerId)
  } catch (error) {
    await ctx.write((tx) => raiseAlert(tx, alert, ctx.now()))
    throw error
  }
  await ctx.write((tx) => settleAlert(tx, alert, ctx.now()))
}
