import Type from 'typebox'
import type { listCompletions as route, listTaskCompletions as taskRoute } from '#contract/completions.ts'
import type { Input, Output } from '#contract/route.ts'
import { PlainDate, Uuid } from '#contract/values.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { AppError } from '#server/platform/errors.ts'
import { listHistory, listTaskHistory } from './history-queries.ts'
import { findTask } from './queries.ts'

const DayKey = Type.Tuple([PlainDate, Uuid])
const NumberKey = Type.Tuple([Type.Integer({ minimum: 0, maximum: 2_147_483_647 })])

export async function listCompletions(
  ctx: Ctx<User>,
  residenceId: string,
  { limit = 50, cursor, ...filters }: Input<typeof route>['query']
): Promise<Output<typeof route>> {
  const list = `history ${residenceId}`
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: DayKey })
  await requireMember(ctx, residenceId)

  const rows = await listHistory(ctx.db, { residenceId, ...filters, after, limit: limit + 1 })

  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(ctx, list, [last.completedOn, last.id]) : null }
}

export async function listTaskCompletions(
  ctx: Ctx<User>,
  taskId: string,
  { limit = 50, cursor }: Input<typeof taskRoute>['query']
): Promise<Output<typeof taskRoute>> {
  const list = `task history ${taskId}`
  const before = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: NumberKey })[0]
  if (!(await findTask(ctx.db, ctx.actor.userId, taskId))) throw new AppError('task_not_found')

  const rows = await listTaskHistory(ctx.db, taskId, { before, limit: limit + 1 })

  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(({ number: _number, ...completion }) => completion),
    nextCursor: last ? encodeCursor(ctx, list, [last.number]) : null
  }
}
