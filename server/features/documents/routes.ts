import * as api from '#contract/documents.ts'
import { handle, tagged, type Handler } from '#server/platform/http/handle.ts'
import { createDocument } from './create-document.ts'
import { deleteDocument } from './delete-document.ts'
import type { TaggedDocument } from './document-view.ts'
import { requireDocument } from './get-document.ts'
import { listDocuments } from './list-documents.ts'
import { listReminders } from './list-reminders.ts'
import { searchDocuments } from './search-documents.ts'
import { updateDocument } from './update-document.ts'

export function documentRoutes(): Handler[] {
  return [
    handle(api.listDocuments, (ctx, { params, query }) => listDocuments(ctx, params.residenceId, query)),
    handle(api.searchDocuments, (ctx, { params, query }) => searchDocuments(ctx, params.residenceId, query.search)),
    handle(api.createDocument, async (ctx, { params, body }) =>
      withTag(await createDocument(ctx, params.residenceId, body))
    ),
    handle(api.getDocument, async (ctx, { params }) => withTag(await requireDocument(ctx.db, ctx, params.documentId))),
    handle(api.updateDocument, async (ctx, { params, body, ifMatch }) =>
      withTag(await updateDocument(ctx, params.documentId, body, ifMatch))
    ),
    handle(api.listReminders, (ctx, { params }) => listReminders(ctx, params.documentId)),
    handle(api.deleteDocument, (ctx, { params }) => deleteDocument(ctx, params.documentId))
  ]
}

function withTag({ document, etag }: TaggedDocument) {
  return tagged(document, etag)
}
