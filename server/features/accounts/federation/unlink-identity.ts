import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { holdUser, waysIn } from '../queries.ts'
import { deleteIdentity } from './identity-queries.ts'
import { revokeAtProvider } from './revocations.ts'

/** At least one way in stays. The provider is told, where it wants to be. */
export async function unlinkIdentity(ctx: Ctx<User>, identityId: string): Promise<undefined> {
  const { userId } = ctx.actor
  await ctx.write(async (tx) => {
    await holdUser(tx, userId)
    const issuer = await deleteIdentity(tx, userId, identityId)
    if (issuer === undefined) throw new AppError('identity_not_found')
    if ((await waysIn(tx, userId)) === 0) throw new AppError('last_way_in')
    await audit(tx, ctx, { event: 'identity.unlinked', subjectId: userId })
    await enqueue(tx, 'identities.mail-unlinked', { userId, issuer })
    await revokeAtProvider(tx)
  })
}
