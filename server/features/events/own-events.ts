import type { OwnEvent } from '#contract/events.ts'
import { openOrigins } from '#server/platform/audit-origin.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { countryOf } from '#server/platform/country.ts'
import { deviceOf } from '#server/platform/device.ts'
import { eventsOf, ownEvents, type EventsPage } from './event-queries.ts'
import { shownEvent } from './event-rules.ts'

type Reading = Pick<Ctx, 'db' | 'keyring'>
const pageSize = 500

/** A person's own events with device and country. What came from somebody else's device is sealed for them: it stays unknown. */
export async function readOwnEvents(ctx: Reading, page: EventsPage): Promise<OwnEvent[]> {
  return withOrigins(ctx, page.userId, await ownEvents(ctx.db, page))
}

/** Every event of the person in whose name the job runs, newest first. */
export async function* everyOwnEvent(ctx: Ctx<User>): AsyncIterable<OwnEvent> {
  const { userId } = ctx.actor
  let before: string | undefined
  for (;;) {
    const page = { userId, names: undefined, from: undefined, to: undefined, before, limit: pageSize }
    const events = await withOrigins(ctx, userId, await eventsOf(ctx.db, page))
    yield* events
    before = events.at(-1)?.id
    if (events.length < pageSize) return
  }
}

async function withOrigins(
  { db, keyring }: Reading,
  userId: string,
  rows: Awaited<ReturnType<typeof ownEvents>>
): Promise<OwnEvent[]> {
  const sealed = rows.map(({ origin }) => origin)
  const origins = await openOrigins(db, keyring, userId, sealed)
  return Promise.all(
    rows.map(async (row, index) => ({
      ...shownEvent(row, userId),
      ...deviceOf(origins[index]?.userAgent ?? ''),
      country: await countryOf(origins[index]?.ip ?? null)
    }))
  )
}
