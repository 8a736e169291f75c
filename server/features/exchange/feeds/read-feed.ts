import type { readCalendarFeed as route } from '#contract/calendar-feeds.ts'
import type { Input } from '#contract/route.ts'
import { tasksToDo, type TasksOfHome } from '#server/features/tasks/access.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { etagOf, matches } from '#server/platform/etag.ts'
import { Answer, file } from '#server/platform/http/handle.ts'
import { inNameOf } from '#server/platform/in-name-of.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { calendar, calendarText, type CalendarComponent } from '../icalendar/calendar-text.ts'
import { taskComponents } from '../icalendar/task-components.ts'
import { zoneComponent } from '../icalendar/zone-component.ts'
import { findFeed, noteRead, type OpenFeed } from './feed-queries.ts'
import { secretIn } from './feed-secret.ts'

/** How the text is made: another number when the same tasks give another text, so that nobody keeps the one before. */
const formatVersion = 1
/** What a feed has at most: the nearest dates, and of those that are over the latest. */
const limits = { coming: 1800, late: 200 }

/** With its owner's right of this moment; what they may not read any more is gone from it. */
export async function readFeed(
  ctx: Ctx<Anonymous>,
  { keyring, publicUrl }: { keyring: Keyring; publicUrl: string },
  { params, ifNoneMatch }: Input<typeof route>
): Promise<Answer<never>> {
  const secret = secretIn(params.feedFile)
  const feed = secret === undefined ? undefined : await findFeed(ctx.db, keyring.digests('calendar-feed', secret))
  if (secret === undefined || !feed) throw new AppError('calendar_feed_not_found')

  const homes = await tasksToDo(inNameOf(ctx, feed.userId), limits)
  if (!isNoted(feed, keyring, ctx.now())) {
    const digest = keyring.digest('calendar-feed', secret)
    const read = { digest, keyId: keyring.activeKeyId, now: ctx.now().toString() }
    await ctx.write((tx) => noteRead(tx, feed.id, read))
  }
  const etag = tagOf(feed, homes)
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) return new Answer<never>({ etag })
  const bytes = Buffer.from(feedText(feed, homes, publicUrl))
  return file({ name: 'honeydue.ics', type: 'text/calendar', bytes }, etag)
}

/** Within the hour, and under the active key. */
function isNoted({ lastReadAt, keyId }: OpenFeed, { activeKeyId }: Keyring, now: Temporal.Instant): boolean {
  if (lastReadAt === null || keyId !== activeKeyId) return false
  return Temporal.Instant.compare(Temporal.Instant.from(lastReadAt).add({ hours: 1 }), now) > 0
}

function tagOf({ id, content, alarms }: OpenFeed, homes: readonly TasksOfHome[]): string {
  const parts = homes.flatMap(({ name, timeZone, tasks }) => [
    name,
    timeZone,
    ...tasks.flatMap((task) => [task.id, task.version])
  ])
  return etagOf(formatVersion, id, content, String(alarms), ...parts)
}

function feedText({ content, alarms }: OpenFeed, homes: readonly TasksOfHome[], publicUrl: string): string {
  const components = homes.flatMap(({ tasks, ...home }) =>
    tasks.flatMap((task) =>
      taskComponents(task, { content, alarms, home, url: new URL(`/?task=${task.id}`, publicUrl).href })
    )
  )
  return calendarText(calendar('honeyDue', [...zonesOf(homes), ...components]))
}

/** The zones in which something has a time of day. */
function zonesOf(homes: readonly TasksOfHome[]): CalendarComponent[] {
  const timed = homes.flatMap(({ timeZone, tasks }) =>
    tasks.flatMap(({ schedule, dueOn }) =>
      schedule.timeOfDay === undefined || dueOn === null ? [] : { timeZone, year: Number(dueOn.slice(0, 4)) }
    )
  )
  return [...Map.groupBy(timed, ({ timeZone }) => timeZone)].map(([timeZone, uses]) =>
    zoneComponent(timeZone, Math.min(...uses.map(({ year }) => year)))
  )
}
