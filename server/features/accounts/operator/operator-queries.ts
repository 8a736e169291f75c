import type { Db, Tx } from '#server/platform/postgres/connect.ts'

export type Whom = { readonly email: string } | { readonly userId: string }

/** By the id, or by the address, which must be proved: one that is not says nothing about whose it is. */
export async function findPerson(db: Db, whom: Whom): Promise<string | undefined> {
  const found = await db
    .selectFrom('users')
    .select('id')
    .$if('userId' in whom, (query) => query.where('id', '=', 'userId' in whom ? whom.userId : ''))
    .$if('email' in whom, (query) =>
      query.where('email', '=', 'email' in whom ? whom.email : '').where('email_verified_at', 'is not', null)
    )
    .executeTakeFirst()
  return found?.id
}

/** Ends every session there is; returns whose they were, once for each. */
export async function deleteAllSessions(tx: Tx): Promise<string[]> {
  const deleted = await tx.deleteFrom('sessions').returning('user_id as userId').execute()
  return deleted.map(({ userId }) => userId)
}

/** Null lets somebody in again; false when the account was so already, or is gone. */
export async function setDisabled(tx: Tx, userId: string, since: Temporal.Instant | null): Promise<boolean> {
  const changed = await tx
    .updateTable('users')
    .set({ disabled_at: since?.toString() ?? null })
    .where('id', '=', userId)
    .where('disabled_at', since === null ? 'is not' : 'is', null)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}
