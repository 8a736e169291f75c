import type { Session } from '#contract/security.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { countryOf } from '#server/platform/country.ts'
import { deviceOf } from '#server/platform/device.ts'
import { liveSessionsOf } from './session-queries.ts'

export async function listSessions(ctx: Ctx<User>): Promise<{ items: Session[] }> {
  const { userId, sessionId } = ctx.actor
  const rows = await liveSessionsOf(ctx.db, userId, ctx.now())
  const items = rows.map(async ({ userAgent, ip, ...session }) => ({
    ...session,
    ...deviceOf(userAgent),
    country: await countryOf(ip),
    current: session.id === sessionId
  }))
  return { items: await Promise.all(items) }
}
