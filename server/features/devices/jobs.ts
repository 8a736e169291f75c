import { Strict } from '#contract/route.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { deleteSilent } from './queries.ts'

/** An app registers at each start. */
const silentDays = 60

export const deviceJobs: Jobs = {
  'devices.sweep': job(Strict({}), (ctx) =>
    ctx.write((tx) => deleteSilent(tx, ctx.now().subtract({ hours: silentDays * 24 })))
  )
}

export const deviceCron: readonly CronLine[] = [{ job: 'devices.sweep', cron: '37 3 * * *' }]
