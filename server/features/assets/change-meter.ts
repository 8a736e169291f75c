import type { NewMeter } from '#contract/meters.ts'
import { refuseUnlessAllowed, requireRight } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { matches } from '#server/platform/etag.ts'
import { newId } from '#server/platform/ids.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { deleteMeterRow, findMeter, insertMeter, lockMeter, updateMeterRow } from './meter-queries.ts'
import { taggedMeter, type TaggedMeter } from './meter-view.ts'
import { refuseForeign } from './refuse-foreign.ts'

export function createMeter(ctx: Ctx<User>, residenceId: string, details: NewMeter): Promise<TaggedMeter> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const member = await requireRight(tx, ctx, residenceId, 'asset.write')
    await refuseForeign(tx, member.residenceId, [{ path: '', assetId: details.assetId }])
    const id = newId()
    await insertMeter(tx, details, { id, residenceId: member.residenceId, now })
    await audit(tx, ctx, { event: 'meter.created', subjectId: id, residenceId: member.residenceId })
    return getMeter(tx, ctx, id)
  })
}

/** `ifMatch`: the tag that the caller has read; throws `precondition_failed` when it, or its reading, is another by now. */
export function updateMeter(
  ctx: Ctx<User>,
  meterId: string,
  change: { name?: string; digits?: number | null },
  ifMatch: string | undefined
): Promise<TaggedMeter> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const locked = await lockMeter(tx, ctx.actor.userId, meterId)
    if (!locked) throw new AppError('meter_not_found')
    const { meter, member } = locked
    refuseUnlessAllowed(member, 'asset.write')
    if (ifMatch !== undefined && !matches(ifMatch, taggedMeter(meter).etag)) throw new AppError('precondition_failed')

    await updateMeterRow(tx, meter.id, change, now)
    await audit(tx, ctx, { event: 'meter.updated', subjectId: meter.id, residenceId: meter.residenceId })
    return getMeter(tx, ctx, meter.id)
  })
}

/** Tasks that were due by it go on by their schedule alone. */
export function deleteMeter(ctx: Ctx<User>, meterId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    const locked = await lockMeter(tx, ctx.actor.userId, meterId)
    if (!locked) throw new AppError('meter_not_found')
    const { meter, member } = locked
    refuseUnlessAllowed(member, 'asset.delete')

    await deleteMeterRow(tx, meter.id)
    await audit(tx, ctx, { event: 'meter.deleted', subjectId: meter.id, residenceId: meter.residenceId })
    return undefined
  })
}

/** Throws `meter_not_found`. */
export async function getMeter(db: Db, ctx: Ctx<User>, meterId: string): Promise<TaggedMeter> {
  const found = await findMeter(db, ctx.actor.userId, meterId)
  if (!found) throw new AppError('meter_not_found')
  return taggedMeter(found.meter)
}
