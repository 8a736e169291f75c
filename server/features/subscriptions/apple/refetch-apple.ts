import type { Ctx, Job } from '#server/platform/context.ts'
import { StoreRefused } from '#server/gateways/app-store/api-answers.ts'
import type { PurchaseKey } from '../facts.ts'
import { takeFacts } from '../intake/take-facts.ts'
import type { SubscriptionServices } from '../services.ts'
import { factsIn } from './to-facts.ts'

/** Asks the App Store what a purchase is now. While it cannot be asked the job fails, and is run again later. */
export async function refetchApple(
  ctx: Ctx<Job>,
  services: SubscriptionServices,
  { key, environment }: PurchaseKey
): Promise<void> {
  const { appStore } = services
  if (!appStore) return
  try {
    const purchases = await appStore.statuses(key, environment)
    const facts = purchases.flatMap(factsIn)
    await ctx.write((tx) => takeFacts(tx, ctx, services, { facts, cause: 'asked_apple' }))
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error
    ctx.log.warn({ err: error, environment }, 'the App Store does not say what a purchase is')
  }
}
