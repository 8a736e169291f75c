import { AppError } from '#server/platform/errors.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { meColumns, type StoredMe } from './queries.ts'

export type AddressProof = { email: string; expiresAt: string }

/** The address somebody has, and the one that waits for its code. */
export async function addressOf(
  db: Db | Tx,
  userId: string,
  now: Temporal.Instant
): Promise<{ email: string; verified: boolean; pending: AddressProof | null }> {
  const row = await db
    .selectFrom('users')
    .leftJoin('address_proofs as proof', (join) =>
      join.onRef('proof.user_id', '=', 'users.id').on('proof.expires_at', '>', now.toString())
    )
    .select(['users.email', 'email_verified_at', 'proof.email as pendingEmail', 'proof.expires_at as expiresAt'])
    .where('users.id', '=', userId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_signed_in') // deleted a moment ago
  const { email, pendingEmail, expiresAt } = row
  const pending = pendingEmail !== null && expiresAt !== null ? { email: pendingEmail, expiresAt } : null
  return { email, verified: row.email_verified_at !== null, pending }
}

/** One at a time: a former one gives way. */
export async function saveAddressProof(
  tx: Tx,
  userId: string,
  { email, expiresAt }: AddressProof,
  now: Temporal.Instant
): Promise<void> {
  const row = { email, expires_at: expiresAt, created_at: now.toString() }
  await tx
    .insertInto('address_proofs')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

/** The waiting address, held until the transaction ends: it is neither replaced nor taken meanwhile. */
export function holdAddressProof(
  tx: Tx,
  userId: string,
  now: Temporal.Instant
): Promise<{ email: string } | undefined> {
  return tx
    .selectFrom('address_proofs')
    .select('email')
    .where('user_id', '=', userId)
    .where('expires_at', '>', now.toString())
    .forUpdate()
    .executeTakeFirst()
}

/** False when there was none. */
export async function deleteAddressProof(tx: Tx, userId: string): Promise<boolean> {
  const deleted = await tx.deleteFrom('address_proofs').where('user_id', '=', userId).executeTakeFirst()
  return deleted.numDeletedRows > 0n
}

export async function deleteExpiredAddressProofs(tx: Tx, now: Temporal.Instant): Promise<void> {
  await tx.deleteFrom('address_proofs').where('expires_at', '<=', now.toString()).execute()
}

/** The proved address in place of the former one; throws `code_not_accepted` when somebody else has it. */
export async function replaceAddress(tx: Tx, userId: string, email: string, now: Temporal.Instant): Promise<StoredMe> {
  const at = now.toString()
  try {
    return await tx
      .updateTable('users')
      .set({ email, email_verified_at: at, updated_at: at })
      .where('id', '=', userId)
      .returning(meColumns)
      .executeTakeFirstOrThrow(() => new AppError('not_signed_in'))
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'users_email_key')
      throw new AppError('code_not_accepted', { cause: error })
    throw error
  }
}
