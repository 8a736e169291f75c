import type { Tx } from '#server/platform/postgres/connect.ts'

/**
 * Somebody is about to prove this address: accounts that only claim it go, with all that hangs on them, so that nothing that
 * was prepared there reaches the one who proves it. How many went.
 */
export async function clearClaims(tx: Tx, email: string, exceptUserId?: string): Promise<number> {
  const cleared = await tx
    .deleteFrom('users')
    .where('email', '=', email)
    .where('email_verified_at', 'is', null)
    .$if(exceptUserId !== undefined, (query) => query.where('id', '<>', exceptUserId ?? ''))
    .executeTakeFirst()
  return Number(cleared.numDeletedRows)
}

/** Codes that are on their way make no account any more. */
export async function endRegistrations(tx: Tx, email: string): Promise<void> {
  await tx.deleteFrom('registrations').where('email', '=', email).execute()
}
