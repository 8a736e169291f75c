import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { Transport } from '../rules.ts'
import { deleteSessionsWithout, renewToken } from '../session-queries.ts'
import { sessionDigest } from '../session-token.ts'
import { countRecoveryCodes, deleteRecoveryCodes, factorsOf, replaceRecoveryCodes } from './factor-queries.ts'
import { mintRecoveryCode, recoveryCodeText } from './recovery-code.ts'
import { factorMethods, recoveryCodeCount, type FactorMethod } from './rules.ts'

/** The session under its new token. */
export type Renewed = { transport: Transport; expiresAt: string }
export type Added = Renewed & { recoveryCodes: string[] | null }

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
  return { ...(await renew(tx, ctx, { token, methods: [method] })), recoveryCodes }
}

/** What follows the end of a factor: with the last one the recovery codes go, for they stand in for it. */
export async function factorRemoved(
  tx: Tx,
  ctx: Ctx<User>,
  { token, method }: { token: Secret; method: 'totp' | 'passkey' }
): Promise<Renewed> {
  const { userId } = ctx.actor
  if ((await factorsOf(tx, userId)).length === 0) await deleteRecoveryCodes(tx, userId)
  await audit(tx, ctx, { event: `${method}.removed`, subjectId: userId })
  await enqueue(tx, 'accounts.mail-factor-notice', { userId, notice: `${method}_removed` })
  return renew(tx, ctx, { token, methods: [] })
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

async function renew(
  tx: Tx,
  ctx: Ctx<User>,
  { token, methods }: { token: Secret; methods: readonly FactorMethod[] }
): Promise<Renewed> {
  const session = { id: ctx.actor.sessionId, digest: sessionDigest(token.reveal()), methods }
  const renewed = await renewToken(tx, session, ctx.now())
  if (!renewed) throw new AppError('not_signed_in')
  return renewed
}
