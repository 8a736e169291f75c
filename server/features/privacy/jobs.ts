import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { eraseAccounts } from './erase-accounts.ts'
import { deletionMail } from './mails.ts'
import { makeExport } from './make-export.ts'
import { leaver } from './queries.ts'

type Services = { readonly mailer: Mailer; readonly publicUrl: string; readonly files: FileStorage }

export function privacyJobs(services: Services): Jobs {
  return {
    'privacy.mail-deletion': job(Strict({ userId: Uuid }), (ctx, { userId }) => mailDeletion(ctx, services, userId)),
    'privacy.make-export': job(Strict({ exportId: Uuid }), (ctx, { exportId }) =>
      makeExport(ctx, services.files, exportId)
    ),
    'privacy.erase-accounts': job(Strict({}), eraseAccounts)
  }
}

export const privacyCron: readonly CronLine[] = [{ job: 'privacy.erase-accounts', cron: '7 * * * *' }]

async function mailDeletion(ctx: Ctx<Job>, { mailer, publicUrl }: Services, userId: string): Promise<void> {
  const owner = await leaver(ctx.db, userId)
  if (!owner) return
  const eraseOn = Temporal.Instant.from(owner.eraseAt).toZonedDateTimeISO(owner.timeZone).toPlainDate()
  await mailer.send(deletionMail(owner, { eraseOn, publicUrl }))
}
