import type * as api from '#contract/factors.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { admit, type Admission, type Entrant } from '../admit.ts'
import { mintSessionToken } from '../session-token.ts'
import { takeChallenge } from './passkey-challenge.ts'
import { challengeOf, type RelyingParty } from './passkey-ceremony.ts'
import { provePasskey } from './prove-factor.ts'

/** Nobody is named beforehand, so the authenticator must say whose passkey it is. */
export async function signInWithPasskey(
  ctx: Ctx<Anonymous>,
  party: RelyingParty,
  { body }: Input<typeof api.signInWithPasskey>
): Promise<Admission & Pick<Entrant, 'token' | 'transport'>> {
  const { flow, assertion, transport } = body
  const challenge = challengeOf(assertion) ?? ''
  const token = mintSessionToken()

  const admission = await ctx.write(async (tx) => {
    const asked = await takeChallenge(tx, ctx, { challenge, boundTo: flow })
    const named = asked && assertion.userHandle !== null
    const passkey = named ? await provePasskey(tx, ctx, party, { assertion, challenge }) : undefined
    if (passkey) return admit(tx, ctx, { userId: passkey.userId, token, transport, methods: ['passkey'] })
    await audit(tx, ctx, { event: 'sign_in.refused', subjectId: null })
    return null
  })

  if (!admission) throw new AppError('passkey_not_accepted')
  return { ...admission, token, transport }
}
