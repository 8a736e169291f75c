import { homesOf } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, Job, User } from '#server/platform/context.ts'
import { exportArchive } from './export-archive.ts'
import { finishExport, noteHomeDone, waitingExport } from './queries.ts'

/** A run that fails is tried again; one for an archive that is made, or not wanted any more, does nothing. */
export async function makeExport(ctx: Ctx<Job>, exportId: string): Promise<void> {
  const userId = await waitingExport(ctx.db, exportId)
  if (userId === undefined) return
  const homeIds = await homesOf(ctx.db, userId)
  const archive = await exportArchive(inNameOf(ctx, userId), {
    homeIds,
    homeDone: (count) => ctx.write((tx) => noteHomeDone(tx, exportId, count))
  })
  await ctx.write(async (tx) => {
    await finishExport(tx, exportId, archive)
    await audit(tx, ctx, { event: archive ? 'export.made' : 'export.too_large', subjectId: userId })
  })
}

/** The id of none: RFC 9562 §5.9. */
const noSession = '00000000-0000-0000-0000-000000000000'

/** Reads what the person may read, and nothing more. */
function inNameOf(ctx: Ctx<Job>, userId: string): Ctx<User> {
  const actor = { kind: 'user', userId, sessionId: noSession, verified: true, authenticatedAt: ctx.now() } as const
  return { ...ctx, actor }
}
