import { mostFeeds, type createCalendarFeed as createRoute, type CalendarFeed } from '#contract/calendar-feeds.ts'
import type { Input, Output } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { countFeedsLocked, deleteFeed, feedsOf, insertFeed } from './feed-queries.ts'
import { feedFile, newFeedSecret } from './feed-secret.ts'

export async function listFeeds(ctx: Ctx<User>): Promise<{ items: CalendarFeed[] }> {
  return { items: await feedsOf(ctx.db, ctx.actor.userId) }
}

/** The address leaves in this answer and nowhere else. */
export function createFeed(
  ctx: Ctx<User>,
  { keyring, publicUrl }: { keyring: Keyring; publicUrl: string },
  { body }: Input<typeof createRoute>
): Promise<Output<typeof createRoute>> {
  const { userId } = ctx.actor
  const secret = newFeedSecret()
  const digest = keyring.digest('calendar-feed', secret)

  return ctx.write(async (tx) => {
    if ((await countFeedsLocked(tx, userId)) >= mostFeeds) throw new AppError('calendar_feeds_full')
    const made = { ...body, id: newId(), userId, digest, keyId: keyring.activeKeyId, now: ctx.now().toString() }
    const feed = await insertFeed(tx, made)
    await audit(tx, ctx, { event: 'calendar_feed.created', subjectId: userId })
    return { feed, url: new URL(`/api/calendar/${feedFile(secret)}`, publicUrl).href }
  })
}

export function revokeFeed(ctx: Ctx<User>, feedId: string): Promise<undefined> {
  const { userId } = ctx.actor
  return ctx.write(async (tx) => {
    if (!(await deleteFeed(tx, userId, feedId))) throw new AppError('calendar_feed_not_found')
    await audit(tx, ctx, { event: 'calendar_feed.revoked', subjectId: userId })
    return undefined
  })
}
