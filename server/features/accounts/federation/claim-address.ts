import type { Tx } from '#server/platform/postgres/connect.ts'
import { clearClaims, endRegistrations } from './address-queries.ts'
import { revokeAtProvider } from './revocations.ts'

/** Proof wins over what was only claimed: accounts and registrations that others prepared under the address go. */
export async function claimAddress(tx: Tx, email: string, userId?: string): Promise<void> {
  if ((await clearClaims(tx, email, userId)) > 0) await revokeAtProvider(tx)
  await endRegistrations(tx, email)
}
