import type { Area, Asset } from '#contract/assets.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { listAreasOf } from './area-queries.ts'
import { listAssetsOf, noRoom, type AssetKey } from './asset-queries.ts'
import { viewArea, viewAsset } from './asset-view.ts'

/** What other features may use of rooms and appliances. */
export { refuseForeign } from './refuse-foreign.ts'
export { requireAsset } from './get-asset.ts'
export { namesByKind } from './asset-queries.ts'

const pageSize = 500

/** All rooms of a home, in the order in which they were added. */
export async function* everyArea(ctx: Ctx<User>, residenceId: string): AsyncIterable<Area> {
  let after: string | undefined
  for (;;) {
    await requireMember(ctx, residenceId)
    const areas = await listAreasOf(ctx.db, { residenceId, after, limit: pageSize })
    yield* areas.map(viewArea)
    after = areas.at(-1)?.id
    if (areas.length < pageSize) return
  }
}

/** All appliances of a home, room by room, the archived ones too. */
export async function* everyAsset(ctx: Ctx<User>, residenceId: string): AsyncIterable<Asset> {
  const all = { search: undefined, area: undefined, kind: undefined, archived: undefined }
  let after: AssetKey | undefined
  for (;;) {
    await requireMember(ctx, residenceId)
    const assets = await listAssetsOf(ctx.db, { ...all, residenceId, after, limit: pageSize })
    yield* assets.map(viewAsset)
    const last = assets.at(-1)
    if (!last || assets.length < pageSize) return
    after = [last.areaId ?? noRoom, last.name, last.id]
  }
}
