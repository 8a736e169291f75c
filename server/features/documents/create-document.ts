import type { NewDocument } from '#contract/documents.ts'
import { attachFiles, requireFiles } from '#server/features/files/access.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { requireRight } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import { insertDocument } from './document-queries.ts'
import { newDocument } from './document-rules.ts'
import { refuseForeignLinks } from './refuse-foreign-links.ts'
import { requireDocument } from './get-document.ts'
import type { TaggedDocument } from './document-view.ts'

export function createDocument(ctx: Ctx<User>, residenceId: string, input: NewDocument): Promise<TaggedDocument> {
  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'document.edit')
    const document = newDocument(input)
    await refuseForeignLinks(tx, residenceId, input)
    const files = await requireFiles(tx, ctx, { residenceId, fileIds: input.fileIds ?? [], before: [] })
    await requireRoom(tx, ctx, { of: 'documents', residenceId })

    const id = newId()
    await insertDocument(tx, document, { id, residenceId, now: ctx.now().toString() })
    await attachFiles(tx, { documentId: id, residenceId }, files)
    await audit(tx, ctx, { event: 'document.created', subjectId: id, residenceId })
    return requireDocument(tx, ctx, id)
  })
}
