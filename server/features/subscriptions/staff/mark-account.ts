import type { Mark, StaffAccount } from '#contract/staff.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { refreshEntitlements } from '../intake/projection-queries.ts'
import { accountById, holdAccount, saveMark } from './account-queries.ts'
import { asStaff } from './as-staff.ts'

/** Nobody's own account: what it may is then another one's to say. The entitlement is right at once. */
export function markAccount(
  ctx: Ctx<User>,
  accountId: string,
  change: { mark: Mark; isSet: boolean; reason: string }
): Promise<StaffAccount> {
  const { userId: by } = ctx.actor
  return asStaff(ctx, async (tx) => {
    if (accountId === by) throw new AppError('own_account')
    if (!(await holdAccount(tx, accountId))) throw new AppError('account_not_found')

    await saveMark(tx, { ...change, accountId, by }, ctx.now().toString())
    await refreshEntitlements(tx, [accountId])

    const account = await accountById(tx, accountId)
    if (!account) throw new Error('an account that is held is gone')
    const detail = `${change.mark} ${change.isSet ? 'given' : 'taken'}`
    return { reply: account, events: [{ event: 'staff.marked', subjectId: accountId, detail }] }
  })
}
