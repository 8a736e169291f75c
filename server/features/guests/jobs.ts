import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { removeLinks } from './answer-work.ts'
import { doneMail } from './done-mail.ts'
import { noticeFor, staleLinks } from './queries.ts'

type Services = { readonly mailer: Mailer; readonly publicUrl: string }

export function guestJobs(services: Services): Jobs {
  return {
    'guests.mail-done': job(Strict({ linkId: Uuid }), (ctx, { linkId }) => mailDone(ctx, services, linkId)),
    'guests.sweep': job(Strict({}), sweep)
  }
}

export const guestCron: readonly CronLine[] = [{ job: 'guests.sweep', cron: '17 4 * * *' }]

async function mailDone(ctx: Ctx<Job>, { mailer, publicUrl }: Services, linkId: string): Promise<void> {
  const notice = await noticeFor(ctx.db, linkId)
  if (notice) await mailer.send(doneMail(notice, publicUrl))
}

/** So long after its link has ended work may wait for somebody to look at it. */
const waitingDays = 30

/** Links that nobody used in time, with what came through them. */
async function sweep(ctx: Ctx<Job>): Promise<void> {
  const now = ctx.now()
  const doneBefore = now.subtract({ hours: waitingDays * 24 }).toString()
  await ctx.write(async (tx) => removeLinks(tx, await staleLinks(tx, { now: now.toString(), doneBefore })))
}
