import type { Residence } from '#contract/residences.ts'
import { namesByKind } from '#server/features/assets/access.ts'
import { viewResidence } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { climateOf, hemisphereOf } from './climate-rules.ts'
import type { Home, Standing } from './ranking-rules.ts'

/** What the catalogue has to know of a home; throws `residence_not_found`. */
export async function readHome(ctx: Ctx<User>, residenceId: string): Promise<Home> {
  const { residence } = await viewResidence(ctx.db, ctx, residenceId)
  return homeOf(residence, await namesByKind(ctx.db, residence.id))
}

export function homeOf(
  { propertyType, country, postalCode, profile, today }: Residence,
  assets: Standing = new Map()
): Home {
  return {
    propertyType,
    country,
    profile,
    assets,
    climate: climateOf({ country, postalCode }),
    hemisphere: hemisphereOf({ country }),
    today: Temporal.PlainDate.from(today)
  }
}
