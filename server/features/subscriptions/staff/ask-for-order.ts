import { StoreUnavailable } from '#server/gateways/app-store/api-answers.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { factsIn } from '../apple/to-facts.ts'
import type { Fact } from '../facts.ts'
import type { SubscriptionServices } from '../services.ts'

/** The number on a receipt of the App Store, which tells it to nobody but the buyer: only it knows what that was. */
const receiptNumber = /^M[A-Z\d]{5,20}$/

/** What the App Store says that somebody bought under the number of a receipt; nothing where it is none. */
export async function askForOrder(ctx: Ctx<User>, { appStore }: SubscriptionServices, named: string): Promise<Fact[]> {
  const number = named.toUpperCase()
  if (!appStore || !receiptNumber.test(number)) return []
  const bought = await appStore.order(number).catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error
    ctx.log.warn({ reason: error.message }, 'the App Store cannot be asked for an order')
    throw new AppError('store_unavailable', { retryAfter: 60, cause: error })
  })
  return bought.flatMap(factsIn)
}
