import type { PlayVoided } from '#server/gateways/google-play/play-answers.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { Secret } from '#server/platform/secret.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import { checkpointOf, saveCheckpoint } from '../intake/checkpoint-queries.ts'
import { takeFacts } from '../intake/take-facts.ts'
import type { SubscriptionServices } from '../services.ts'
import { askAbout } from './mark-token.ts'
import { tokenDigest } from './purchase-token.ts'
import { voidFact } from './to-facts.ts'
import * as list from './voided-queries.ts'

export const voidedJob = 'subscriptions.google-voided'

/** Google lists what was voided in the last thirty days; an hour less, so that it is not too long ago on the way. */
const longestHours = 30 * 24 - 1
/** What is listed late is not missed. */
const overlapHours = 24
const batch = 50

/** For what money went back, and who gave it: what is told of that is only a hint. Throws PlayUnavailable. */
export async function readVoided(ctx: Ctx<Job>, services: SubscriptionServices): Promise<void> {
  const { googlePlay } = services
  if (!googlePlay) return
  const begunAt = ctx.now()
  await ctx.write(list.unmarkDue)
  const { voided, isWhole } = await googlePlay.api.voided(sinceOf(await checkpointOf(ctx.db, list.name), begunAt))
  for (let index = 0; index < voided.length; index += batch)
    await ctx.write((tx) => takeVoided(tx, ctx, services, voided.slice(index, index + batch)))
  await ctx.write((tx) =>
    isWhole
      ? saveCheckpoint(tx, list.name, begunAt)
      : raiseAlert(tx, { kind: 'catch_up_stopped', about: 'google voidedpurchases' }, begunAt)
  )
}

/** Has the list read; however often it is told until then, once. */
export async function readVoidedSoon(tx: Tx, now: Temporal.Instant): Promise<void> {
  if (await list.markDue(tx, now.subtract({ hours: longestHours }))) await enqueue(tx, voidedJob, {})
}

function sinceOf(readTo: Temporal.Instant | undefined, now: Temporal.Instant): Temporal.Instant {
  const earliest = now.subtract({ hours: longestHours })
  const wanted = readTo?.subtract({ hours: overlapHours }) ?? earliest
  return Temporal.Instant.compare(wanted, earliest) < 0 ? earliest : wanted
}

/** What we have never heard of is asked about as well. */
async function takeVoided(
  tx: Tx,
  ctx: Ctx<Job>,
  services: SubscriptionServices,
  voided: readonly PlayVoided[]
): Promise<void> {
  const listed = voided.map((each) => ({ ...each, digest: tokenDigest(each.purchaseToken) }))
  const environments = await list.environmentsOf(
    tx,
    listed.map(({ digest }) => digest)
  )
  for (const { digest, purchaseToken } of listed)
    if (!environments.has(digest)) await askAbout(tx, ctx, new Secret(purchaseToken))
  const facts = listed.map((each) => voidFact(each, environments.get(each.digest) ?? 'production'))
  await takeFacts(tx, ctx, services, { facts, cause: 'voided' })
}
