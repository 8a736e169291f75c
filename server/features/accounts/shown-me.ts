import type { Me } from '#contract/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { StoredMe } from './queries.ts'

export function shownMe({ planLimits }: Pick<Ctx, 'planLimits'>, { hasPurchase, ...stored }: StoredMe): Me {
  return { ...stored, offersPlans: planLimits !== undefined || hasPurchase }
}
