import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { holdUser } from '../queries.ts'
import { makeRecoveryCodes } from './factor-changed.ts'
import { factorsOf } from './factor-queries.ts'

export async function renewRecoveryCodes(ctx: Ctx<User>, keyring: Keyring): Promise<{ recoveryCodes: string[] }> {
  const { userId } = ctx.actor
  const recoveryCodes = await ctx.write(async (tx) => {
    await holdUser(tx, userId)
    if ((await factorsOf(tx, userId)).length === 0) throw new AppError('no_second_factor')
    await enqueue(tx, 'accounts.mail-factor-notice', { userId, notice: 'recovery_codes_made' })
    return makeRecoveryCodes(tx, ctx, keyring)
  })
  return { recoveryCodes }
}
