import type * as api from '#contract/factors.ts'
import type { Output } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { me } from '../queries.ts'
import { saveTotpSecret } from './factor-queries.ts'
import { mintTotpSecret, totpSecretOf, totpUri } from './totp.ts'

/** Begun again, the former secret is gone. */
export async function beginTotp(ctx: Ctx<User>, keyring: Keyring): Promise<Output<typeof api.beginTotp>> {
  const { userId } = ctx.actor
  const secret = mintTotpSecret()
  const sealedSecret = keyring.seal('field', secret.reveal(), totpSecretOf(userId))

  const { email } = await ctx.write(async (tx) => {
    if (!(await saveTotpSecret(tx, { userId, sealedSecret }, ctx.now()))) throw new AppError('totp_already_there')
    await audit(tx, ctx, { event: 'totp.begun', subjectId: userId })
    return me(tx, userId)
  })

  return { secret: secret.reveal(), uri: totpUri(secret, email) }
}
