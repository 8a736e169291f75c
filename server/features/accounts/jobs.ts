import { Uuid } from '#contract/values.ts'
import { Strict } from '#contract/route.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { forgetOldRequests } from '#server/platform/transaction.ts'
import { deleteMailCounts } from '#server/gateways/mail/mail-count-queries.ts'
import { deleteExpiredCredentials, saveCredential } from './credential-queries.ts'
import { FactorNotice, mailFactorNotice } from './factors/notices.ts'
import { codeText, mintCode, mintLinkToken } from './mailed-secrets.ts'
import { deleteUnusedDevices } from './known-device-queries.ts'
import { deleteForgottenGuesses } from './guess-queries.ts'
import { alreadyRegisteredMail, codeMail, guessingMail, passwordChangedMail, resetLinkMail } from './mails.ts'
import { readerOfEmail, readerOfUser } from './queries.ts'
import { deleteExpiredRegistrations, liveRegistration } from './registration-queries.ts'
import { codeMinutes, codeTries, resetLinkMinutes } from './rules.ts'
import type { AccountServices } from './services.ts'
import { deleteExpiredSessions } from './session-queries.ts'

type MailServices = Omit<AccountServices, 'passwords' | 'residenceNames'>

/**
 * What is mailed after the answer. A payload holds ids only; the code or token is made here, its digest committed, then it
 * is sent. A second run makes a new one and ends the first: nothing that works is ever kept.
 */
export function accountJobs(services: MailServices): Jobs {
  const OfUser = Strict({ userId: Uuid })
  return {
    'accounts.mail-code': job(Strict({ registrationId: Uuid }), (ctx, { registrationId }) =>
      mailCode(ctx, services, registrationId)
    ),
    'accounts.mail-reset-link': job(OfUser, (ctx, { userId }) => mailResetLink(ctx, services, userId)),
    'accounts.mail-password-changed': job(OfUser, (ctx, { userId }) => mailPasswordChanged(ctx, services, userId)),
    'accounts.mail-factor-notice': job(FactorNotice, (ctx, notice) => mailFactorNotice(ctx, services, notice)),
    'accounts.mail-guessing': job(OfUser, (ctx, { userId }) => mailGuessing(ctx, services, userId)),
    'accounts.sweep': job(Strict({}), sweep)
  }
}

export const accountCrontab: readonly CronLine[] = [{ job: 'accounts.sweep', cron: '23 * * * *' }]

/** Whether the address has an account is looked up here, out of sight of whoever registered. */
async function mailCode(ctx: Ctx<Job>, services: MailServices, registrationId: string): Promise<void> {
  const registration = await liveRegistration(ctx.db, registrationId, ctx.now())
  if (!registration) return
  const owner = await readerOfEmail(ctx.db, registration.email)
  if (owner) return services.mailer.send(alreadyRegisteredMail(owner, services.publicUrl))

  const code = mintCode()
  const credential = {
    purpose: 'verify_email',
    subjectId: registrationId,
    digest: services.keyring.digest('mailed-code', codeText(registrationId, code)),
    keyId: services.keyring.activeKeyId,
    attempts: codeTries,
    expiresAt: ctx.now().add({ minutes: codeMinutes })
  } as const
  await ctx.write((tx) => saveCredential(tx, credential, ctx.now()))
  await services.mailer.send(codeMail(registration, code))
}

async function mailResetLink(ctx: Ctx<Job>, services: MailServices, userId: string): Promise<void> {
  const owner = await readerOfUser(ctx.db, userId)
  if (!owner) return
  const token = await newResetToken(ctx, services, userId)
  await services.mailer.send(resetLinkMail(owner, services.publicUrl, token))
}

/** With a link of its own, because whoever is shut out gets in again by it. */
async function mailGuessing(ctx: Ctx<Job>, services: MailServices, userId: string): Promise<void> {
  const owner = await readerOfUser(ctx.db, userId)
  if (!owner) return
  const token = await newResetToken(ctx, services, userId)
  await services.mailer.send(guessingMail(owner, services.publicUrl, token))
}

async function newResetToken(ctx: Ctx<Job>, services: MailServices, userId: string): Promise<string> {
  const token = mintLinkToken()
  const credential = {
    purpose: 'reset_password',
    subjectId: userId,
    digest: services.keyring.digest('mailed-link', token),
    keyId: services.keyring.activeKeyId,
    attempts: 1,
    expiresAt: ctx.now().add({ minutes: resetLinkMinutes })
  } as const
  await ctx.write((tx) => saveCredential(tx, credential, ctx.now()))
  return token
}

async function mailPasswordChanged(ctx: Ctx<Job>, services: MailServices, userId: string): Promise<void> {
  const owner = await readerOfUser(ctx.db, userId)
  if (owner) await services.mailer.send(passwordChangedMail(owner, services.publicUrl))
}

/** Takes away what no longer opens anything. */
async function sweep(ctx: Ctx<Job>): Promise<void> {
  await ctx.write(async (tx) => {
    await deleteExpiredCredentials(tx, ctx.now())
    await deleteExpiredRegistrations(tx, ctx.now())
    await deleteExpiredSessions(tx, ctx.now())
    await deleteMailCounts(tx, ctx.now().toZonedDateTimeISO('UTC').toPlainDate().toString())
    await deleteUnusedDevices(tx, ctx.now())
    await deleteForgottenGuesses(tx, ctx.now())
    await forgetOldRequests(tx, ctx.now())
  })
}
