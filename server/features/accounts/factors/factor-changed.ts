import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import { renewSession } from '../renew-session.ts'
import { deleteSessionsWithout, type RenewedSession } from '../session-queries.ts'
import { countRecoveryCodes, deleteRecoveryCodes, factorsOf, replaceRecoveryCodes } from './factor-queries.ts'
import { mintRecoveryCode, recoveryCodeText } from './recovery-code.ts'
import { factorMethods, recoveryCodeCount } from './rules.ts'

export type Added = RenewedSession & { recoveryCodes: string[] | null }

/** What follows a new factor: recovery codes with the first, the end of sessions that showed none, and a new token. */
export async function factorAdded(
  tx: Tx,
  ctx: Ctx<User>,
  keyring: Keyring,
  { token, method }: { token: Secret; method: 'totp' | 'passkey' }
): Promise<Added> {
  const { userId, sessionId } = ctx.actor
  const { made } = await countRecoveryCodes(tx, userId)
  const recoveryCodes = made === 0 ? await makeRecoveryCodes(tx, ctx, keyring) : null
  await audit(tx, ctx, { event: `${method}.added`, subjectId: userId })
  const ended = await deleteSessionsWithout(tx, { userId, methods: factorMethods, exceptId: sessionId })
  if (ended > 0) await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
  await enqueue(tx, 'accounts.mail-factor-notice', { userId, notice: `${method}_added` })
  return { ...(await renewSession(tx, ctx, { token, methods: [method] })), recoveryCodes }
}

/** What follows the end of a factor: with the last one the recovery codes go, for they stand in for it. */
export async function factorRemoved(
  tx: Tx,
  ctx: Ctx<User>,
  { token, method }: { token: Secret; method: 'totp' | 'passkey' }
): Promise<RenewedSession> {
  const { userId } = ctx.actor
  if ((await factorsOf(tx, userId)).length === 0) await deleteRecoveryCodes(tx, userId)
  await audit(tx, ctx, { event: `${method}.removed`, subjectId: userId })
  await enqueue(tx, 'accounts.mail-factor-notice', { userId, notice: `${method}_removed` })
  return renewSession(tx, ctx, { token, methods: [] })
}

/** Ten new ones in place of all former ones. */
export async function makeRecoveryCodes(tx: Tx, ctx: Ctx<User>, keyring: Keyring): Promise<string[]> {
  const { userId } = ctx.actor
  const codes = Array.from({ length: recoveryCodeCount }, mintRecoveryCode)
  const digests = codes.map((code) => keyring.digest('recovery-code', recoveryCodeText(userId, code)))
  await replaceRecoveryCodes(tx, { userId, digests, keyId: keyring.activeKeyId }, ctx.now())
  await audit(tx, ctx, { event: 'recovery_code.made', subjectId: userId })
  return codes
}
