import { lockMyResidences, memberColumns, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { TextLanguage } from './text-rules.ts'

/** The membership that may write below it. */
export function lockFileAndHome(tx: Tx, userId: string, fileId: string): Promise<Membership | undefined> {
  return lockMyResidences(tx, userId)
    .innerJoin('files', 'files.residence_id', 'residences.id')
    .where('files.id', '=', fileId)
    .select(memberColumns)
    .forUpdate('files')
    .executeTakeFirst()
}

export async function saveCaption(tx: Tx, fileId: string, caption: string | null): Promise<void> {
  await tx.updateTable('files').set({ caption }).where('id', '=', fileId).execute()
}

/** The object of a paper that has not been read; undefined when it is read or gone. */
export async function unreadPaper(db: Db, fileId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('files')
    .select('object_key')
    .where('id', '=', fileId)
    .where('text_outcome', '=', 'waiting')
    .executeTakeFirst()
  return row?.object_key
}

export type ReadPaper = {
  readonly outcome: 'read' | 'cut' | 'encrypted' | 'damaged' | 'too_much'
  readonly text: string | null
  readonly language: TextLanguage | null
}

export async function saveText(tx: Tx, fileId: string, { outcome, text, language }: ReadPaper): Promise<void> {
  await tx
    .updateTable('files')
    .set({ text_outcome: outcome, text, text_language: language })
    .where('id', '=', fileId)
    .execute()
}
