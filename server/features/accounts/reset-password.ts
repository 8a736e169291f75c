import type * as api from '#contract/accounts.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { consumeCredential, endCredentials } from './credential-queries.ts'
import { deleteDevicesOf, saveDevice } from './known-device-queries.ts'
import { acceptNewPassword } from './new-password.ts'
import { passwordOfResetLink, replacePassword, type PasswordOwner } from './queries.ts'
import type { AccountServices } from './services.ts'
import { deleteSessionsOf } from './session-queries.ts'

/**
 * A password that the rules refuse leaves the link as it is; whoever sets one signs in with it afterwards. The device it was
 * set on is known from then on and every other no more: whoever was shut out by guesses gets in there.
 */
export async function resetPassword(
  ctx: Ctx<Anonymous>,
  services: Pick<AccountServices, 'passwords' | 'keyring' | 'residenceNames' | 'breachedPasswords'>,
  { body }: Input<typeof api.resetPassword>
): Promise<undefined> {
  const link = { purpose: 'reset_password', digests: services.keyring.digests('mailed-link', body.token) } as const
  const owner = await passwordOfResetLink(ctx.db, link.digests, ctx.now())
  const choice = { password: body.password, path: '/password' } as const
  const newHash =
    owner && (await services.passwords.hash(await acceptNewPassword(ctx, services, { ...choice, chooser: owner })))

  const done = await ctx.write(async (tx) => {
    if (owner && newHash !== undefined && (await consumeCredential(tx, link, ctx.now()))) {
      return setPassword(tx, ctx, owner, newHash)
    }
    await audit(tx, ctx, { event: 'password.reset_refused', subjectId: owner?.userId ?? null })
    return false
  })

  if (!done) throw new AppError('reset_link_not_accepted')
}

async function setPassword(tx: Tx, ctx: Ctx<Anonymous>, owner: PasswordOwner, newHash: string): Promise<boolean> {
  const { userId } = owner
  const replaced = await replacePassword(tx, owner, newHash, ctx.now())
  await audit(tx, ctx, { event: replaced ? 'password.reset' : 'password.reset_refused', subjectId: userId })
  if (!replaced) return false
  const ended = await deleteSessionsOf(tx, userId)
  if (ended > 0) await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
  await endCredentials(tx, userId, ctx.now())
  await deleteDevicesOf(tx, userId)
  const { device } = ctx.origin
  if (device) await saveDevice(tx, { id: newId(), userId, credential: device.offered }, ctx.now())
  await enqueue(tx, 'accounts.mail-password-changed', { userId })
  return true
}
