import type { NewArea } from '#contract/assets.ts'
import { refuseUnlessAllowed, requireRight } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { matches } from '#server/platform/etag.ts'
import { newId } from '#server/platform/ids.ts'
import { deleteAreaRow, insertArea, lockArea, updateAreaRow } from './area-queries.ts'
import { areaTag, taggedArea, type TaggedArea } from './asset-view.ts'

export function createArea(ctx: Ctx<User>, residenceId: string, details: NewArea): Promise<TaggedArea> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const member = await requireRight(tx, ctx, residenceId, 'asset.write')
    const id = newId()
    const area = await insertArea(tx, details, { id, residenceId: member.residenceId, now })
    await audit(tx, ctx, { event: 'area.created', subjectId: id, residenceId: member.residenceId })
    return taggedArea(area)
  })
}

/** `ifMatch`: the tag that the caller has read; throws `precondition_failed` when somebody changed the room since. */
export function updateArea(
  ctx: Ctx<User>,
  areaId: string,
  change: Partial<NewArea>,
  ifMatch: string | undefined
): Promise<TaggedArea> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const locked = await lockArea(tx, ctx.actor.userId, areaId)
    if (!locked) throw new AppError('area_not_found')
    const { area, member } = locked
    refuseUnlessAllowed(member, 'asset.write')
    if (ifMatch !== undefined && !matches(ifMatch, areaTag(area))) throw new AppError('precondition_failed')

    const saved = await updateAreaRow(tx, area.id, change, now)
    await audit(tx, ctx, { event: 'area.updated', subjectId: area.id, residenceId: area.residenceId })
    return taggedArea(saved)
  })
}

/** What stands in it stays, in no room. */
export function deleteArea(ctx: Ctx<User>, areaId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    const locked = await lockArea(tx, ctx.actor.userId, areaId)
    if (!locked) throw new AppError('area_not_found')
    const { area, member } = locked
    refuseUnlessAllowed(member, 'asset.delete')

    await deleteAreaRow(tx, area.id)
    await audit(tx, ctx, { event: 'area.deleted', subjectId: area.id, residenceId: area.residenceId })
    return undefined
  })
}
