import type { listAssetSuggestions as route } from '#contract/catalogue.ts'
import type { Input, Output } from '#contract/route.ts'
import { requireAsset } from '#server/features/assets/access.ts'
import { templatesInUse } from '#server/features/tasks/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { templateIdsOf } from './asset-kind-rules.ts'
import { viewSuggestion } from './catalogue-view.ts'
import { catalogueTitles } from './catalogue.ts'
import { readHome } from './home.ts'
import { knownTemplate } from './known-templates.ts'
import { dismissedTemplates } from './queries.ts'
import { rank } from './ranking-rules.ts'

/** Ranked as for the home, as if nothing but this stood in it; what was said not to be for it is left out. */
export async function listAssetSuggestions(
  ctx: Ctx<User>,
  { params, query: { language = 'en' } }: Input<typeof route>
): Promise<Output<typeof route>> {
  const { asset } = await requireAsset(ctx, params.assetId)
  const home = await readHome(ctx, asset.residenceId)
  const [inUse, hidden] = await Promise.all([
    templatesInUse(ctx.db, asset.residenceId, catalogueTitles),
    dismissedTemplates(ctx.db, asset.residenceId)
  ])

  const needed = templateIdsOf(asset.kind)
    .filter((id) => !hidden.has(id))
    .map(knownTemplate)
  const ranked = rank(needed, { ...home, assets: new Map([[asset.kind, [asset.name]]]) })
  return {
    items: ranked.map((each) => ({
      ...viewSuggestion(each, { language, hemisphere: home.hemisphere }),
      isPlanned: inUse.has(each.template.id)
    }))
  }
}
