import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue, job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import type { SubscriptionServices } from '../services.ts'
import { acknowledge, acknowledgeJob, watchAcknowledgements } from './acknowledge.ts'
import { askLater, readJob } from './mark-token.ts'
import { readPurchase } from './read-purchase.ts'
import { readVoided, voidedJob } from './read-voided.ts'
import { dueTokens, overduePurchases } from './token-queries.ts'

export function googleCron({ googlePlay }: SubscriptionServices): readonly CronLine[] {
  return googlePlay ? lines : []
}
const lines: readonly CronLine[] = [
  { job: 'subscriptions.google-due', cron: '* * * * *' },
  { job: 'subscriptions.google-overdue', cron: '27 * * * *' },
  { job: voidedJob, cron: '47 * * * *' }
]

/** At most so many at once: Google allows an app some thousand questions a minute. */
const most = 500

export function googleJobs(services: SubscriptionServices): Jobs {
  return {
    [readJob]: job(Strict({ digest: Type.String({ pattern: '^[0-9a-f]{64}$' }) }), (ctx, { digest }) =>
      readPurchase(ctx, services, digest)
    ),
    [acknowledgeJob]: job(Strict({ purchaseId: Uuid }), (ctx, { purchaseId }) =>
      acknowledge(ctx, services, purchaseId)
    ),
    [voidedJob]: job(Strict({}), (ctx) => readVoided(ctx, services)),
    'subscriptions.google-due': job(Strict({}), takeUpDue),
    'subscriptions.google-overdue': job(Strict({}), askAboutOverdue)
  }
}

/** What could not be done before, or was left undone by a process that ended. */
async function takeUpDue(ctx: Ctx<Job>): Promise<void> {
  await ctx.write(async (tx) => {
    for (const digest of await dueTokens(tx, ctx.now(), most)) await enqueue(tx, readJob, { digest })
    await watchAcknowledgements(tx, ctx.now(), most)
  })
}

async function askAboutOverdue(ctx: Ctx<Job>): Promise<void> {
  for (const digest of await overduePurchases(ctx.db, ctx.now(), most))
    await ctx.write((tx) => askLater(tx, digest, ctx.now()))
}
