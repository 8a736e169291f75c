import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { requireRight } from './access.ts'
import { allowOneMinute, deleteResidenceRow } from './queries.ts'

export function deleteResidence(ctx: Ctx<User>, residenceId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'residence.delete')
    await allowOneMinute(tx)
    await deleteResidenceRow(tx, residenceId)
    await audit(tx, ctx, { event: 'residence.deleted', subjectId: residenceId, residenceId })
    return undefined
  })
}
