import type { ContractorChange } from '#contract/contractors.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { matches } from '#server/platform/etag.ts'
import { taggedContractor, type TaggedContractor } from './contractor-view.ts'
import { readContractor } from './get-contractor.ts'
import { lockContractor, updateContractorRow } from './queries.ts'

/** `ifMatch`: the tag that the caller has read; throws `precondition_failed` when it is not the present one. */
export function updateContractor(
  ctx: Ctx<User>,
  contractorId: string,
  change: ContractorChange,
  ifMatch: string | undefined
): Promise<TaggedContractor> {
  return ctx.write(async (tx) => {
    const before = await lockContractor(tx, ctx.actor.userId, contractorId)
    if (!before) throw new AppError('contractor_not_found')
    refuseUnlessAllowed(before, 'contractor.write')
    if (ifMatch !== undefined && !matches(ifMatch, taggedContractor(before).etag))
      throw new AppError('precondition_failed')

    await updateContractorRow(tx, before.id, change, ctx.now().toString())
    await audit(tx, ctx, { event: 'contractor.updated', subjectId: before.id, residenceId: before.residenceId })
    return readContractor(tx, ctx, before.id)
  })
}
