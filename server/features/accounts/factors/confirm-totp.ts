import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Secret } from '#server/platform/secret.ts'
import { holdUser } from '../queries.ts'
import { mintSessionToken } from '../session-token.ts'
import { factorAdded, type Added } from './factor-changed.ts'
import * as queries from './factor-queries.ts'
import { proveTotp } from './prove-factor.ts'

export async function confirmTotp(ctx: Ctx<User>, keyring: Keyring, code: string): Promise<Added & { token: Secret }> {
  const { userId } = ctx.actor
  const token = mintSessionToken()

  const added = await ctx.write(async (tx) => {
    await holdUser(tx, userId)
    if ((await queries.totpOf(tx, userId))?.confirmed) throw new AppError('totp_already_there')
    if (!(await proveTotp(tx, ctx, keyring, { userId, code }))) {
      await audit(tx, ctx, { event: 'totp.refused', subjectId: userId })
      return null
    }
    await queries.confirmTotp(tx, userId, ctx.now())
    return factorAdded(tx, ctx, keyring, { token, method: 'totp' })
  })

  if (!added) throw new AppError('factor_not_accepted')
  return { ...added, token }
}
