import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { deleteSessionsOf } from './session-queries.ts'

/** Every session of the caller but the one that asks. */
export async function endOtherSessions(tx: Tx, ctx: Ctx<User>): Promise<void> {
  const { userId, sessionId } = ctx.actor
  const ended = await deleteSessionsOf(tx, userId, sessionId)
  if (ended > 0) await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
}
