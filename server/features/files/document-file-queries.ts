import type { DocumentFile } from '#contract/documents.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { shownColumns, withCaption } from './file-queries.ts'

/** The files of each document, in their order; those without any are left out. */
export async function filesOfDocuments(db: Db, documentIds: readonly string[]): Promise<Map<string, DocumentFile[]>> {
  if (documentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('document_files')
    .innerJoin('files', 'files.id', 'document_files.file_id')
    .where('document_files.document_id', 'in', documentIds)
    .select(['document_files.document_id as documentId', ...shownColumns])
    .orderBy('document_files.document_id')
    .orderBy('document_files.position')
    .execute()
  const groups = Map.groupBy(rows, ({ documentId }) => documentId)
  return new Map([...groups].map(([id, files]) => [id, files.map(({ documentId: _of, ...file }) => withCaption(file))]))
}

type Owner = { readonly documentId: string; readonly residenceId: string }

export async function attachFiles(
  tx: Tx,
  { documentId, residenceId }: Owner,
  files: readonly DocumentFile[]
): Promise<void> {
  if (files.length === 0) return
  const rows = files.map(({ fileId }, position) => ({
    document_id: documentId,
    residence_id: residenceId,
    position,
    file_id: fileId
  }))
  await tx.insertInto('document_files').values(rows).execute()
}

export async function detachFiles(tx: Tx, documentId: string): Promise<void> {
  await tx.deleteFrom('document_files').where('document_id', '=', documentId).execute()
}
