import type * as api from '#contract/accounts.ts'
import type { Input, Output } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { requireTimeZone } from '#server/platform/time-zone.ts'
import { acceptNewPassword } from './new-password.ts'
import { saveRegistration } from './registration-queries.ts'
import { acceptedName, canonicalEmail, registrationHours } from './rules.ts'
import type { AccountServices } from './services.ts'

/**
 * Notes who wants an account; a job mails the code afterwards. Nothing here looks whether the address has an account, so
 * nothing in the answer or its time can tell: the job does, and mails its owner instead.
 */
export async function register(
  ctx: Ctx<Anonymous>,
  services: Pick<AccountServices, 'passwords' | 'residenceNames' | 'breachedPasswords'>,
  { body }: Input<typeof api.register>
): Promise<Output<typeof api.register>> {
  requireTimeZone(body.timeZone)
  const chooser = { email: body.email, displayName: body.displayName }
  const password = await acceptNewPassword(ctx, services, { password: body.password, path: '/password', chooser })
  const registration = {
    id: newId(),
    email: canonicalEmail(body.email),
    displayName: acceptedName(body.displayName),
    passwordHash: await services.passwords.hash(password),
    timeZone: body.timeZone,
    language: body.language
  }
  const expiresAt = ctx.now().add({ hours: registrationHours })

  await ctx.write(async (tx) => {
    await saveRegistration(tx, registration, ctx.now(), expiresAt)
    await audit(tx, ctx, { event: 'registration.requested', subjectId: registration.id })
    await enqueue(tx, 'accounts.mail-code', { registrationId: registration.id })
  })
  return { registrationId: registration.id, expiresAt: expiresAt.toString() }
}
