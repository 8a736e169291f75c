import { sql } from 'kysely'
import type { Document, DocumentDetails, DocumentKind } from '#contract/documents.ts'
import { filesOfDocuments } from '#server/features/files/access.ts'
import { lockMyResidences, memberColumns, myResidences, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** A document and which version of it this is. */
export type StoredDocument = Document & { readonly version: number }

const columns = [
  'documents.id',
  'documents.residence_id as residenceId',
  'documents.title',
  'documents.notes',
  'documents.asset_id as assetId',
  'documents.contractor_id as contractorId',
  sql<DocumentDetails>`documents.details`.as('details'), // only `insertDocument` and `saveDocument` write it
  'documents.ends_on as endsOn',
  'documents.remind_days as remindDays',
  'documents.created_at as createdAt',
  'documents.updated_at as updatedAt',
  'documents.version'
] as const

export async function findDocument(db: Db, userId: string, documentId: string): Promise<StoredDocument | undefined> {
  const row = await myResidences(db, userId)
    .innerJoin('documents', 'documents.residence_id', 'residences.id')
    .where('documents.id', '=', documentId)
    .select(columns)
    .executeTakeFirst()
  return row && (await withFiles(db, [row]))[0]
}

/** The same for a change, with the membership that may. */
export async function lockDocument(
  tx: Tx,
  userId: string,
  documentId: string
): Promise<{ document: StoredDocument; member: Membership } | undefined> {
  const row = await lockMyResidences(tx, userId)
    .innerJoin('documents', 'documents.residence_id', 'residences.id')
    .where('documents.id', '=', documentId)
    .select(columns)
    .select(memberColumns)
    .forUpdate('documents')
    .executeTakeFirst()
  if (!row) return undefined
  const { role, timeZone, archivedAt, ...document } = row
  const member = { residenceId: row.residenceId, role, timeZone, archivedAt }
  const [stored] = await withFiles(tx, [document])
  return stored && { document: stored, member }
}

/** By their last day, between two days; null where it does not matter. */
export type EndRange = { readonly from: string; readonly to: string; readonly order: 'asc' | 'desc' }

export type DocumentList = {
  readonly residenceId: string
  readonly kind: DocumentKind | undefined
  readonly assetId: string | undefined
  readonly contractorId: string | undefined
  readonly ends: EndRange | undefined
  /** Id, and with `ends` the last day, of the last one of the page before. */
  readonly after: { readonly id: string; readonly endsOn: string | null } | undefined
  readonly limit: number
}

/** Newest first, or by their last day. */
export async function listDocumentsOf(
  db: Db,
  { residenceId, kind, assetId, contractorId, ends, after, limit }: DocumentList
): Promise<StoredDocument[]> {
  const all = db
    .selectFrom('documents')
    .select(columns)
    .where('documents.residence_id', '=', residenceId)
    .$if(kind !== undefined, (query) => query.where('documents.kind', '=', kind ?? null))
    .$if(assetId !== undefined, (query) => query.where('documents.asset_id', '=', assetId ?? null))
    .$if(contractorId !== undefined, (query) => query.where('documents.contractor_id', '=', contractorId ?? null))
    .limit(limit)
  if (!ends) {
    const rest = all.$if(after !== undefined, (query) => query.where('documents.id', '<', after?.id ?? ''))
    return withFiles(db, await rest.orderBy('documents.id', 'desc').execute())
  }
  const { from, to, order } = ends
  const place = sql`(documents.ends_on, documents.id)`
  const last = sql`(${after?.endsOn ?? null}::date, ${after?.id}::uuid)`
  const rows = await all
    .where('documents.ends_on', '>=', from)
    .where('documents.ends_on', '<=', to)
    .$if(after !== undefined, (query) =>
      query.where(order === 'asc' ? sql<boolean>`${place} > ${last}` : sql<boolean>`${place} < ${last}`)
    )
    .orderBy('documents.ends_on', order)
    .orderBy('documents.id', order)
    .execute()
  return withFiles(db, rows)
}

export type DocumentRow = Pick<Document, 'title' | 'notes' | 'details' | 'remindDays' | 'assetId' | 'contractorId'>

export async function insertDocument(
  tx: Tx,
  { title, notes, details, remindDays, assetId, contractorId }: DocumentRow,
  made: { id: string; residenceId: string; now: string; completionId?: string }
): Promise<void> {
  await tx
    .insertInto('documents')
    .values({
      id: made.id,
      residence_id: made.residenceId,
      title,
      notes,
      details: JSON.stringify(details),
      asset_id: assetId,
      contractor_id: contractorId,
      completion_id: made.completionId ?? null,
      remind_days: remindDays,
      reminds_from: made.now,
      created_at: made.now,
      updated_at: made.now
    })
    .execute()
}

export async function saveDocument(
  tx: Tx,
  documentId: string,
  { title, notes, details, remindDays, assetId, contractorId }: DocumentRow,
  now: string
): Promise<void> {
  await tx
    .updateTable('documents')
    .set({
      title,
      notes,
      details: JSON.stringify(details),
      asset_id: assetId,
      contractor_id: contractorId,
      remind_days: remindDays,
      // What is noted anew begins anew.
      reminds_from: sql`case
        when ends_on is distinct from iso_date(${'endsOn' in details ? (details.endsOn ?? null) : null})
          or remind_days <> ${remindDays}::smallint[] then ${now}::timestamptz
        else reminds_from end`,
      version: sql`version + 1`,
      updated_at: now
    })
    .where('id', '=', documentId)
    .execute()
}

export async function deleteDocumentRow(tx: Tx, documentId: string): Promise<void> {
  await tx.deleteFrom('documents').where('id', '=', documentId).execute()
}

async function withFiles<R extends Omit<StoredDocument, 'files'>>(db: Db, rows: readonly R[]) {
  const files = await filesOfDocuments(
    db,
    rows.map(({ id }) => id)
  )
  return rows.map((row) => ({ ...row, files: files.get(row.id) ?? [] }))
}
