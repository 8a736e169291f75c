import Type from 'typebox'
import type { listMyEvents as mine, listResidenceEvents as ofResidence } from '#contract/events.ts'
import { can } from '#contract/roles.ts'
import type { Input, Output } from '#contract/route.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { AppError } from '#server/platform/errors.ts'
import { residenceEvents, type EventsPage } from './event-queries.ts'
import { namesOf, shownEvent } from './event-rules.ts'
import { readOwnEvents } from './own-events.ts'

const EventKey = Type.Tuple([Type.String({ pattern: '^[1-9][0-9]{0,18}$' })])

/** What somebody did and what was done to their account, wherever it came from. */
export async function listMyEvents(ctx: Ctx<User>, query: Input<typeof mine>['query']): Promise<Output<typeof mine>> {
  return paged(ctx, 'my events', query, (page) => readOwnEvents(ctx, page))
}

/** For owners; other members get `not_allowed`, strangers `residence_not_found`. */
export async function listResidenceEvents(
  ctx: Ctx<User>,
  residenceId: string,
  query: Input<typeof ofResidence>['query']
): Promise<Output<typeof ofResidence>> {
  const { role, timeZone } = await requireMember(ctx, residenceId)
  if (!can(role, 'events.read')) throw new AppError('not_allowed')
  return paged(ctx, `events ${residenceId}`, query, async (page) => {
    const rows = await residenceEvents(ctx.db, { ...page, residenceId, timeZone })
    return rows.map((row) => shownEvent(row, ctx.actor.userId))
  })
}

async function paged<T extends { id: string }>(
  ctx: Ctx<User>,
  list: string,
  { limit = 50, cursor, kind, from, to }: Input<typeof mine>['query'],
  read: (page: EventsPage) => Promise<T[]>
): Promise<{ items: T[]; nextCursor: string | null }> {
  const before = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: EventKey })[0]
  const names = kind === undefined ? undefined : namesOf(kind)
  const rows = await read({ userId: ctx.actor.userId, names, from, to, before, limit: limit + 1 })
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(ctx, list, [last.id]) : null }
}
