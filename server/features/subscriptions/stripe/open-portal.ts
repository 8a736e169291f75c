import { StripeRefused } from '#server/gateways/stripe/stripe-errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { transact } from '#server/platform/transaction.ts'
import type { SubscriptionServices } from '../services.ts'
import { asking, offered, pathOfPlan } from './asking-stripe.ts'
import { payerOf } from './payer-queries.ts'

/** Made anew each time: the page opens to whoever has its address. */
export async function openPortal(
  ctx: Ctx<User>,
  services: SubscriptionServices & { readonly publicUrl: string }
): Promise<{ url: string }> {
  const { api } = offered(services)
  const { userId, customerId, language: locale } = await payerOf(ctx.db, ctx.actor.userId)
  if (customerId === null) throw new AppError('billing_not_begun')
  const returnUrl = `${services.publicUrl}${pathOfPlan}`
  const url = await asking(ctx, () => api.openPortal({ customerId, returnUrl, locale }).catch(goneIsNotBegun))
  await transact(ctx.db, (tx) => audit(tx, ctx, { event: 'billing.portal_opened', subjectId: userId }))
  return { url }
}

/** Somebody has deleted the customer at Stripe. */
function goneIsNotBegun(error: unknown): never {
  if (error instanceof StripeRefused && error.code === 'resource_missing')
    throw new AppError('billing_not_begun', { cause: error })
  throw error
}
