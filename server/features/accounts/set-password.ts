import type * as api from '#contract/accounts.ts'
import type { Input } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { takePassword } from './change-password.ts'
import { acceptNewPassword } from './new-password.ts'
import { passwordOfUser } from './queries.ts'
import type { AccountServices } from './services.ts'

/** For whoever comes in without a password and has just shown who they are; with one it is changed instead. */
export async function setPassword(
  ctx: Ctx<User>,
  services: Pick<AccountServices, 'passwords' | 'residenceNames' | 'breachedPasswords'>,
  { body }: Input<typeof api.setPassword>
): Promise<undefined> {
  const owner = await passwordOfUser(ctx.db, ctx.actor.userId)
  if (!owner) throw new AppError('not_signed_in')
  if (owner.passwordHash !== null) throw new AppError('password_already_there')
  const choice = { password: body.newPassword, path: '/newPassword', chooser: owner } as const
  const newHash = await services.passwords.hash(await acceptNewPassword(ctx, services, choice))

  const isTaken = await ctx.write((tx) => takePassword(tx, ctx, { owner, newHash }))

  if (!isTaken) throw new AppError('password_already_there')
}
