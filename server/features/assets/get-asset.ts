import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { findArea } from './area-queries.ts'
import { findAsset, type MemberAsset } from './asset-queries.ts'
import { taggedArea, taggedAsset, type TaggedArea, type TaggedAsset } from './asset-view.ts'

/** For reading, which every member may; a stranger gets `asset_not_found`. */
export async function requireAsset(ctx: Ctx<User>, assetId: string): Promise<MemberAsset> {
  const found = await findAsset(ctx.db, ctx.actor.userId, assetId)
  if (!found) throw new AppError('asset_not_found')
  return found
}

export async function getAsset(ctx: Ctx<User>, assetId: string): Promise<TaggedAsset> {
  return taggedAsset((await requireAsset(ctx, assetId)).asset)
}

export async function getArea(ctx: Ctx<User>, areaId: string): Promise<TaggedArea> {
  const found = await findArea(ctx.db, ctx.actor.userId, areaId)
  if (!found) throw new AppError('area_not_found')
  return taggedArea(found.area)
}
