import type { Completion } from '#contract/completions.ts'
import type { Task } from '#contract/tasks.ts'
import { attachFiles, requireFiles } from '#server/features/files/access.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { insertDocument } from './document-queries.ts'
import { newDocument } from './document-rules.ts'

/** Of contract/documents.ts; with a longer name the link alone says who it was. */
const longestIssuer = 120

/** `fileId`: somebody else may have added it. */
export type Invoiced = { readonly task: Task; readonly completion: Completion; readonly fileId: string }

/** Makes the invoice of what was done a paper of the home, linked to who did it and to what; one completion has one. */
export async function keepInvoice(
  tx: Tx,
  ctx: Ctx<User>,
  { task, completion, fileId }: Invoiced
): Promise<NonNullable<Completion['invoice']>> {
  const { residenceId, title, assetId } = task
  const { contractor, cost } = completion
  const document = newDocument({
    title,
    assetId,
    contractorId: contractor?.id ?? null,
    details: {
      kind: 'invoice',
      ...(contractor !== null && contractor.name.length <= longestIssuer && { issuer: contractor.name }),
      ...(cost !== null && { amount: cost })
    }
  })
  const files = await requireFiles(tx, ctx, { residenceId, fileIds: [fileId], before: [fileId] })
  await requireRoom(tx, ctx, { of: 'documents', residenceId })

  const id = newId()
  await insertDocument(tx, document, { id, residenceId, now: ctx.now().toString(), completionId: completion.id })
  await attachFiles(tx, { documentId: id, residenceId }, files)
  await audit(tx, ctx, { event: 'document.created', subjectId: id, residenceId })
  const [file] = files
  return { documentId: id, file: file === undefined ? null : { id: file.fileId, type: file.type } }
}
