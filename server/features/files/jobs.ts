import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { deleteExpiredArchives } from './archive-queries.ts'
import { deleteUnattached, doomedObjects, forgetObjects } from './file-queries.ts'
import { patience } from './file-rules.ts'
import { readText } from './read-text.ts'
import type { FileServices } from './services.ts'
import { deleteExpiredUploads } from './upload-queries.ts'

export function fileJobs(services: Pick<FileServices, 'files' | 'pdfs'>): Jobs {
  return {
    'files.remove-objects': job(Strict({}), (ctx) => removeObjects(ctx, services)),
    'files.read-text': job(Strict({ fileId: Uuid }), (ctx, { fileId }) => readText(ctx, services, fileId)),
    'files.sweep': job(Strict({}), (ctx) => sweep(ctx, services))
  }
}

export const fileCron: readonly CronLine[] = [{ job: 'files.sweep', cron: '23 * * * *' }]

const batch = 100

/** Every object that nobody needs; while the storage does not answer it fails, and is tried again. */
async function removeObjects(ctx: Ctx<Job>, { files }: Pick<FileServices, 'files'>): Promise<void> {
  for (;;) {
    const keys = await doomedObjects(ctx.db, ctx.now().toString(), batch)
    for (const key of keys) await files.remove(key)
    if (keys.length > 0) await ctx.write((tx) => forgetObjects(tx, keys))
    if (keys.length < batch) return
  }
}

/** Uploads that nobody finished, archives past their time, files that nothing shows, objects that a crash left behind. */
async function sweep(ctx: Ctx<Job>, services: Pick<FileServices, 'files'>): Promise<void> {
  await ctx.write(async (tx) => {
    await deleteExpiredUploads(tx, ctx.now().toString())
    await deleteExpiredArchives(tx, ctx.now().toString())
    await deleteUnattached(tx, ctx.now().subtract({ hours: patience.unattachedHours }).toString())
  })
  await removeObjects(ctx, services)
}
