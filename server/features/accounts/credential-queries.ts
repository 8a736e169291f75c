import { sql } from 'kysely'
import { newId } from '#server/platform/ids.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { JsonObject, JsonValue, OneTimePurpose } from '#server/platform/schema.ts'

export type NewCredential = {
  purpose: OneTimePurpose
  /** Whose it is: the registration or the user; what begins without either has an id of its own. */
  subjectId: string
  digest: Buffer
  keyId: string
  attempts: number
  expiresAt: Temporal.Instant
  /** Digest of what it works together with only, such as a cookie of the browser that began. */
  boundDigest?: Buffer
  /** What its effect needs to know; ids and addresses, never a secret. */
  context?: JsonObject
}

/** The one live credential of its purpose and subject: a former one ends in the same statement. */
export async function saveCredential(tx: Tx, credential: NewCredential, now: Temporal.Instant): Promise<void> {
  const row = {
    id: newId(),
    digest: credential.digest,
    key_id: credential.keyId,
    attempts_left: credential.attempts,
    expires_at: credential.expiresAt.toString(),
    bound_digest: credential.boundDigest ?? null,
    context: credential.context === undefined ? null : JSON.stringify(credential.context),
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
 * One try at the code of a subject: consumes it when a digest is right, else one try is gone. One statement, so tries at
 * the same time queue for the row and each of them counts.
 */
export async function tryCode(
  tx: Tx,
  { purpose, subjectId, digests }: { purpose: OneTimePurpose; subjectId: string; digests: readonly Buffer[] },
  now: Temporal.Instant
): Promise<boolean> {
  const tried = await tx
    .updateTable('one_time_credentials')
    .set((eb) => ({
      attempts_left: eb('attempts_left', '-', 1),
      consumed_at: sql<
        string | null
      >`case when digest = any(${digests}::bytea[]) then ${now.toString()}::timestamptz end`
    }))
    .where('purpose', '=', purpose)
    .where('subject_id', '=', subjectId)
    .where('consumed_at', 'is', null)
    .where('attempts_left', '>', 0)
    .where('expires_at', '>', now.toString())
    .returning((eb) => eb('consumed_at', 'is not', null).as('matched'))
    .executeTakeFirst()
  return tried?.matched === true
}

export type ConsumedCredential = { subjectId: string; context: JsonValue }

/** The credential for exactly one caller, while it works and together with what it is bound to; undefined for all others. */
export function consumeCredential(
  tx: Tx,
  {
    purpose,
    digests,
    boundDigests
  }: { purpose: OneTimePurpose; digests: readonly Buffer[]; boundDigests?: readonly Buffer[] },
  now: Temporal.Instant
): Promise<ConsumedCredential | undefined> {
  return tx
    .updateTable('one_time_credentials')
    .set({ consumed_at: now.toString() })
    .where(sql<boolean>`digest = any(${digests}::bytea[])`)
    .where('purpose', '=', purpose)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now.toString())
    .where(sql<boolean>`(bound_digest is null or bound_digest = any(${boundDigests ?? []}::bytea[]))`)
    .returning(['subject_id as subjectId', 'context'])
    .executeTakeFirst()
}

/**
 * One try with the credential, which comes along with something else that may be wrong: the try is gone, and the last one
 * ends it. Who goes through with it consumes it in the same transaction.
 */
export function tryCredential(
  tx: Tx,
  { purpose, digests }: { purpose: OneTimePurpose; digests: readonly Buffer[] },
  now: Temporal.Instant
): Promise<(ConsumedCredential & { attemptsLeft: number }) | undefined> {
  return tx
    .updateTable('one_time_credentials')
    .set((eb) => ({
      attempts_left: eb('attempts_left', '-', 1),
      consumed_at: sql<string | null>`case when attempts_left = 1 then ${now.toString()}::timestamptz end`
    }))
    .where(sql<boolean>`digest = any(${digests}::bytea[])`)
    .where('purpose', '=', purpose)
    .where('consumed_at', 'is', null)
    .where('attempts_left', '>', 0)
    .where('expires_at', '>', now.toString())
    .returning(['subject_id as subjectId', 'context', 'attempts_left as attemptsLeft'])
    .executeTakeFirst()
}

/** Ends the live credential of one purpose, if there is one. */
export async function endCredential(
  tx: Tx,
  { purpose, subjectId }: { purpose: OneTimePurpose; subjectId: string },
  now: Temporal.Instant
): Promise<void> {
  await tx
    .updateTable('one_time_credentials')
    .set({ consumed_at: now.toString() })
    .where('purpose', '=', purpose)
    .where('subject_id', '=', subjectId)
    .where('consumed_at', 'is', null)
    .execute()
}

/** What a credential that still works is about, without using it; together with what it is bound to, as above. */
export function liveCredential(
  db: Db,
  {
    purpose,
    digests,
    boundDigests
  }: { purpose: OneTimePurpose; digests: readonly Buffer[]; boundDigests?: readonly Buffer[] },
  now: Temporal.Instant
): Promise<(ConsumedCredential & { digest: Buffer }) | undefined> {
  return db
    .selectFrom('one_time_credentials')
    .select(['subject_id as subjectId', 'context', 'digest'])
    .where(sql<boolean>`digest = any(${digests}::bytea[])`)
    .where('purpose', '=', purpose)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now.toString())
    .where(sql<boolean>`(bound_digest is null or bound_digest = any(${boundDigests ?? []}::bytea[]))`)
    .executeTakeFirst()
}

/** The same by whose it is. */
export function liveCredentialOf(
  db: Db,
  { purpose, subjectId }: { purpose: OneTimePurpose; subjectId: string },
  now: Temporal.Instant
): Promise<(ConsumedCredential & { digest: Buffer }) | undefined> {
  return db
    .selectFrom('one_time_credentials')
    .select(['subject_id as subjectId', 'context', 'digest'])
    .where('purpose', '=', purpose)
    .where('subject_id', '=', subjectId)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now.toString())
    .executeTakeFirst()
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
