import type { Residence } from '#contract/residences.ts'
import { viewResidence } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { climateOf, hemisphereOf } from './climate-rules.ts'
import type { Home } from './ranking-rules.ts'

/** What the catalogue has to know of a home; throws `residence_not_found`. */
export async function readHome(ctx: Ctx<User>, residenceId: string): Promise<Home> {
  const { residence } = await viewResidence(ctx.db, ctx, residenceId)
  return homeOf(residence)
}

export function homeOf({ propertyType, country, postalCode, profile, today }: Residence): Home {
  return {
    propertyType,
    country,
    profile,
    climate: climateOf({ country, postalCode }),
    hemisphere: hemisphereOf({ country }),
    today: Temporal.PlainDate.from(today)
  }
}
