import type * as api from '#contract/accounts.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { endCredentials } from './credential-queries.ts'
import { acceptNewPassword } from './new-password.ts'
import { passwordOfUser, replacePassword } from './queries.ts'
import { canonicalPassword } from './rules.ts'
import type { AccountServices } from './services.ts'
import { deleteSessionsOf } from './session-queries.ts'

/** Every other session ends, and so does a reset link that was mailed before. */
export async function changePassword(
  ctx: Ctx<User>,
  services: Pick<AccountServices, 'passwords' | 'residenceNames' | 'breachedPasswords'>,
  { body }: Input<typeof api.changePassword>
): Promise<undefined> {
  const { passwords } = services
  const { userId, sessionId } = ctx.actor
  const owner = await passwordOfUser(ctx.db, userId)
  if (!owner) throw new AppError('not_signed_in')
  const choice = { password: body.newPassword, path: '/newPassword', chooser: owner } as const
  const newPassword = await acceptNewPassword(ctx, services, choice)
  const right = await passwords.verify(owner.passwordHash, canonicalPassword(body.currentPassword))
  const newHash = right ? await passwords.hash(newPassword) : undefined

  const changed = await ctx.write(async (tx) => {
    if (newHash === undefined || !(await replacePassword(tx, owner, newHash, ctx.now()))) {
      await audit(tx, ctx, { event: 'password.change_refused', subjectId: userId })
      return false
    }
    await audit(tx, ctx, { event: 'password.changed', subjectId: userId })
    const ended = await deleteSessionsOf(tx, userId, sessionId)
    if (ended > 0) await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
    await endCredentials(tx, userId, ctx.now())
    await enqueue(tx, 'accounts.mail-password-changed', { userId })
    return true
  })

  if (!changed) throw new AppError('current_password_wrong')
}
