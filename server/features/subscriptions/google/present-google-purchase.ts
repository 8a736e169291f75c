import type { OwnPurchase } from '#contract/purchases.ts'
import { PlayUnavailable } from '#server/gateways/google-play/play-calls.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import { Secret } from '#server/platform/secret.ts'
import { transact } from '#server/platform/transaction.ts'
import { purchaseKeyOf } from '../facts.ts'
import { ownPurchaseOf } from '../ownership/own-purchase.ts'
import { presentPurchase } from '../ownership/present-purchase.ts'
import type { SubscriptionServices } from '../services.ts'
import { seeToAcknowledgement } from './acknowledge.ts'
import { readChain, takeChain } from './read-purchase.ts'

/** The caller's phone has bought something in Google Play: what Google says of it counts, and it is theirs if nobody else's. */
export async function presentGooglePurchase(
  ctx: Ctx<User>,
  services: SubscriptionServices,
  purchaseToken: string
): Promise<OwnPurchase> {
  const { googlePlay } = services
  if (!googlePlay) throw new AppError('store_not_set_up')
  const chain = await readChain(ctx, services, googlePlay, new Secret(purchaseToken)).catch((error: unknown) => {
    if (!(error instanceof PlayUnavailable)) throw error
    ctx.log.warn({ reason: error.message }, 'Google Play cannot be asked about a purchase')
    throw new AppError('store_unavailable', { retryAfter: 60, cause: error })
  })
  const shown = chain.at(-1)
  if (!shown) throw new AppError('purchase_not_known')

  await transact(ctx.db, (tx) => asSystem(tx, () => takeChain(tx, ctx, services, { chain, cause: 'shown_by_client' })))
  const { fact } = shown
  const claimed = await presentPurchase(ctx, services, { key: purchaseKeyOf(fact), facts: [fact] }, (tx, theirs) =>
    seeToAcknowledgement(tx, theirs, ctx.now())
  )
  return ownPurchaseOf(claimed)
}
