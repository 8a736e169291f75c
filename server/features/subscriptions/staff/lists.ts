import Type from 'typebox'
import type { Alert, PurchaseShort, Transfer } from '#contract/staff.ts'
import { Instant, Uuid } from '#contract/values.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { openAlerts } from '../alerts/open-alert-queries.ts'
import { asStaff, looked } from './as-staff.ts'
import { unattributedPurchases } from './find-queries.ts'
import { openTransfers } from './transfer-queries.ts'

type Paging = { limit?: number; cursor?: string }
type Page<T> = { items: T[]; nextCursor: string | null }
/** A moment and an id: what the rows of all these lists are in the order of. */
type Key = readonly [at: string, id: string]
const Key = Type.Tuple([Instant, Uuid])

export function listUnattributed(ctx: Ctx<User>, asked: Paging): Promise<Page<PurchaseShort>> {
  return page(ctx, asked, {
    list: 'unattributed',
    read: unattributedPurchases,
    keyOf: ({ firstSeenAt, id }) => [firstSeenAt, id],
    about: () => []
  })
}

export function listAlerts(ctx: Ctx<User>, asked: Paging): Promise<Page<Alert>> {
  return page(ctx, asked, {
    list: 'alerts',
    read: openAlerts,
    keyOf: ({ raisedAt, id }) => [raisedAt, id],
    about: () => []
  })
}

export function listTransfers(ctx: Ctx<User>, asked: Paging): Promise<Page<Transfer>> {
  const reader = ctx.actor.userId
  return page(ctx, asked, {
    list: 'transfers',
    read: (tx, within) => openTransfers(tx, { ...within, reader, now: ctx.now() }),
    keyOf: ({ proposedAt, id }) => [proposedAt, id],
    about: ({ from, to }) => [from?.id, to.id]
  })
}

type List<T> = {
  readonly list: string
  readonly read: (tx: Tx, within: { after: Key | undefined; limit: number }) => Promise<T[]>
  readonly keyOf: (item: T) => Key
  /** Of whom it shows something. */
  readonly about: (item: T) => readonly (string | undefined)[]
}

function page<T>(
  ctx: Ctx<User>,
  { limit = 50, cursor }: Paging,
  { list, read, keyOf, about }: List<T>
): Promise<Page<T>> {
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: Key })
  return asStaff(ctx, async (tx) => {
    const rows = await read(tx, { after, limit: limit + 1 })
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    const nextCursor = last ? encodeCursor(ctx, list, keyOf(last)) : null
    return { reply: { items, nextCursor }, events: looked(items.flatMap(about)) }
  })
}
