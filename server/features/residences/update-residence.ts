import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { matches } from '#server/platform/etag.ts'
import { requireTimeZone } from '#server/platform/time-zone.ts'
import { requireRight } from './access.ts'
import { updateResidenceRow, type ResidenceChange } from './queries.ts'
import { viewResidence, type TaggedResidence } from './residence-view.ts'

/** `ifMatch`: the tag that the caller has read; throws `precondition_failed` when it is not the present one. */
export function updateResidence(
  ctx: Ctx<User>,
  residenceId: string,
  change: ResidenceChange,
  ifMatch: string | undefined
): Promise<TaggedResidence> {
  if (change.timeZone !== undefined) requireTimeZone(change.timeZone)

  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'residence.edit')
    const before = await viewResidence(tx, ctx, residenceId)
    if (ifMatch !== undefined && !matches(ifMatch, before.etag)) throw new AppError('precondition_failed')

    await updateResidenceRow(tx, residenceId, change, ctx.now().toString())
    await audit(tx, ctx, { event: 'residence.updated', subjectId: residenceId, residenceId })
    return viewResidence(tx, ctx, residenceId)
  })
}
