import type { Document } from '#contract/documents.ts'
import { membersAmong } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { listDocumentsOf } from './document-queries.ts'
import { viewDocument } from './document-view.ts'

export { keepInvoice } from './keep-invoice.ts'

const pageSize = 500

/** All papers of a home, newest first; ends where the reader is a member no more. */
export async function* everyDocument(ctx: Ctx<User>, residenceId: string): AsyncIterable<Document> {
  let after: { id: string; endsOn: null } | undefined
  do {
    const { userId } = ctx.actor
    if (!(await membersAmong(ctx.db, residenceId, [userId])).has(userId)) return
    const page = await listDocumentsOf(ctx.db, {
      residenceId,
      kind: undefined,
      assetId: undefined,
      contractorId: undefined,
      ends: undefined,
      after,
      limit: pageSize
    })
    yield* page.map(viewDocument)
    const last = page.at(-1)
    after = last && page.length === pageSize ? { id: last.id, endsOn: null } : undefined
  } while (after)
}
