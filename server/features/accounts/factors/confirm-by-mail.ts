import type { SignInReply } from '#contract/accounts.ts'
import { sourceOf } from '#server/platform/client-address.ts'
import type { Anonymous, Ctx, Job } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { saveCredential, tryCode } from '../credential-queries.ts'
import { isAlarmed } from '../guess-queries.ts'
import { everywhere, nameOfSource } from '../guess-rules.ts'
import { isKnownDevice } from '../known-device-queries.ts'
import { codeText, mintCode } from '../mailed-secrets.ts'
import { readerOfUser } from '../queries.ts'
import { codeMinutes, codeTries } from '../rules.ts'
import { signInCodeMail } from '../security-mails.ts'
import type { AccountServices } from '../services.ts'
import { askSecondFactor } from './ask-second-factor.ts'

/**
 * Whether a right password alone is too little just now: many accounts are being guessed at, from everywhere or from where
 * this one comes from, and nobody has signed in on this device before.
 */
export async function isDoubtful(tx: Tx, ctx: Ctx<Anonymous>, userId: string): Promise<boolean> {
  const { network } = sourceOf(ctx.origin.ip)
  const places = [nameOfSource(network), everywhere].flatMap((place) => ctx.keyring.digests('guess-limit', place))
  if (!(await isAlarmed(tx, places, ctx.now()))) return false
  const credential = ctx.origin.device?.presented
  return !(credential && (await isKnownDevice(tx, { credential, userId }, ctx.now())))
}

/** The code is made and mailed after the answer; it works with this question only. */
export async function askMailedCode(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  userId: string
): Promise<Exclude<SignInReply, { me: unknown }>> {
  const codeId = newId()
  await enqueue(tx, 'accounts.mail-sign-in-code', { userId, codeId })
  return askSecondFactor(tx, ctx, { userId, shown: ['password'], factors: ['mailed_code'], codeId })
}

export function proveMailedCode(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  keyring: Keyring,
  { codeId, code }: { codeId: string; code: string }
): Promise<boolean> {
  const digests = keyring.digests('mailed-code', codeText(codeId, code))
  return tryCode(tx, { purpose: 'sign_in_code', subjectId: codeId, digests }, ctx.now())
}

export async function mailSignInCode(
  ctx: Ctx<Job>,
  { mailer, keyring, publicUrl }: Pick<AccountServices, 'mailer' | 'keyring' | 'publicUrl'>,
  { userId, codeId }: { userId: string; codeId: string }
): Promise<void> {
  const reader = await readerOfUser(ctx.db, userId)
  if (!reader) return
  const code = mintCode()
  const credential = {
    purpose: 'sign_in_code',
    subjectId: codeId,
    digest: keyring.digest('mailed-code', codeText(codeId, code)),
    keyId: keyring.activeKeyId,
    attempts: codeTries,
    expiresAt: ctx.now().add({ minutes: codeMinutes })
  } as const
  await ctx.write((tx) => saveCredential(tx, credential, ctx.now()))
  await mailer.send(signInCodeMail(reader, publicUrl, code))
}
