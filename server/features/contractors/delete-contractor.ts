import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { deleteContractorRow, lockContractor } from './queries.ts'

/** What they did stays in the history, under the name they had then. */
export function deleteContractor(ctx: Ctx<User>, contractorId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    const contractor = await lockContractor(tx, ctx.actor.userId, contractorId)
    if (!contractor) throw new AppError('contractor_not_found')
    refuseUnlessAllowed(contractor, 'contractor.delete')

    const { id, residenceId } = contractor
    await deleteContractorRow(tx, id, ctx.now().toString())
    await audit(tx, ctx, { event: 'contractor.deleted', subjectId: id, residenceId })
    return undefined
  })
}
