import type { Me } from '#contract/accounts.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { requireTimeZone } from '#server/platform/time-zone.ts'
import { changeProfile, type ProfileChange } from './queries.ts'
import { acceptedName } from './rules.ts'
import { shownMe } from './shown-me.ts'

/** What is left out stays. */
export async function updateMe(ctx: Ctx<User>, change: ProfileChange): Promise<Me> {
  const { userId } = ctx.actor
  const { displayName, timeZone } = change
  if (timeZone !== undefined) requireTimeZone(timeZone)
  const accepted = { ...change, ...(displayName !== undefined && { displayName: acceptedName(displayName) }) }

  return ctx.write(async (tx) => {
    await audit(tx, ctx, { event: 'profile.changed', subjectId: userId })
    return shownMe(ctx, await changeProfile(tx, userId, accepted, ctx.now()))
  })
}
