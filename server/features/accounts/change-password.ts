import type * as api from '#contract/accounts.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { endCredentials } from './credential-queries.ts'
import { deleteDevicesOf } from './known-device-queries.ts'
import { asGuess } from './guesses.ts'
import { acceptNewPassword } from './new-password.ts'
import { passwordOfUser, replacePassword, type PasswordOwner } from './queries.ts'
import { canonicalPassword } from './rules.ts'
import type { AccountServices } from './services.ts'
import { deleteSessionsOf } from './session-queries.ts'

/** Every other session ends and every other device is known no more; a reset link that was mailed before ends too. */
export async function changePassword(
  ctx: Ctx<User>,
  services: Pick<AccountServices, 'passwords' | 'keyring' | 'residenceNames' | 'breachedPasswords'>,
  { body }: Input<typeof api.changePassword>
): Promise<undefined> {
  const { passwords, keyring } = services
  const owner = await passwordOfUser(ctx.db, ctx.actor.userId)
  if (!owner) throw new AppError('not_signed_in')
  const choice = { password: body.newPassword, path: '/newPassword', chooser: owner } as const
  const newPassword = await acceptNewPassword(ctx, services, choice)

  const changed = await asGuess(ctx, { keyring, email: owner.email }, async () => {
    const right = await passwords.verify(owner.passwordHash, canonicalPassword(body.currentPassword))
    const newHash = right ? await passwords.hash(newPassword) : undefined
    const value = await change(ctx, owner, newHash)
    return { outcome: value ? 'right' : 'wrong', value }
  })

  if (!changed) throw new AppError('current_password_wrong')
}

/** False without a new hash, and when another password came first. */
function change(ctx: Ctx<User>, owner: PasswordOwner, newHash: string | undefined): Promise<boolean> {
  return ctx.write(async (tx) => {
    if (newHash !== undefined && (await takePassword(tx, ctx, { owner, newHash }))) return true
    await audit(tx, ctx, { event: 'password.change_refused', subjectId: ctx.actor.userId })
    return false
  })
}

/** Puts the new password in place and ends what the former one opened; false when another password came first. */
export async function takePassword(
  tx: Tx,
  ctx: Ctx<User>,
  { owner, newHash }: { owner: PasswordOwner; newHash: string }
): Promise<boolean> {
  const { userId, sessionId } = ctx.actor
  if (!(await replacePassword(tx, owner, newHash, ctx.now()))) return false
  await audit(tx, ctx, { event: 'password.changed', subjectId: userId })
  const ended = await deleteSessionsOf(tx, userId, sessionId)
  if (ended > 0) await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
  await deleteDevicesOf(tx, userId, sessionId)
  await endCredentials(tx, userId, ctx.now())
  await enqueue(tx, 'accounts.mail-password-changed', { userId })
  return true
}
