import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Secret } from '#server/platform/secret.ts'
import { holdUser } from '../queries.ts'
import type { RenewedSession } from '../session-queries.ts'
import { mintSessionToken } from '../session-token.ts'
import { factorRemoved } from './factor-changed.ts'
import { deleteTotp } from './factor-queries.ts'

/** The app never is the last way in: it comes second to one. */
export async function removeTotp(ctx: Ctx<User>): Promise<RenewedSession & { token: Secret }> {
  const { userId } = ctx.actor
  const token = mintSessionToken()
  const renewed = await ctx.write(async (tx) => {
    await holdUser(tx, userId)
    if (!(await deleteTotp(tx, userId))) throw new AppError('totp_not_found')
    return factorRemoved(tx, ctx, { token, method: 'totp' })
  })
  return { ...renewed, token }
}
