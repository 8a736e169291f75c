import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import { transact } from '#server/platform/transaction.ts'
import type { SubscriptionServices } from '../services.ts'
import { asking, offered, pathOfPlan } from './asking-stripe.ts'
import { markGone, payerOf } from './payer-queries.ts'

/** Made anew each time: the page opens to whoever has its address. */
export async function openPortal(
  ctx: Ctx<User>,
  services: SubscriptionServices & { readonly publicUrl: string }
): Promise<{ url: string }> {
  const { api } = offered(services)
  const payer = await payerOf(ctx.db, ctx.actor.userId)
  if (!payer || payer.customerId === null || payer.isGone) throw new AppError('billing_not_begun')
  const { userId, customerId, language: locale } = payer
  const returnUrl = `${services.publicUrl}${pathOfPlan}`
  const url = await asking(ctx, () => api.openPortal({ customerId, returnUrl, locale }))
  if (url === undefined) {
    await transact(ctx.db, (tx) => asSystem(tx, () => markGone(tx, customerId, ctx.now().toString())))
    throw new AppError('billing_not_begun')
  }
  await transact(ctx.db, (tx) => audit(tx, ctx, { event: 'billing.portal_opened', subjectId: userId }))
  return { url }
}
