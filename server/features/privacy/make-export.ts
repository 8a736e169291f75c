import { keepArchive } from '#server/features/files/access.ts'
import { homesOf } from '#server/features/residences/access.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { inNameOf } from '#server/platform/in-name-of.ts'
import { exportArchive } from './export-archive.ts'
import { finishExport, noteHomeDone, waitingExport } from './queries.ts'
import { exportLimitBytes } from './rules.ts'

/** A run that fails is tried again; one for an archive that is made, or not wanted any more, does nothing. */
export async function makeExport(ctx: Ctx<Job>, files: FileStorage, exportId: string): Promise<void> {
  const userId = await waitingExport(ctx.db, exportId)
  if (userId === undefined) return
  const homeIds = await homesOf(ctx.db, userId)
  const content = await exportArchive(inNameOf(ctx, userId), files, {
    homeIds,
    homeDone: (count) => ctx.write((tx) => noteHomeDone(tx, exportId, count))
  })
  const bytes = await keepArchive(ctx, files, { id: exportId, userId, content, limitBytes: exportLimitBytes })
  await ctx.write(async (tx) => {
    await finishExport(tx, exportId, bytes)
    await audit(tx, ctx, { event: bytes === undefined ? 'export.too_large' : 'export.made', subjectId: userId })
  })
}
