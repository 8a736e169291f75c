import type { OwnEvent } from '#contract/events.ts'
import { openOrigins } from '#server/platform/audit-origin.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countryOf } from '#server/platform/country.ts'
import { deviceOf } from '#server/platform/device.ts'
import { ownEvents, type EventsPage } from './event-queries.ts'
import { shownEvent } from './event-rules.ts'

/** A person's own events with device and country. What came from somebody else's device is sealed for them: it stays unknown. */
export async function readOwnEvents(
  { db, keyring }: Pick<Ctx, 'db' | 'keyring'>,
  page: EventsPage
): Promise<OwnEvent[]> {
  const rows = await ownEvents(db, page)
  const origins = await openOrigins(
    db,
    keyring,
    page.userId,
    rows.map(({ origin }) => origin)
  )
  return Promise.all(
    rows.map(async (row, index) => ({
      ...shownEvent(row, page.userId),
      ...deviceOf(origins[index]?.userAgent ?? ''),
      country: await countryOf(origins[index]?.ip ?? null)
    }))
  )
}
