import type { Residence } from '#contract/residences.ts'
import { requireRoomForHome } from '#server/features/plans/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { requireRight } from './access.ts'
import { setArchived } from './queries.ts'
import { viewResidence } from './residence-view.ts'

/** Doing it twice changes nothing the second time: the moment it was archived stays. */
export function archiveResidence(ctx: Ctx<User>, residenceId: string): Promise<Residence> {
  return setArchival(ctx, residenceId, true)
}

export function unarchiveResidence(ctx: Ctx<User>, residenceId: string): Promise<Residence> {
  return setArchival(ctx, residenceId, false)
}

function setArchival(ctx: Ctx<User>, residenceId: string, archived: boolean): Promise<Residence> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const { archivedAt } = await requireRight(tx, ctx, residenceId, 'residence.archive')
    if (!archived && archivedAt !== null) await requireRoomForHome(tx, ctx, residenceId)
    if (await setArchived(tx, residenceId, archived ? now : null, now)) {
      const event = archived ? 'residence.archived' : 'residence.unarchived'
      await audit(tx, ctx, { event, subjectId: residenceId, residenceId })
    }
    const { residence } = await viewResidence(tx, ctx, residenceId)
    return residence
  })
}
