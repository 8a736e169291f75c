import type Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import type { SubscriptionServices } from '../services.ts'
import { markGone, payerOf } from './payer-queries.ts'

export const MovedPayer = Strict({ userId: Uuid })

/**
 * Stripe writes to the address that the account has now. Whoever has told it looks again: of two that run at once the last
 * one to tell it sees the latest address.
 */
export async function tellAddress(
  ctx: Ctx<Job>,
  { stripe }: SubscriptionServices,
  { userId }: Type.Static<typeof MovedPayer>
): Promise<void> {
  if (!stripe) return
  let told: string | undefined
  for (;;) {
    const payer = await payerOf(ctx.db, userId)
    if (!payer || payer.customerId === null || payer.isGone || payer.email === told) return
    const { customerId, email } = payer
    const answer = await stripe.api.changeEmail({ customerId, email, key: `email-${newId()}` })
    if (answer === 'gone') await ctx.write((tx) => markGone(tx, customerId, ctx.now().toString()))
    if (answer === 'not taken')
      ctx.log.warn({ customerId }, 'Stripe does not take an address, and writes to the former one')
    told = email
  }
}
