import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Secret } from '#server/platform/secret.ts'
import { holdUser, waysIn } from '../queries.ts'
import type { RenewedSession } from '../session-queries.ts'
import { mintSessionToken } from '../session-token.ts'
import { factorRemoved } from './factor-changed.ts'
import { deletePasskey } from './passkey-queries.ts'

export async function removePasskey(ctx: Ctx<User>, passkeyId: string): Promise<RenewedSession & { token: Secret }> {
  const { userId } = ctx.actor
  const token = mintSessionToken()
  const renewed = await ctx.write(async (tx) => {
    await holdUser(tx, userId)
    if (!(await deletePasskey(tx, { userId, passkeyId }))) throw new AppError('passkey_not_found')
    if ((await waysIn(tx, userId)) === 0) throw new AppError('last_way_in')
    return factorRemoved(tx, ctx, { token, method: 'passkey' })
  })
  return { ...renewed, token }
}
