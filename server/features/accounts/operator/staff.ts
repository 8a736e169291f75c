import { audit } from '#server/platform/audit.ts'
import type { Ctx, Operator } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { deleteSessionsOf } from '../session-queries.ts'
import { setStaff, staffOf } from './staff-queries.ts'

/** `changed`: it was not so already. `hasSecondFactor`: without one, what is for staff stays closed. */
export type Staffed = { readonly changed: boolean; readonly sessions: number; readonly hasSecondFactor: boolean }

/** Makes somebody staff, who signs in anew for it, or no longer. */
export function makeStaff(ctx: Ctx<Operator>, userId: string, isStaff: boolean): Promise<Staffed> {
  return ctx.write(async (tx) => {
    const changed = await setStaff(tx, userId, isStaff)
    const sessions = changed ? await deleteSessionsOf(tx, userId) : 0
    if (changed) {
      await audit(tx, ctx, { event: isStaff ? 'account.staff_given' : 'account.staff_taken', subjectId: userId })
      if (sessions > 0) await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
      const notice = isStaff ? 'staff_given' : 'staff_taken'
      await enqueue(tx, 'accounts.mail-operator-notice', { userId, notice })
    }
    return { changed, sessions, hasSecondFactor: (await staffOf(tx, userId))?.hasSecondFactor ?? false }
  })
}
