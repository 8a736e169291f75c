import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { deleteSessionOf, deleteSessionsOf } from './session-queries.ts'

/** One of one's own; anybody else's is not found. */
export async function endSession(ctx: Ctx<User>, sessionId: string): Promise<void> {
  const { userId } = ctx.actor
  await ctx.write(async (tx) => {
    if (!(await deleteSessionOf(tx, userId, sessionId))) throw new AppError('session_not_found')
    await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
  })
}

/** All of one's own; `exceptId`: the one that stays. */
export async function endSessions(ctx: Ctx<User>, exceptId?: string): Promise<void> {
  const { userId } = ctx.actor
  await ctx.write(async (tx) => {
    const ended = await deleteSessionsOf(tx, userId, exceptId)
    if (ended > 0) await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
  })
}
