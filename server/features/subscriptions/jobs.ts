import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { appleCron, appleJobs } from './apple/jobs.ts'
import { replayNotification } from './apple/receive-notification.ts'
import { refetchApple } from './apple/refetch-apple.ts'
import { watchPurchases } from './alerts/watch-purchases.ts'
import { googleCron, googleJobs } from './google/jobs.ts'
import { deleteSpentTokens } from './google/token-queries.ts'
import { askLater } from './google/mark-token.ts'
import { replayPush } from './google/receive-push.ts'
import { prepareMonths } from './intake/event-log-queries.ts'
import type { PurchaseKey, Store } from './facts.ts'
import { keyOfPurchase } from './intake/purchase-queries.ts'
import { projectDue, projectUnmapped, replayEvents, type Replays } from './intake/replay.ts'
import { forgetRefusedClaims } from './ownership/claim-queries.ts'
import { isOffered, type SubscriptionServices } from './services.ts'
import { refetchStripe, stripeCron, stripeJobs } from './stripe/jobs.ts'
import { replayEvent } from './stripe/stripe-events.ts'

/** Asks a store what a purchase is now, and takes that in. */
type Refetch = (ctx: Ctx<Job>, purchase: PurchaseKey & { readonly id: string }) => Promise<void>
type Refetches = Partial<Readonly<Record<Store, Refetch>>>

/** Nothing of it runs where nothing can be bought. */
export function subscriptionCron(services: SubscriptionServices): readonly CronLine[] {
  const { subscriptions, stripe } = services
  if (!isOffered(subscriptions)) return []
  return [
    { job: 'subscriptions.project-due', cron: '* * * * *' },
    { job: 'subscriptions.replay', cron: '17 * * * *' },
    ...appleCron(services),
    ...googleCron(services),
    { job: 'subscriptions.anchor-log', cron: '*/10 * * * *' },
    { job: 'subscriptions.watch', cron: '37 * * * *' },
    { job: 'subscriptions.prepare-months', cron: '7 3 * * *' },
    { job: 'subscriptions.sweep', cron: '53 4 * * *' },
    ...(stripe ? stripeCron : [])
  ]
}

/** What is done at each start too: there may have been much to hear while nobody listened. */
export function subscriptionStart(services: SubscriptionServices): readonly string[] {
  return subscriptionCron(services)
    .map(({ job: name }) => name)
    .filter((name) => atStart.has(name))
}
const atStart: ReadonlySet<string> = new Set([
  'subscriptions.prepare-months',
  'subscriptions.replay',
  'subscriptions.apple-catch-up',
  'subscriptions.google-overdue',
  'subscriptions.google-voided',
  'subscriptions.catch-up-stripe'
])

export function subscriptionJobs(services: SubscriptionServices): Jobs {
  const { stripe } = services
  const replays: Replays = {
    app_store: (tx, ctx, { raw }) => replayNotification(tx, ctx, services, raw),
    google_play: replayPush,
    ...(stripe && { stripe: (tx, _ctx, event) => replayEvent(tx, stripe, event) })
  }
  const refetches: Refetches = {
    apple: (ctx, purchase) => refetchApple(ctx, services, purchase),
    google: (ctx, { key }) => ctx.write(async (tx) => void (await askLater(tx, key, ctx.now()))),
    stripe: (ctx, purchase) => refetchStripe(ctx, services, purchase)
  }
  return {
    ...appleJobs(services),
    ...googleJobs(services),
    ...stripeJobs(services),
    'subscriptions.refetch': job(Strict({ purchaseId: Uuid }), async (ctx, { purchaseId }) => {
      const purchase = await keyOfPurchase(ctx.db, purchaseId)
      if (purchase) await refetches[purchase.store]?.(ctx, purchase)
    }),
    'subscriptions.project-due': job(Strict({}), (ctx) => projectDue(ctx, services)),
    'subscriptions.replay': job(Strict({}), async (ctx) => {
      await replayEvents(ctx, replays)
      await projectUnmapped(ctx, services)
    }),
    'subscriptions.watch': job(Strict({}), (ctx) => watchPurchases(ctx, services)),
    'subscriptions.prepare-months': job(Strict({}), (ctx) => ctx.write(prepareMonths)),
    'subscriptions.sweep': job(Strict({}), sweep)
  }
}

/** What is good for nothing any more. */
async function sweep(ctx: Ctx<Job>): Promise<void> {
  await ctx.write((tx) => deleteSpentTokens(tx, ctx.now()))
  await ctx.write((tx) => forgetRefusedClaims(tx, ctx.now()))
}
