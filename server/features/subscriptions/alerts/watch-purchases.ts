import type { Ctx, Job } from '#server/platform/context.ts'
import { productsOf, type SubscriptionServices } from '../services.ts'
import { raiseAlert } from './alert-queries.ts'
import * as queries from './watch-queries.ts'

/** Looks for what time alone has made a matter for a human, closes what has settled itself, and says what is open. */
export async function watchPurchases(
  ctx: Ctx<Job>,
  { subscriptions }: Pick<SubscriptionServices, 'subscriptions'>
): Promise<void> {
  const now = ctx.now()
  const named = Object.entries(productsOf(subscriptions)).flatMap(([store, products]) =>
    Object.keys(products).map((product) => `${store} ${product}`)
  )
  const told = await ctx.write(async (tx) => {
    for (const alert of await queries.overdueAlerts(tx, now)) await raiseAlert(tx, alert, now)
    await queries.closeSettled(tx, now)
    await queries.closeMapped(tx, named, now)
    return await queries.noteTold(tx, now)
  })
  for (const { kind, open } of told)
    ctx.log.error({ alert: kind, open }, 'purchases need a human: see the staff pages, or purchases alerts')
}
