import type * as api from '#contract/factors.ts'
import type { Output } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { me } from '../queries.ts'
import { askPasskey } from './passkey-challenge.ts'
import { algorithms, type RelyingParty } from './passkey-ceremony.ts'
import { credentialsOf } from './passkey-queries.ts'
import { userHandle } from './prove-factor.ts'
import { challengeMinutes, passkeysPerUser } from './rules.ts'

/** A discoverable credential with user verification: it says whose it is and is two factors in one. */
export async function beginPasskey(ctx: Ctx<User>, party: RelyingParty): Promise<Output<typeof api.beginPasskey>> {
  const { userId, sessionId } = ctx.actor

  return ctx.write(async (tx) => {
    const own = await credentialsOf(tx, userId)
    if (own.length >= passkeysPerUser) throw new AppError('too_many_passkeys')
    const { challenge } = await askPasskey(tx, ctx, { subjectId: sessionId, boundTo: sessionId })
    const { email, displayName } = await me(tx, userId)
    return {
      challenge,
      rp: { name: 'honeyDue', id: party.id },
      user: { id: userHandle(userId), name: email, displayName },
      pubKeyCredParams: algorithms.map((alg) => ({ alg, type: 'public-key' })),
      timeout: challengeMinutes * 60_000,
      excludeCredentials: own.map(({ credentialId, transports }) => ({
        id: credentialId.toString('base64url'),
        type: 'public-key',
        transports
      })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none'
    }
  })
}
