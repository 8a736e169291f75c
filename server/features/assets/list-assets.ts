import Type from 'typebox'
import type { listAreas as areasRoute, listAssets as route } from '#contract/assets.ts'
import type { Input, Output } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { listAreasOf } from './area-queries.ts'
import { listAssetsOf, noRoom } from './asset-queries.ts'
import { viewArea, viewAsset } from './asset-view.ts'

const AreaKey = Type.Tuple([Uuid])
const AssetKey = Type.Tuple([Uuid, Type.String(), Uuid])

export async function listAreas(
  ctx: Ctx<User>,
  residenceId: string,
  { limit = 50, cursor }: Input<typeof areasRoute>['query']
): Promise<Output<typeof areasRoute>> {
  const list = `areas ${residenceId}`
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: AreaKey })[0]
  await requireMember(ctx, residenceId)

  const areas = await listAreasOf(ctx.db, { residenceId, after, limit: limit + 1 })

  const shown = areas.slice(0, limit)
  const last = areas.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(viewArea), nextCursor: last ? encodeCursor(ctx, list, [last.id]) : null }
}

export async function listAssets(
  ctx: Ctx<User>,
  residenceId: string,
  { limit = 50, cursor, search, area, kind, archived = false }: Input<typeof route>['query']
): Promise<Output<typeof route>> {
  const list = `assets ${residenceId}`
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: AssetKey })
  await requireMember(ctx, residenceId)

  const assets = await listAssetsOf(ctx.db, { residenceId, search, area, kind, archived, after, limit: limit + 1 })

  const shown = assets.slice(0, limit)
  const last = assets.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(viewAsset),
    nextCursor: last ? encodeCursor(ctx, list, [last.areaId ?? noRoom, last.name, last.id]) : null
  }
}
