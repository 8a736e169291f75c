import type { findPurchases as route } from '#contract/staff.ts'
import type { Input, Output } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import type { SubscriptionServices } from '../services.ts'
import { accountByEmail, accountById } from './account-queries.ts'
import { asStaff, looked } from './as-staff.ts'
import { askForOrder, purchasesOfOrder } from './ask-for-order.ts'
import { purchasesOfAccount } from './find-queries.ts'

type Found = Output<typeof route>

/** By what the store calls it, or by whose it is. Finding nothing is an answer too. */
export async function findPurchases(
  ctx: Ctx<User>,
  services: SubscriptionServices,
  { by, value }: Input<typeof route>['body']
): Promise<Found> {
  const named = value.trim()
  if (by === 'order') return await findOrder(ctx, services, named)
  return await asStaff(ctx, async (tx) => {
    const account = by === 'email' ? await accountByEmail(tx, named.toLowerCase()) : await accountById(tx, named)
    const purchases = account ? await purchasesOfAccount(tx, account.id) : []
    return { reply: { account: account ?? null, purchases }, events: looked([account?.id]) }
  })
}

async function findOrder(ctx: Ctx<User>, services: SubscriptionServices, named: string): Promise<Found> {
  const facts = await askForOrder(ctx, services, named)
  return await asStaff(ctx, async (tx) => {
    const purchases = await purchasesOfOrder(tx, ctx, services, { named, facts })
    return { reply: { account: null, purchases }, events: looked(purchases.map(({ account }) => account?.id)) }
  })
}
