import type { getAssetCosts as route } from '#contract/assets.ts'
import type { Output } from '#contract/route.ts'
import { requireAsset } from '#server/features/assets/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { costsOfAsset } from './history-queries.ts'

export async function getAssetCosts(ctx: Ctx<User>, assetId: string): Promise<Output<typeof route>> {
  const { asset } = await requireAsset(ctx, assetId)
  return { items: await costsOfAsset(ctx.db, asset) }
}
