import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { PlainDate, Uuid } from '#contract/values.ts'
import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue, job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { today } from '#server/platform/time-zone.ts'
import { reminderMail } from './reminder-mail.ts'
import {
  candidates,
  claimStages,
  endingPapers,
  giveUp,
  noteSent,
  openStages,
  planStages,
  release,
  remindedReader,
  type StageKey
} from './reminder-queries.ts'
import { dueAt, isDue } from './reminder-rules.ts'

type Services = { readonly mailer: Pick<Mailer, 'send'>; readonly publicUrl: string }

const Batch = Strict({
  userId: Uuid,
  stages: Type.Array(Strict({ documentId: Uuid, endsOn: PlainDate, daysBefore: Type.Integer() }), { minItems: 1 })
})
type Batch = Type.Static<typeof Batch>

export function documentJobs(services: Services): Jobs {
  return {
    'documents.plan-reminders': job(Strict({}), planReminders),
    'documents.mail-reminders': job(Batch, (ctx, batch) => mailReminders(ctx, services, batch))
  }
}

export const documentCron: readonly CronLine[] = [{ job: 'documents.plan-reminders', cron: '*/10 * * * *' }]

const pageSize = 500
/** As long as the queue tries: 25 times, at ever longer intervals. */
const triedHours = 96
/** What a worker that went away has left claimed. */
const abandonedMinutes = 10

/**
 * Whatever is due by now and has no row gets one, and its person one mail about all of it: from the row on the stage is theirs
 * once, however many do this at the same time. What an outage kept back is found just so when it is over.
 */
async function planReminders(ctx: Ctx<Job>): Promise<void> {
  const now = ctx.now()
  let after: StageKey | undefined
  do {
    const found = await candidates(ctx.db, now, { after, limit: pageSize })
    const due = found
      .filter((stage) => isDue(stage, now))
      .map((stage) => ({ ...stage, dueAt: dueAt(stage).toString() }))
    await ctx.write(async (tx) => {
      const planned = await planStages(tx, due, now.toString())
      for (const [userId, theirs] of Map.groupBy(planned, (stage) => stage.userId)) {
        const stages = theirs.map(({ documentId, endsOn, daysBefore }) => ({ documentId, endsOn, daysBefore }))
        await enqueue(tx, 'documents.mail-reminders', { userId, stages } satisfies Batch)
      }
    })
    after = found.length === pageSize ? found.at(-1) : undefined
  } while (after)
  const plannedBefore = now.subtract({ hours: triedHours }).toString()
  await ctx.write((tx) => giveUp(tx, { now: now.toString(), plannedBefore }))
}

/**
 * Claimed, sent, noted. A try that fails gives back what it claimed and is repeated; a mail that went out before a crash could
 * be noted goes out under the same Message-ID, which a mail server delivers once.
 */
async function mailReminders(ctx: Ctx<Job>, { mailer, publicUrl }: Services, batch: Batch): Promise<void> {
  const now = ctx.now()
  const abandonedBefore = now.subtract({ minutes: abandonedMinutes }).toString()
  const stages = await ctx.write((tx) => claimStages(tx, batch, { now: now.toString(), abandonedBefore }))
  if (stages.length === 0) {
    if ((await openStages(ctx.db, batch)) > 0) throw new Error('these reminders are being sent by another')
    return
  }
  const claimed = { userId: batch.userId, stages }
  try {
    const reader = await remindedReader(ctx.db, batch.userId)
    const [first, ...others] = await endingPapers(ctx.db, claimed)
    if (reader && first) {
      const place = { publicUrl, today: today(now, reader.timeZone).toString() }
      await mailer.send(reminderMail(reader, [first, ...others], place))
    }
  } catch (error) {
    await ctx.write((tx) => release(tx, claimed))
    throw error
  }
  await ctx.write((tx) => noteSent(tx, claimed, ctx.now().toString()))
}
