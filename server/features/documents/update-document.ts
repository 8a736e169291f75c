import type { DocumentChange } from '#contract/documents.ts'
import { attachFiles, deleteIfUnattached, detachFiles, requireFiles } from '#server/features/files/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { matches } from '#server/platform/etag.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { lockDocument, saveDocument, type StoredDocument } from './document-queries.ts'
import { changedDocument } from './document-rules.ts'
import { tagOf, type TaggedDocument } from './document-view.ts'
import { requireDocument } from './get-document.ts'
import { refuseForeignLinks } from './refuse-foreign-links.ts'

/** `ifMatch`: the tag that the caller has read; throws `precondition_failed` when somebody changed the document since. */
export function updateDocument(
  ctx: Ctx<User>,
  documentId: string,
  change: DocumentChange,
  ifMatch: string | undefined
): Promise<TaggedDocument> {
  return ctx.write(async (tx) => {
    const locked = await lockDocument(tx, ctx.actor.userId, documentId)
    if (!locked) throw new AppError('document_not_found')
    const { document, member } = locked
    refuseUnlessAllowed(member, 'document.edit')
    if (ifMatch !== undefined && !matches(ifMatch, tagOf(document))) throw new AppError('precondition_failed')
    await refuseForeignLinks(tx, document.residenceId, change)

    await saveDocument(tx, document.id, changedDocument(document, change), ctx.now().toString())
    if (change.fileIds) await replaceFiles(tx, ctx, document, change.fileIds)
    const { id: subjectId, residenceId } = document
    await audit(tx, ctx, { event: 'document.updated', subjectId, residenceId })
    return requireDocument(tx, ctx, document.id)
  })
}

async function replaceFiles(
  tx: Tx,
  ctx: Ctx<User>,
  { id: documentId, residenceId, files }: StoredDocument,
  fileIds: readonly string[]
): Promise<void> {
  const before = files.map(({ fileId }) => fileId)
  const wanted = await requireFiles(tx, ctx, { residenceId, fileIds, before })
  await detachFiles(tx, documentId)
  await attachFiles(tx, { documentId, residenceId }, wanted)
  await deleteIfUnattached(tx, before)
}
