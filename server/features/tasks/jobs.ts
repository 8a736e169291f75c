import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { deleteEmptyCounts } from './count-queries.ts'
import { turnMail } from './turn-mail.ts'
import { noteMailed, owedTurns, turnReader, type Turn } from './turn-queries.ts'

type Services = { readonly mailer: Pick<Mailer, 'send'>; readonly publicUrl: string }

export function taskJobs(services: Services): Jobs {
  const Turns = Type.Array(Strict({ taskId: Uuid, version: Type.Integer({ minimum: 1 }) }), { minItems: 1 })
  return {
    'tasks.mail-turns': job(Strict({ userId: Uuid, turns: Turns }), (ctx, payload) =>
      mailTurns(ctx, services, payload)
    ),
    'tasks.sweep-counts': job(Strict({}), sweepCounts)
  }
}

export const taskCron: readonly CronLine[] = [{ job: 'tasks.sweep-counts', cron: '17 3 * * *' }]

/** Noted after it is sent: a crash between the two mails twice, which is better than never. */
async function mailTurns(
  ctx: Ctx<Job>,
  { mailer, publicUrl }: Services,
  { userId, turns }: { userId: string; turns: readonly Turn[] }
): Promise<void> {
  const reader = await turnReader(ctx.db, userId)
  const [first, ...others] = await owedTurns(ctx.db, userId, turns)
  if (!reader || !first) return

  await mailer.send(turnMail(reader, [first, ...others], publicUrl))
  await ctx.write((tx) => noteMailed(tx, [first, ...others]))
}

const sweepBatch = 5_000

async function sweepCounts(ctx: Ctx<Job>): Promise<void> {
  while ((await deleteEmptyCounts(ctx.db, sweepBatch)) === sweepBatch);
}
