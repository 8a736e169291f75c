import Type from 'typebox'
import type { listResidences as route } from '#contract/residences.ts'
import type { Input, Output } from '#contract/route.ts'
import { Line, Uuid } from '#contract/values.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { listResidencesOf } from './queries.ts'
import { datedResidence } from './residence-view.ts'

const Cursor = Type.Tuple([Line(120), Uuid])

export async function listResidences(
  ctx: Ctx<User>,
  { archived = false, limit = 50, cursor }: Input<typeof route>['query']
): Promise<Output<typeof route>> {
  const list = archived ? 'archived residences' : 'residences'
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: Cursor })

  const rows = await listResidencesOf(ctx.db, { userId: ctx.actor.userId, archived, after, limit: limit + 1 })

  const items = rows.slice(0, limit).map((row) => datedResidence(row, ctx.now()))
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(ctx, list, [last.name, last.id]) : null }
}
