import { eraseAccount } from '#server/features/accounts/access.ts'
import { eraseBuyer } from '#server/features/subscriptions/access.ts'
import { leaveHomes } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import { forgetOrigins } from '#server/platform/audit-origin.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { dueErasures, lockDueErasure } from './queries.ts'

/** Each account in a transaction of its own: all of it goes, or nothing does and the next run tries again. */
export async function eraseAccounts(ctx: Ctx<Job>): Promise<void> {
  for (const userId of await dueErasures(ctx.db, ctx.now())) {
    await ctx.write(async (tx) => {
      if (!(await lockDueErasure(tx, userId, ctx.now()))) return
      await leaveHomes(tx, ctx, userId)
      await eraseBuyer(tx, userId)
      await eraseAccount(tx, userId)
      await forgetOrigins(tx, userId)
      await audit(tx, ctx, { event: 'account.erased', subjectId: userId })
    })
  }
}
