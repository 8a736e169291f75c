import type { GuestLink } from '#contract/guests.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { viewLinks } from './link-view.ts'
import { linksOfHome } from './queries.ts'

/** The guest links of a home, for the archive of a member. */
export async function guestLinksOf(ctx: Ctx<User>, residenceId: string): Promise<GuestLink[]> {
  return viewLinks(ctx.db, await linksOfHome(ctx.db, ctx.actor.userId, residenceId))
}
