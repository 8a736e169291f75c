import Type from 'typebox'
import type { Input, Output } from '#contract/route.ts'
import type { getBoardColumn as route } from '#contract/board.ts'
import { Uuid } from '#contract/values.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { AppError } from '#server/platform/errors.ts'
import { readColumn } from './board-queries.ts'
import { columnList, SortDate } from './cursors.ts'
import { findPlace } from './place-queries.ts'
import { placeAt } from './task-view.ts'

const Key = Type.Tuple([SortDate, Uuid])

export async function getBoardColumn(
  ctx: Ctx<User>,
  { residenceId, column }: Input<typeof route>['params'],
  { limit = 50, cursor }: Input<typeof route>['query']
): Promise<Output<typeof route>> {
  const list = columnList(residenceId, column)
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: Key })
  const member = await findPlace(ctx.db, ctx.actor.userId, residenceId)
  const range = member && placeAt(member, ctx.now()).ranges.find(({ name }) => name === column)
  if (!member || !range) throw new AppError('residence_not_found')

  const { cards, nextKey } = await readColumn(ctx.db, range, { residenceId: member.residenceId, after, limit })

  return { items: [...cards], nextCursor: nextKey ? encodeCursor(ctx, list, nextKey) : null }
}
