import { keepArchive } from '#server/features/files/access.ts'
import { homesOf } from '#server/features/residences/access.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, Job, User } from '#server/platform/context.ts'
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

/** The id of none: RFC 9562 §5.9. */
const noSession = '00000000-0000-0000-0000-000000000000'

/** Reads what the person may read, and nothing more. */
function inNameOf(ctx: Ctx<Job>, userId: string): Ctx<User> {
  const actor = { kind: 'user', userId, sessionId: noSession, verified: true, authenticatedAt: ctx.now() } as const
  return { ...ctx, actor }
}
