import type { PurchaseShort } from '#contract/staff.ts'
import { StoreRefused, StoreUnavailable } from '#server/gateways/app-store/api-answers.ts'
import { NotFromTheStore } from '#server/gateways/app-store/not-from-the-store.ts'
import type { Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { factsIn } from '../apple/to-facts.ts'
import type { Fact } from '../facts.ts'
import { takeFacts } from '../intake/take-facts.ts'
import type { SubscriptionServices } from '../services.ts'
import { purchasesByOrder } from './find-queries.ts'

/** The number on a receipt of the App Store, which tells it to nobody but the buyer: only it knows what that was. */
const receiptNumber = /^M[A-Z\d]{5,20}$/

/**
 * What the App Store says that somebody bought under the number of a receipt; nothing where it is none. Throws
 * `store_unavailable` and `store_refused`.
 */
export async function askForOrder(
  ctx: Pick<Ctx, 'log'>,
  { appStore }: Pick<SubscriptionServices, 'appStore'>,
  named: string
): Promise<Fact[]> {
  const number = named.toUpperCase()
  if (!appStore || !receiptNumber.test(number)) return []
  const bought = await appStore.order(number).catch((error: unknown) => {
    const told = toldOf(error)
    if (!(error instanceof Error) || !told) throw error
    ctx.log.warn({ reason: error.message }, 'the App Store does not tell of an order')
    throw told
  })
  return bought.flatMap(factsIn)
}

function toldOf(error: unknown): AppError | undefined {
  if (error instanceof StoreUnavailable) return new AppError('store_unavailable', { retryAfter: 60, cause: error })
  const isRefused = error instanceof StoreRefused || error instanceof NotFromTheStore
  return isRefused ? new AppError('store_refused', { cause: error }) : undefined
}

/**
 * The purchases of an order. What the store has just said of it (`facts`) counts, also where nobody had told of it; whether it
 * will renew is asked next.
 */
export async function purchasesOfOrder(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  services: SubscriptionServices,
  { named, facts }: { named: string; facts: readonly Fact[] }
): Promise<PurchaseShort[]> {
  if (facts.length === 0) return await purchasesByOrder(tx, named)
  const found: PurchaseShort[] = []
  for (const { purchase } of await takeFacts(tx, ctx, services, { facts, cause: 'asked_apple' })) {
    await enqueue(tx, 'subscriptions.refetch', { purchaseId: purchase.id })
    found.push(...(await purchasesByOrder(tx, purchase.key)))
  }
  return found
}
