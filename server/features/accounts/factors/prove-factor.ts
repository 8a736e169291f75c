import type { Assertion, FactorProof } from '#contract/factors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx, User } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { countRecoveryCodes, totpOf, useRecoveryCode, useTotpStep } from './factor-queries.ts'
import { readAssertion, type RelyingParty } from './passkey-ceremony.ts'
import { passkeyByCredential, usePasskey, type StoredPasskey } from './passkey-queries.ts'
import { recoveryCodeText } from './recovery-code.ts'
import { totpSecretOf, totpStep } from './totp.ts'

/** Somebody who shows a factor: to sign in, or to step up. */
export type Prover = Ctx<Anonymous> | Ctx<User>
export type FactorServices = { readonly keyring: Keyring; readonly party: RelyingParty }

/** Whether the proof is one of the user's. What it was shown with is used up: codes, steps, and the count of a passkey. */
export async function proveFactor(
  tx: Tx,
  ctx: Prover,
  { keyring, party }: FactorServices,
  { userId, proof, challenge }: { userId: string; proof: FactorProof; challenge: string }
): Promise<boolean> {
  if (proof.method === 'recovery_code') return proveRecoveryCode(tx, ctx, keyring, { userId, code: proof.code })
  if (proof.method === 'totp') {
    const confirmed = (await totpOf(tx, userId))?.confirmed === true
    return confirmed && proveTotp(tx, ctx, keyring, { userId, code: proof.code })
  }
  const passkey = await provePasskey(tx, ctx, party, { assertion: proof.assertion, challenge })
  return passkey?.userId === userId
}

/** A code of the clock, here and now; one code is right once. */
export async function proveTotp(
  tx: Tx,
  ctx: Prover,
  keyring: Keyring,
  { userId, code }: { userId: string; code: string }
): Promise<boolean> {
  const factor = await totpOf(tx, userId)
  if (!factor) return false
  const { sealedSecret } = factor
  const step = totpStep(keyring.open('field', sealedSecret, totpSecretOf(userId)), code, ctx.now())
  return step !== undefined && useTotpStep(tx, { userId, sealedSecret, step })
}

/** Whose passkey signed the challenge; undefined when none of ours did. */
export async function provePasskey(
  tx: Tx,
  ctx: Prover,
  party: RelyingParty,
  { assertion, challenge }: { assertion: Assertion; challenge: string }
): Promise<StoredPasskey | undefined> {
  const passkey = await passkeyByCredential(tx, Buffer.from(assertion.id, 'base64url'))
  if (!passkey || (assertion.userHandle ?? userHandle(passkey.userId)) !== userHandle(passkey.userId)) return undefined
  const asserted = await readAssertion(party, assertion, { publicKey: passkey.publicKey, challenge })
  if (!asserted) return undefined
  if (await usePasskey(tx, passkey.id, asserted, ctx.now())) return passkey
  await audit(tx, ctx, { event: 'passkey.counter_fell', subjectId: passkey.userId })
  return undefined
}

/** What an authenticator knows the account by (WebAuthn `user.id`), in base64url. */
export function userHandle(userId: string): string {
  return Buffer.from(userId).toString('base64url')
}

async function proveRecoveryCode(
  tx: Tx,
  ctx: Prover,
  keyring: Keyring,
  { userId, code }: { userId: string; code: string }
): Promise<boolean> {
  const digests = keyring.digests('recovery-code', recoveryCodeText(userId, code))
  if (!(await useRecoveryCode(tx, { userId, digests }, ctx.now()))) return false
  const { left } = await countRecoveryCodes(tx, userId)
  await audit(tx, ctx, { event: 'recovery_code.used', subjectId: userId })
  await enqueue(tx, 'accounts.mail-factor-notice', { userId, notice: 'recovery_code_used', left })
  return true
}
