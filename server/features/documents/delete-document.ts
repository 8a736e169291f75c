import { deleteIfUnattached } from '#server/features/files/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { deleteDocumentRow, lockDocument } from './document-queries.ts'

/** With those of its files that nothing else shows. */
export function deleteDocument(ctx: Ctx<User>, documentId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    const locked = await lockDocument(tx, ctx.actor.userId, documentId)
    if (!locked) throw new AppError('document_not_found')
    const { document, member } = locked
    refuseUnlessAllowed(member, 'document.delete')

    const fileIds = document.files.map(({ fileId }) => fileId)
    await deleteDocumentRow(tx, document.id)
    await deleteIfUnattached(tx, fileIds)
    const { id: subjectId, residenceId } = document
    await audit(tx, ctx, { event: 'document.deleted', subjectId, residenceId })
    return undefined
  })
}
