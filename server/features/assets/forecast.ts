import type { Forecast } from '#contract/forecast.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { today } from '#server/platform/time-zone.ts'
import { ageingAssets } from './asset-queries.ts'
import { forecast } from './forecast-rules.ts'

/** What will have to be replaced in a home, and what that will cost. */
export async function replacementForecast(ctx: Ctx<User>, residenceId: string): Promise<Forecast> {
  const { timeZone } = await requireMember(ctx, residenceId)
  return forecast(await ageingAssets(ctx.db, residenceId), today(ctx.now(), timeZone))
}
