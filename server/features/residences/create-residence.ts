import type { NewResidence } from '#contract/residences.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import { requireTimeZone } from '#server/platform/time-zone.ts'
import { insertMember } from './member-queries.ts'
import { insertResidence } from './queries.ts'
import { viewResidence, type TaggedResidence } from './residence-view.ts'

export function createResidence(ctx: Ctx<User>, details: NewResidence): Promise<TaggedResidence> {
  requireTimeZone(details.timeZone)
  const { userId } = ctx.actor
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    await requireRoom(tx, ctx, { of: 'residences', ownerId: userId })
    const residenceId = newId()
    await insertResidence(tx, residenceId, details, now)
    await insertMember(tx, { residenceId, userId, role: 'owner', now })
    await audit(tx, ctx, { event: 'residence.created', subjectId: residenceId, residenceId })
    return viewResidence(tx, ctx, residenceId)
  })
}
