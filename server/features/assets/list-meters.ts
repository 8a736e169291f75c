import Type from 'typebox'
import type { listMeters as route, listReadings as readingsRoute } from '#contract/meters.ts'
import type { Input, Output } from '#contract/route.ts'
import { PlainDate, Uuid } from '#contract/values.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { AppError } from '#server/platform/errors.ts'
import { findMeter, listMetersOf } from './meter-queries.ts'
import { viewMeter } from './meter-view.ts'
import { listReadingsOf } from './reading-queries.ts'

const MeterKey = Type.Tuple([Uuid])
const ReadingKey = Type.Tuple([PlainDate, Type.Integer({ minimum: 1, maximum: 2_147_483_647 })])

export async function listMeters(
  ctx: Ctx<User>,
  residenceId: string,
  { limit = 50, cursor, asset }: Input<typeof route>['query']
): Promise<Output<typeof route>> {
  const list = `meters ${residenceId}`
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: MeterKey })[0]
  await requireMember(ctx, residenceId)

  const meters = await listMetersOf(ctx.db, { residenceId, asset, after, limit: limit + 1 })

  const shown = meters.slice(0, limit)
  const last = meters.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(viewMeter), nextCursor: last ? encodeCursor(ctx, list, [last.id]) : null }
}

export async function listReadings(
  ctx: Ctx<User>,
  meterId: string,
  { limit = 50, cursor }: Input<typeof readingsRoute>['query']
): Promise<Output<typeof readingsRoute>> {
  const list = `readings ${meterId}`
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: ReadingKey })
  if (!(await findMeter(ctx.db, ctx.actor.userId, meterId))) throw new AppError('meter_not_found')

  const readings = await listReadingsOf(ctx.db, meterId, { after, limit: limit + 1 })

  const shown = readings.slice(0, limit)
  const last = readings.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(({ number: _number, ...reading }) => reading),
    nextCursor: last ? encodeCursor(ctx, list, [last.readOn, last.number]) : null
  }
}
