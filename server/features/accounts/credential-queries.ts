import { sql } from 'kysely'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'

export type NewCredential = {
  purpose: 'verify_email' | 'reset_password'
  /** The registration or the user. */
  subjectId: string
  digest: Buffer
  attempts: number
  expiresAt: Temporal.Instant
}

/** The one live credential of its purpose and subject: a former one ends in the same statement. */
export async function saveCredential(tx: Tx, credential: NewCredential, now: Temporal.Instant): Promise<void> {
  const row = {
    id: newId(),
    digest: credential.digest,
    attempts_left: credential.attempts,
    expires_at: credential.expiresAt.toString(),
    created_at: now.toString()
  }
  await tx
    .insertInto('one_time_credentials')
    .values({ ...row, purpose: credential.purpose, subject_id: credential.subjectId })
    .onConflict((conflict) =>
      conflict.columns(['purpose', 'subject_id']).where('consumed_at', 'is', null).doUpdateSet(row)
    )
    .execute()
}

/**
 * One try at the code of a registration: consumes it when the digest is right, else one try is gone. One statement, so
 * tries at the same time queue for the row and each of them counts.
 */
export async function tryCode(tx: Tx, registrationId: string, digest: Buffer, now: Temporal.Instant): Promise<boolean> {
  const tried = await tx
    .updateTable('one_time_credentials')
    .set((eb) => ({
      attempts_left: eb('attempts_left', '-', 1),
      consumed_at: eb
        .case()
        .when('digest', '=', digest)
        .then(sql<string>`${now.toString()}::timestamptz`)
        .end()
    }))
    .where('purpose', '=', 'verify_email')
    .where('subject_id', '=', registrationId)
    .where('consumed_at', 'is', null)
    .where('attempts_left', '>', 0)
    .where('expires_at', '>', now.toString())
    .returning((eb) => eb('consumed_at', 'is not', null).as('matched'))
    .executeTakeFirst()
  return tried?.matched === true
}

/** True for exactly one caller, while the link works. */
export async function consumeResetLink(tx: Tx, digest: Buffer, now: Temporal.Instant): Promise<boolean> {
  const consumed = await tx
    .updateTable('one_time_credentials')
    .set({ consumed_at: now.toString() })
    .where('digest', '=', digest)
    .where('purpose', '=', 'reset_password')
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now.toString())
    .executeTakeFirst()
  return consumed.numUpdatedRows > 0n
}

/** Ends whatever was mailed to the subject and not used yet. */
export async function endCredentials(tx: Tx, subjectId: string, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('one_time_credentials')
    .set({ consumed_at: now.toString() })
    .where('subject_id', '=', subjectId)
    .where('consumed_at', 'is', null)
    .execute()
}

export async function deleteExpiredCredentials(tx: Tx, now: Temporal.Instant): Promise<void> {
  await tx.deleteFrom('one_time_credentials').where('expires_at', '<=', now.toString()).execute()
}
