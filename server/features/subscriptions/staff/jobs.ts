import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid, Words } from '#contract/values.ts'
import type { Mailer } from '#server/gateways/mail/mail.ts'
import { job, type Jobs } from '#server/platform/jobs.ts'
import { readerOf } from './account-queries.ts'
import { transferMail } from './transfer-mails.ts'

export function staffJobs({ mailer, publicUrl }: { mailer: Mailer; publicUrl: string }): Jobs {
  const Transferred = Strict({
    userId: Uuid,
    side: Words('received', 'given'),
    store: Words('apple', 'google', 'stripe'),
    wasNobodys: Type.Boolean()
  })
  return {
    'subscriptions.mail-transferred': job(Transferred, async (ctx, { userId, ...told }) => {
      const reader = await readerOf(ctx.db, userId)
      if (reader) await mailer.send(transferMail(reader, told, publicUrl))
    })
  }
}
