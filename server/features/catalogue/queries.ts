import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** What somebody said is not for this home. */
export async function dismissedTemplates(db: Db, residenceId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('dismissed_suggestions')
    .select('template_id')
    .where('residence_id', '=', residenceId)
    .execute()
  return new Set(rows.map((row) => row.template_id))
}

/** False when it was dismissed already. */
export async function insertDismissal(
  tx: Tx,
  { residenceId, templateId, now }: { residenceId: string; templateId: string; now: string }
): Promise<boolean> {
  const inserted = await tx
    .insertInto('dismissed_suggestions')
    .values({ residence_id: residenceId, template_id: templateId, dismissed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('template_id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** False when it was not dismissed. */
export async function deleteDismissal(tx: Tx, residenceId: string, templateId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('dismissed_suggestions')
    .where('residence_id', '=', residenceId)
    .where('template_id', '=', templateId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
