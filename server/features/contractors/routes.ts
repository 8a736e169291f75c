import * as cards from '#contract/contractor-cards.ts'
import * as api from '#contract/contractors.ts'
import { handle, tagged, type Handler } from '#server/platform/http/handle.ts'
import { addContractor } from './add-contractor.ts'
import type { TaggedContractor } from './contractor-view.ts'
import { deleteContractor } from './delete-contractor.ts'
import { exportCard, exportCards } from './export-cards.ts'
import { getContractor } from './get-contractor.ts'
import { importCards, previewCards } from './import-cards.ts'
import { listContractors } from './list-contractors.ts'
import { updateContractor } from './update-contractor.ts'

export function contractorRoutes(): Handler[] {
  return [
    handle(api.listContractors, (ctx, { params, query }) => listContractors(ctx, params.residenceId, query)),
    handle(api.addContractor, async (ctx, { params, body }) =>
      withTag(await addContractor(ctx, params.residenceId, body))
    ),
    handle(api.getContractor, async (ctx, { params }) => withTag(await getContractor(ctx, params.contractorId))),
    handle(api.updateContractor, async (ctx, { params, body, ifMatch }) =>
      withTag(await updateContractor(ctx, params.contractorId, body, ifMatch))
    ),
    handle(api.deleteContractor, (ctx, { params }) => deleteContractor(ctx, params.contractorId)),
    handle(cards.previewCards, previewCards),
    handle(cards.importCards, importCards),
    handle(cards.exportCards, (ctx, { params }) => exportCards(ctx, params.residenceId)),
    handle(cards.exportCard, (ctx, { params }) => exportCard(ctx, params.contractorId))
  ]
}

function withTag({ contractor, etag }: TaggedContractor) {
  return tagged(contractor, etag)
}
