import { audit } from '#server/platform/audit.ts'
import type { Ctx, Operator } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { deleteSessionsOf } from '../session-queries.ts'
import { deleteAllSessions } from './operator-queries.ts'

export type Ended = { readonly sessions: number; readonly people: number }

/** Signs one person out everywhere and tells them. */
export function endSessionsOf(ctx: Ctx<Operator>, userId: string): Promise<Ended> {
  return ctx.write(async (tx) => {
    const sessions = await deleteSessionsOf(tx, userId)
    if (sessions === 0) return { sessions, people: 0 }
    await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
    await enqueue(tx, 'accounts.mail-operator-notice', { userId, notice: 'sessions_ended' })
    return { sessions, people: 1 }
  })
}

/** Signs everybody out. Nobody is mailed: what happened to all is told to all, by the operator. */
export function endEverySession(ctx: Ctx<Operator>): Promise<Ended> {
  return ctx.write(async (tx) => {
    const owners = await deleteAllSessions(tx)
    const people = [...new Set(owners)]
    await audit(tx, ctx, ...people.map((subjectId) => ({ event: 'session.ended' as const, subjectId })))
    return { sessions: owners.length, people: people.length }
  })
}
