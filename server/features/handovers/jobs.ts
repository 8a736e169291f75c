import { Strict } from '#contract/route.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { deleteExpiredHandovers } from './handover-queries.ts'

export const handoverJobs: Jobs = {
  'handovers.sweep': job(Strict({}), (ctx) => ctx.write((tx) => deleteExpiredHandovers(tx, ctx.now().toString())))
}

export const handoverCron: readonly CronLine[] = [{ job: 'handovers.sweep', cron: '47 3 * * *' }]
