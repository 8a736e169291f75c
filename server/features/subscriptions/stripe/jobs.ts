import { Strict } from '#contract/route.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import type { PurchaseKey } from '../facts.ts'
import type { SubscriptionServices } from '../services.ts'
import { catchUp } from './catch-up.ts'
import { deleteCustomer, GoneCustomer } from './end-billing.ts'
import { ClosedPage, closeCheckout } from './close-checkout.ts'
import { environmentOf } from './stripe-fact.ts'
import { EventHint, seeToEvent } from './stripe-events.ts'
import { askForSubscription, takeSubscription } from './take-subscription.ts'
import { MovedPayer, tellAddress } from './tell-address.ts'

export function stripeJobs(services: SubscriptionServices): Jobs {
  return {
    'subscriptions.see-stripe-event': job(EventHint, (ctx, hint) => seeToEvent(ctx, services, hint)),
    'subscriptions.catch-up-stripe': job(Strict({}), (ctx) => catchUp(ctx, services)),
    'subscriptions.close-checkout': job(ClosedPage, (_ctx, page) => closeCheckout(services, page)),
    'subscriptions.tell-stripe-address': job(MovedPayer, (ctx, payer) => tellAddress(ctx, services, payer)),
    'subscriptions.delete-stripe-customer': job(GoneCustomer, (ctx, gone) => deleteCustomer(ctx, services, gone))
  }
}

export const stripeCron: readonly CronLine[] = [{ job: 'subscriptions.catch-up-stripe', cron: '27 * * * *' }]

export async function refetchStripe(
  ctx: Ctx<Job>,
  services: SubscriptionServices,
  purchase: PurchaseKey
): Promise<void> {
  const { stripe } = services
  if (!stripe || purchase.environment !== environmentOf(stripe.isLive())) return
  const fact = await askForSubscription(ctx, stripe, services, purchase.key)
  if (fact) await ctx.write((tx) => takeSubscription(tx, ctx, services, { fact, cause: 'asked_stripe' }))
}
