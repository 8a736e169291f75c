import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import { StripeRefused, StripeUnavailable } from '#server/gateways/stripe/stripe-errors.ts'
import type { Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { SubscriptionServices } from '../services.ts'

/** Where people come back to from Stripe’s pages. */
export const pathOfPlan = '/settings/plan'

/** Throws `billing_not_offered` where nobody pays on the web. */
export function offered({ stripe }: SubscriptionServices): StripeAccess {
  if (!stripe) throw new AppError('billing_not_offered')
  return stripe
}

/** While Stripe is away it is for later; what it refuses is for whoever runs the installation to mend. */
export async function asking<T>({ log }: Pick<Ctx, 'log'>, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof StripeUnavailable) throw new AppError('store_unavailable', { retryAfter: 30, cause: error })
    if (!(error instanceof StripeRefused)) throw error
    log.error(
      { status: error.status, code: error.code, parameter: error.parameter },
      'Stripe refuses what it is asked for'
    )
    throw new AppError('billing_out_of_order', { cause: error })
  }
}
