import Type from 'typebox'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { deleteExpiredShareCodes } from './share-code-queries.ts'

export const residenceJobs: Jobs = {
  'residences.sweep-share-codes': job(Type.Object({}), (ctx) =>
    ctx.write((tx) => deleteExpiredShareCodes(tx, ctx.now().toString()))
  )
}

export const residenceCron: readonly CronLine[] = [{ job: 'residences.sweep-share-codes', cron: '41 3 * * *' }]
