import type { Me } from '#contract/accounts.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { tryCode } from './credential-queries.ts'
import { clearClaims } from './federation/address-queries.ts'
import { revokeAtProvider } from './federation/revocations.ts'
import { codeText } from './mailed-secrets.ts'
import { saveUser } from './queries.ts'
import { takeRegistration } from './registration-queries.ts'
import type { Transport } from './rules.ts'
import { mintSessionToken } from './session-token.ts'
import { shownMe } from './shown-me.ts'
import { startSession, type Started } from './start-session.ts'

/** A wrong code commits its lost try and is refused afterwards: thrown inside, the rollback would give the try back. */
export async function verifyRegistration(
  ctx: Ctx<Anonymous>,
  keyring: Keyring,
  { registrationId, code, transport }: { registrationId: string; code: string; transport: Transport }
): Promise<Started> {
  const digests = keyring.digests('mailed-code', codeText(registrationId, code))
  const token = mintSessionToken()

  const verified = await ctx.write(async (tx) => {
    const tried = { purpose: 'verify_email', subjectId: registrationId, digests } as const
    const me = (await tryCode(tx, tried, ctx.now())) && (await makeAccount(tx, ctx, registrationId))
    const methods = ['password', 'mailed_code'] as const
    if (me) return { me, ...(await startSession(tx, ctx, { userId: me.id, token, transport, methods })) }
    await audit(tx, ctx, { event: 'registration.refused', subjectId: registrationId })
    return null
  })

  if (!verified) throw new AppError('code_not_accepted')
  return { ...verified, token, transport }
}

/** Undefined when the address was proved by another registration meanwhile. */
async function makeAccount(tx: Tx, ctx: Ctx<Anonymous>, registrationId: string): Promise<Me | undefined> {
  const registration = await takeRegistration(tx, registrationId, ctx.now())
  if (registration && (await clearClaims(tx, registration.email)) > 0) await revokeAtProvider(tx)
  const made = registration && (await saveUser(tx, newId(), registration, ctx.now()))
  if (!made) return undefined
  await audit(tx, ctx, { event: 'account.registered', subjectId: made.id })
  return shownMe(ctx, made)
}
