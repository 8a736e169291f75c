import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { deleteSession } from './session-queries.ts'

export async function signOut(ctx: Ctx<User>): Promise<void> {
  const { userId, sessionId } = ctx.actor
  await ctx.write(async (tx) => {
    await deleteSession(tx, sessionId)
    await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
  })
}
