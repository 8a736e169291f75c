import type { Ctx, Job } from '#server/platform/context.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import type { SubscriptionServices } from '../services.ts'
import { checkpointOf, saveCheckpoint } from '../intake/checkpoint-queries.ts'
import { environmentOf } from './stripe-fact.ts'
import { noteEvent } from './stripe-events.ts'

/** Stripe lists events of so many days. */
const listedDays = 30
/** An event may be listed a little later than it happened. */
const overlapMinutes = 60
/** Longer ago than that the list should have been read again. */
const alertHours = 24

/** Every event since the last time that no webhook has told of; those that are known have no effect. */
export async function catchUp(ctx: Ctx<Job>, { stripe }: SubscriptionServices): Promise<void> {
  if (!stripe) return
  const name = `stripe ${environmentOf(stripe.isLive())}`
  const now = ctx.now()
  const readTo = (await checkpointOf(ctx.db, name)) ?? now.subtract({ hours: 24 * listedDays })
  try {
    for await (const { event } of stripe.api.eventsSince(readTo.subtract({ minutes: overlapMinutes })))
      await noteEvent(ctx, stripe, event)
  } catch (error) {
    if (Temporal.Instant.compare(readTo, now.subtract({ hours: alertHours })) < 0)
      await ctx.write((tx) => raiseAlert(tx, { kind: 'catch_up_stopped', about: name }, now))
    throw error
  }
  await ctx.write((tx) => saveCheckpoint(tx, name, now))
}
