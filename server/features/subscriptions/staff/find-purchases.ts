import type { findPurchases as route, PurchaseShort } from '#contract/staff.ts'
import type { Input, Output } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Fact } from '../facts.ts'
import { takeFacts } from '../intake/take-facts.ts'
import type { SubscriptionServices } from '../services.ts'
import { accountByEmail, accountById } from './account-queries.ts'
import { asStaff, looked } from './as-staff.ts'
import { askForOrder } from './ask-for-order.ts'
import { purchasesByOrder, purchasesOfAccount } from './find-queries.ts'

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
    const purchases = facts.length > 0 ? await takeOrder(tx, ctx, services, facts) : await purchasesByOrder(tx, named)
    return { reply: { account: null, purchases }, events: looked(purchases.map(({ account }) => account?.id)) }
  })
}

/** What the store says of an order counts, also where nobody had told of it; whether it will renew is asked next. */
async function takeOrder(
  tx: Tx,
  ctx: Ctx<User>,
  services: SubscriptionServices,
  facts: readonly Fact[]
): Promise<PurchaseShort[]> {
  const found: PurchaseShort[] = []
  for (const { purchase } of await takeFacts(tx, ctx, services, { facts, cause: 'asked apple' })) {
    await enqueue(tx, 'subscriptions.refetch', { purchaseId: purchase.id })
    found.push(...(await purchasesByOrder(tx, purchase.key)))
  }
  return found
}
