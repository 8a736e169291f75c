import type { Contractor } from '#contract/contractors.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { viewContractor } from './contractor-view.ts'
import { contractorOf, listContractorsOf } from './queries.ts'

/** Whom a task or a completion names, null for nobody; throws `contractor_not_of_home`. */
export async function requireContractor(
  tx: Tx,
  residenceId: string,
  contractorId: string | null | undefined
): Promise<{ id: string; name: string } | null> {
  if (contractorId === null || contractorId === undefined) return null
  const contractor = await contractorOf(tx, residenceId, contractorId)
  if (!contractor) throw new AppError('contractor_not_of_home')
  return contractor
}

const pageSize = 500

/** All of a home's; whoever asks has looked whether it is the reader's. */
export async function contractorsOfHome(db: Db, residenceId: string): Promise<Contractor[]> {
  const contractors: Contractor[] = []
  let after: readonly [number, string, string] | undefined
  for (;;) {
    const page = { residenceId, specialty: undefined, words: [], after, limit: pageSize }
    const rows = await listContractorsOf(db, page)
    contractors.push(...rows.map(viewContractor))
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return contractors
    after = [last.rank, last.sortName, last.id]
  }
}
