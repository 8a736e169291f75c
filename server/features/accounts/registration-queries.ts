import type { Language } from '#contract/values.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** A person who has not proved the address yet. */
export type Registration = {
  id: string
  email: string
  displayName: string
  passwordHash: string
  timeZone: string
  language: Language
}

export async function saveRegistration(
  tx: Tx,
  registration: Registration,
  now: Temporal.Instant,
  expiresAt: Temporal.Instant
): Promise<void> {
  await tx
    .insertInto('registrations')
    .values({
      id: registration.id,
      email: registration.email,
      display_name: registration.displayName,
      password_hash: registration.passwordHash,
      time_zone: registration.timeZone,
      language: registration.language,
      expires_at: expiresAt.toString(),
      created_at: now.toString()
    })
    .execute()
}

/** A registration that still can become an account. */
export function liveRegistration(
  db: Db | Tx,
  registrationId: string,
  now: Temporal.Instant
): Promise<{ email: string; language: Language } | undefined> {
  return db
    .selectFrom('registrations')
    .select(['email', 'language'])
    .where('id', '=', registrationId)
    .where('expires_at', '>', now.toString())
    .executeTakeFirst()
}

/** Takes the registration away and gives it back, if it still can become an account. */
export function takeRegistration(
  tx: Tx,
  registrationId: string,
  now: Temporal.Instant
): Promise<Registration | undefined> {
  return tx
    .deleteFrom('registrations')
    .where('id', '=', registrationId)
    .where('expires_at', '>', now.toString())
    .returning([
      'id',
      'email',
      'display_name as displayName',
      'password_hash as passwordHash',
      'time_zone as timeZone',
      'language'
    ])
    .executeTakeFirst()
}

export async function deleteExpiredRegistrations(tx: Tx, now: Temporal.Instant): Promise<void> {
  await tx.deleteFrom('registrations').where('expires_at', '<=', now.toString()).execute()
}
