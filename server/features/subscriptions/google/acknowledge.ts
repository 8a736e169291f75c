import { PlayUnavailable } from '#server/gateways/google-play/play-calls.ts'
import { PlayRefused } from '#server/gateways/google-play/play.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { GooglePurchase } from '../facts.ts'
import type { Taken } from '../intake/take-facts.ts'
import type { SubscriptionServices } from '../services.ts'
import * as queue from './acknowledgement-queries.ts'
import { pauseAfter } from './backoff.ts'
import { askLater } from './mark-token.ts'
import { openToken } from './purchase-token.ts'

export const acknowledgeJob = 'subscriptions.google-acknowledge'

/** What has been paid for and goes on. */
const acknowledgeable: ReadonlySet<string> = new Set(['ACTIVE', 'IN_GRACE_PERIOD', 'CANCELED'])

/**
 * What is somebody's is acknowledged, once it is written down whose it is: Google takes the context that says so away with
 * it. What is nobody's is not, and Google gives the money back. By what is known, which a late answer may not have changed.
 */
export async function seeToAcknowledgement(
  tx: Tx,
  { purchase, facts, accountId }: Pick<Taken, 'purchase' | 'facts' | 'accountId'>,
  now: Temporal.Instant
): Promise<void> {
  const fact = facts.find(({ content }) => content.kind === 'google_purchase')
  if (fact?.content.kind !== 'google_purchase') return
  const { content, clockMs } = fact
  if (content.isAcknowledged) return queue.noteAcknowledged(tx, purchase.id, now)
  if (!acknowledgeable.has(content.state)) return queue.dropAcknowledgement(tx, purchase.id)
  if (accountId === null) return
  const boughtAt = Temporal.Instant.fromEpochMilliseconds(content.startedAtMs ?? clockMs)
  if (await queue.queueAcknowledgement(tx, { purchaseId: purchase.id, boughtAt }, now))
    await enqueue(tx, acknowledgeJob, { purchaseId: purchase.id })
}

/** Tells Google that what was bought has been given; of a resubscription also to whom. */
export async function acknowledge(ctx: Ctx<Job>, services: SubscriptionServices, purchaseId: string): Promise<void> {
  const { googlePlay } = services
  const held = googlePlay && (await ctx.write((tx) => queue.holdAcknowledgement(tx, purchaseId, ctx.now())))
  if (!googlePlay || !held) return
  const { fact, digest, attempts } = held
  try {
    await googlePlay.api.acknowledge({
      token: openToken(ctx.keyring, held),
      productId: fact.productId,
      accountToken: isResubscription(fact) ? held.accountToken : undefined
    })
  } catch (error) {
    if (!(error instanceof PlayUnavailable || error instanceof PlayRefused)) throw error
    ctx.log.warn({ purchaseId, attempts, reason: error.message }, 'Google Play has not taken an acknowledgement')
    return ctx.write(async (tx) => {
      // it may be over, or acknowledged
      if (error instanceof PlayRefused) await askLater(tx, digest, ctx.now())
      await queue.putOffAcknowledgement(tx, { purchaseId, attempts: attempts + 1 }, pauseAfter(attempts, ctx.now()))
    })
  }
  await ctx.write((tx) => queue.noteAcknowledged(tx, purchaseId, ctx.now()))
}

/** Somebody has taken up again in the Play app what had ended. */
function isResubscription({ expiredDigest, expiredAccountToken }: GooglePurchase): boolean {
  return (expiredDigest ?? expiredAccountToken) !== undefined
}

/** What is to be tried again, and what nobody has thought of. */
export async function watchAcknowledgements(tx: Tx, now: Temporal.Instant, limit: number): Promise<void> {
  for (const { purchaseId, fact } of await queue.forgottenAcknowledgements(tx, now.subtract({ hours: 72 }))) {
    const boughtAt = Temporal.Instant.fromEpochMilliseconds(fact.startedAtMs ?? now.epochMilliseconds)
    if (acknowledgeable.has(fact.state)) await queue.queueAcknowledgement(tx, { purchaseId, boughtAt }, now)
  }
  for (const purchaseId of await queue.dueAcknowledgements(tx, now, limit))
    await enqueue(tx, acknowledgeJob, { purchaseId })
}
