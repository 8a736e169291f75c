import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { joinedMail } from './joined-mail.ts'
import { joiningFor } from './member-queries.ts'
import { deleteExpiredShareCodes } from './share-code-queries.ts'

type Services = { readonly mailer: Mailer; readonly publicUrl: string }

/** One for each owner, so that a mail that fails is not sent to the others again. */
const JoinedMail = Strict({ residenceId: Uuid, userId: Uuid, ownerId: Uuid })

export function residenceJobs(services: Services): Jobs {
  return {
    'residences.sweep-share-codes': job(Type.Object({}), (ctx) =>
      ctx.write((tx) => deleteExpiredShareCodes(tx, ctx.now().toString()))
    ),
    'residences.mail-joined': job(JoinedMail, (ctx, joined) => mailJoined(ctx, services, joined))
  }
}

export const residenceCron: readonly CronLine[] = [{ job: 'residences.sweep-share-codes', cron: '41 3 * * *' }]

async function mailJoined(
  ctx: Ctx<Job>,
  { mailer, publicUrl }: Services,
  joined: { residenceId: string; userId: string; ownerId: string }
): Promise<void> {
  const joining = await joiningFor(ctx.db, joined)
  if (joining) await mailer.send(joinedMail({ ...joining, residenceId: joined.residenceId }, publicUrl))
}
