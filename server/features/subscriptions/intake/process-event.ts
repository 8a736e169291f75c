import { AppError } from '#server/platform/errors.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { isProcessed, type Recorded } from './event-log-queries.ts'
import { recordEvent, recordOutcome, type Outcome, type StoreEvent } from './event-log.ts'

/** `received`: a job goes on with it. */
export type Done = Extract<Outcome, 'processed' | 'received' | 'ignored'>

/**
 * Writes down what a store has sent and does what follows, in one transaction: both are there or neither. One that was
 * processed before has no effect; one that was not is processed now. What fails is written down as failed, for the replay,
 * and answered with 503, so that the store sends it again as well.
 */
export async function processEvent(
  ctx: Pick<Ctx, 'write' | 'keyring' | 'now' | 'log'>,
  event: StoreEvent,
  work: (tx: Tx, recorded: Recorded) => Promise<Done>
): Promise<void> {
  try {
    await ctx.write(async (tx) => {
      const recorded = await recordEvent(tx, ctx, event)
      const { id, isNew } = recorded
      if (!isNew && (await isProcessed(tx, id))) return null
      await recordOutcome(tx, id, await work(tx, recorded))
      return null
    })
  } catch (error) {
    await ctx.write(async (tx) => {
      const { id } = await recordEvent(tx, ctx, event)
      await recordOutcome(tx, id, 'failed', 'intake')
      return null
    })
    ctx.log.error({ err: error, provider: event.provider, eventId: event.eventId }, 'a store’s event was not processed')
    throw new AppError('event_not_processed', { retryAfter: 60, cause: error })
  }
}
