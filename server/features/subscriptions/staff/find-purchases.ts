import type { findPurchases as route } from '#contract/staff.ts'
import type { Input, Output } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { accountByEmail, accountById } from './account-queries.ts'
import { asStaff, looked } from './as-staff.ts'
import { purchasesByOrder, purchasesOfAccount } from './find-queries.ts'

/** By what the store calls it, or by whose it is. Finding nothing is an answer too. */
export function findPurchases(
  ctx: Ctx<User>,
  { by, value }: Input<typeof route>['body']
): Promise<Output<typeof route>> {
  const named = value.trim()
  return asStaff(ctx, async (tx) => {
    if (by === 'order') {
      const purchases = await purchasesByOrder(tx, named)
      return { reply: { account: null, purchases }, events: looked(purchases.map(({ account }) => account?.id)) }
    }
    const account = by === 'email' ? await accountByEmail(tx, named.toLowerCase()) : await accountById(tx, named)
    const purchases = account ? await purchasesOfAccount(tx, account.id) : []
    return { reply: { account: account ?? null, purchases }, events: looked([account?.id]) }
  })
}
