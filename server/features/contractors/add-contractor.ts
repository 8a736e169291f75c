import type { NewContractor } from '#contract/contractors.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { requireRight } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import type { TaggedContractor } from './contractor-view.ts'
import { readContractor } from './get-contractor.ts'
import { insertContractor, type ContractorDetails } from './queries.ts'

export function addContractor(ctx: Ctx<User>, residenceId: string, input: NewContractor): Promise<TaggedContractor> {
  return ctx.write(async (tx) => {
    const home = await requireRight(tx, ctx, residenceId, 'contractor.write')

    await requireRoom(tx, ctx, { of: 'contractors', residenceId: home.residenceId })

    const id = newId()
    await insertContractor(tx, { ...detailsOf(input), id, residenceId: home.residenceId }, ctx.now().toString())
    await audit(tx, ctx, { event: 'contractor.added', subjectId: id, residenceId })
    return readContractor(tx, ctx, id)
  })
}

/** With what was left out. */
export function detailsOf(input: NewContractor): ContractorDetails {
  const nothing = { company: null, specialties: [], phone: null, email: null, site: null, notes: null }
  return { ...nothing, favourite: false, ...input }
}
