import type * as api from '#contract/factors.ts'
import type { Passkey } from '#contract/factors.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Secret } from '#server/platform/secret.ts'
import { holdUser } from '../queries.ts'
import { visibleText } from '../rules.ts'
import { mintSessionToken } from '../session-token.ts'
import { factorAdded, type Added } from './factor-changed.ts'
import { takeChallenge } from './passkey-challenge.ts'
import { challengeOf, readCreated } from './passkey-ceremony.ts'
import { listPasskeys, savePasskey } from './passkey-queries.ts'
import type { FactorServices } from './prove-factor.ts'
import { passkeysPerUser } from './rules.ts'

export async function addPasskey(
  ctx: Ctx<User>,
  { keyring, party }: FactorServices,
  { body }: Input<typeof api.addPasskey>
): Promise<Added & { passkey: Passkey; token: Secret }> {
  const { userId, sessionId } = ctx.actor
  const { credential } = body
  const label = visibleText(body.label, '/label')
  const token = mintSessionToken()
  const challenge = challengeOf(credential) ?? ''
  const created = await readCreated(party, credential, challenge)

  const added = await ctx.write(async (tx) => {
    await holdUser(tx, userId)
    if (!(await takeChallenge(tx, ctx, { challenge, boundTo: sessionId })) || !created) {
      await audit(tx, ctx, { event: 'passkey.refused', subjectId: userId })
      return null
    }
    if ((await listPasskeys(tx, userId)).length >= passkeysPerUser) throw new AppError('too_many_passkeys')
    const passkey = await savePasskey(tx, { ...created, userId, label, transports: credential.transports }, ctx.now())
    if (!passkey) throw new AppError('passkey_already_there')
    return { ...(await factorAdded(tx, ctx, keyring, { token, method: 'passkey' })), passkey }
  })

  if (!added) throw new AppError('passkey_not_accepted')
  return { ...added, token }
}
