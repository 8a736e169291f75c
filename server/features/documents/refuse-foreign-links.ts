import type { DocumentChange } from '#contract/documents.ts'
import { refuseForeign } from '#server/features/assets/access.ts'
import { requireContractor } from '#server/features/contractors/access.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'

/** Only what and who is of the same home; throws `not_of_this_home` or `contractor_not_of_home`. */
export async function refuseForeignLinks(
  tx: Tx,
  residenceId: string,
  { assetId, contractorId }: Pick<DocumentChange, 'assetId' | 'contractorId'>
): Promise<void> {
  await refuseForeign(tx, residenceId, [{ path: '', assetId }])
  await requireContractor(tx, residenceId, contractorId)
}
