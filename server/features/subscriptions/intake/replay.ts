import type { PurchaseCause } from '#contract/purchase-causes.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { SubscriptionServices } from '../services.ts'
import { unprocessedEvents, type KeptEvent } from './event-log-queries.ts'
import { openRaw, recordOutcome, type Provider } from './event-log.ts'
import type { Done } from './process-event.ts'
import { keysIn } from './purchase-queries.ts'
import { projectAnew } from './take-facts.ts'

/** Does again what follows from an event that the log holds; it was believed when it came. */
export type Replay = (tx: Tx, ctx: Ctx<Job>, event: { readonly kept: KeptEvent; readonly raw: string }) => Promise<Done>
export type Replays = Partial<Readonly<Record<Provider, Replay>>>

/** Younger ones may be under way just now. */
const graceSeconds = 60
const batch = 100

/** Takes up every event of which nobody has said that it is done; what fails is tried again the next time. */
export async function replayEvents(ctx: Ctx<Job>, replays: Replays, seconds = graceSeconds): Promise<void> {
  for (let after = 0, found = batch; found === batch;) {
    const events = await unprocessedEvents(ctx.db, { seconds, after, limit: batch })
    for (const event of events) await replayOne(ctx, replays, event)
    after = events.at(-1)?.id ?? after
    found = events.length
  }
}

async function replayOne(ctx: Ctx<Job>, replays: Replays, kept: KeptEvent): Promise<void> {
  const replay = replays[kept.provider]
  if (!replay) return
  try {
    await ctx.write(async (tx) => {
      const raw = await openRaw(tx, ctx.keyring, kept)
      const done = raw === undefined ? 'ignored' : await replay(tx, ctx, { kept, raw })
      await recordOutcome(tx, kept.id, 'replayed')
      await recordOutcome(tx, kept.id, done, raw === undefined ? 'key_gone' : undefined)
    })
  } catch (error) {
    ctx.log.warn({ err: error, eventId: kept.eventId }, 'a store’s event could not be replayed; it is tried again')
    await ctx.write((tx) => recordOutcome(tx, kept.id, 'failed', 'replay'))
  }
}

/** A product that was not known has been named in the configuration meanwhile, perhaps. */
export async function projectUnmapped(ctx: Ctx<Job>, services: SubscriptionServices): Promise<void> {
  await projectEach(ctx, services, { select: 'unmapped', cause: 'products' })
}

/** Purchases whose state the clock alone has changed. */
export async function projectDue(ctx: Ctx<Job>, services: SubscriptionServices): Promise<void> {
  await projectEach(ctx, services, { select: 'due', cause: 'clock' })
}

async function projectEach(
  ctx: Ctx<Job>,
  services: SubscriptionServices,
  { select, cause }: { select: 'due' | 'unmapped'; cause: PurchaseCause }
): Promise<void> {
  let after: string | undefined
  do {
    const found = await keysIn(ctx.db, { select, now: ctx.now().toString(), after, limit: batch })
    // one at a time: whoever sends something about another one does not wait for all
    for (const key of found) await ctx.write((tx) => projectAnew(tx, ctx, services, { keys: [key], cause }))
    after = found.length === batch ? found.at(-1)?.id : undefined
  } while (after !== undefined)
}
