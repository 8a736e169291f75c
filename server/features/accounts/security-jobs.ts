import Type from 'typebox'
import { Email } from '#contract/accounts.ts'
import { Strict } from '#contract/route.ts'
import { Instant, Nullable, Uuid } from '#contract/values.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { addressOf, deleteExpiredAddressProofs, holdAddressProof } from './address-queries.ts'
import { saveCredential } from './credential-queries.ts'
import { deleteForgottenDevices } from './device-queries.ts'
import { mailSignInCode } from './factors/confirm-by-mail.ts'
import { addressCodeText, mintCode, mintLinkToken } from './mailed-secrets.ts'
import { me, readerOfEmail, readerOfUser } from './queries.ts'
import { addressProofMinutes, codeMinutes, codeTries, seenDeviceDays } from './rules.ts'
import {
  addressChangedMail,
  addressCodeMail,
  addressNoticeMail,
  addressTakenMail,
  newDeviceMail,
  tokenReusedMail,
  type SignInPlace
} from './security-mails.ts'
import type { AccountServices } from './services.ts'

type MailServices = Pick<AccountServices, 'mailer' | 'keyring' | 'publicUrl'>

/** What is mailed about an account's security. Payloads hold ids, addresses and places, never a secret. */
export function securityJobs(services: MailServices): Jobs {
  const { mailer } = services
  const OfUser = Strict({ userId: Uuid })
  const Place = { browser: Nullable(Type.String()), system: Nullable(Type.String()), country: Nullable(Type.String()) }
  return {
    'accounts.mail-address-code': job(OfUser, (ctx, { userId }) => mailAddressCode(ctx, services, userId)),
    'accounts.mail-address-notice': job(OfUser, (ctx, { userId }) => mailAddressNotice(ctx, services, userId)),
    'accounts.mail-address-changed': job(Strict({ userId: Uuid, to: Email }), async (ctx, { userId, to }) => {
      const reader = await readerOfUser(ctx.db, userId)
      if (reader) await mailer.send(addressChangedMail({ ...reader, email: to }))
    }),
    'accounts.mail-new-device': job(Strict({ userId: Uuid, ...Place, at: Instant }), (ctx, { userId, at, ...place }) =>
      mailNewDevice(ctx, services, { userId, place: { ...place, at: Temporal.Instant.from(at) } })
    ),
    'accounts.mail-sign-in-code': job(Strict({ userId: Uuid, codeId: Uuid }), (ctx, asked) =>
      mailSignInCode(ctx, services, asked)
    ),
    'accounts.mail-token-reused': job(
      Strict({ userId: Uuid, browser: Place.browser, system: Place.system, at: Instant }),
      (ctx, { userId, at, ...device }) =>
        mailTokenReused(ctx, services, { userId, place: { ...device, country: null, at: Temporal.Instant.from(at) } })
    ),
    'accounts.sweep-security': job(Strict({}), sweep)
  }
}

export const securityCrontab: readonly CronLine[] = [{ job: 'accounts.sweep-security', cron: '37 * * * *' }]

/** Whether the waiting address has an account is looked up here, out of sight of whoever asked. */
async function mailAddressCode(ctx: Ctx<Job>, { mailer, keyring, publicUrl }: MailServices, userId: string) {
  const reader = await readerOfUser(ctx.db, userId)
  const pending = reader && (await addressOf(ctx.db, userId, ctx.now())).pending
  if (!pending) return
  const { email } = pending
  const owner = await readerOfEmail(ctx.db, email)
  if (owner && owner.userId !== userId) return mailer.send(addressTakenMail(owner, publicUrl))

  const code = mintCode()
  const credential = {
    purpose: 'change_email',
    subjectId: userId,
    digest: keyring.digest('mailed-code', addressCodeText(userId, email, code)),
    keyId: keyring.activeKeyId,
    attempts: codeTries,
    expiresAt: ctx.now().add({ minutes: codeMinutes })
  } as const
  const saved = await ctx.write(async (tx) => {
    const stillWaiting = (await holdAddressProof(tx, userId, ctx.now()))?.email === email
    if (stillWaiting) await saveCredential(tx, credential, ctx.now())
    return stillWaiting
  })
  if (saved) await mailer.send(addressCodeMail({ ...reader, email }, code))
}

/** To the address that is proved: one that is not belongs to nobody yet who could be warned. */
async function mailAddressNotice(ctx: Ctx<Job>, { mailer, keyring, publicUrl }: MailServices, userId: string) {
  const reader = await readerOfUser(ctx.db, userId)
  const address = reader && (await addressOf(ctx.db, userId, ctx.now()))
  if (!reader || !address?.verified || !address.pending) return

  const token = mintLinkToken()
  const credential = {
    purpose: 'stop_email_change',
    subjectId: userId,
    digest: keyring.digest('mailed-link', token),
    keyId: keyring.activeKeyId,
    attempts: 1,
    expiresAt: ctx.now().add({ minutes: addressProofMinutes })
  } as const
  await ctx.write((tx) => saveCredential(tx, credential, ctx.now()))
  await mailer.send(addressNoticeMail(reader, publicUrl, token))
}

async function mailNewDevice(
  ctx: Ctx<Job>,
  { mailer, publicUrl }: MailServices,
  { userId, place }: { userId: string; place: SignInPlace }
): Promise<void> {
  const reader = await readerOfUser(ctx.db, userId)
  if (!reader) return
  const { timeZone } = await me(ctx.db, userId)
  await mailer.send(newDeviceMail({ ...reader, timeZone }, publicUrl, place))
}

async function mailTokenReused(
  ctx: Ctx<Job>,
  { mailer, publicUrl }: MailServices,
  { userId, place }: { userId: string; place: SignInPlace }
): Promise<void> {
  const reader = await readerOfUser(ctx.db, userId)
  if (!reader) return
  const { timeZone } = await me(ctx.db, userId)
  await mailer.send(tokenReusedMail({ ...reader, timeZone }, publicUrl, place))
}

/** Takes away what no longer opens anything, and devices that nobody has come back with. */
async function sweep(ctx: Ctx<Job>): Promise<void> {
  await ctx.write(async (tx) => {
    await deleteExpiredAddressProofs(tx, ctx.now())
    await deleteForgottenDevices(tx, ctx.now().subtract({ hours: seenDeviceDays * 24 }))
  })
}
