import { sql, type ExpressionBuilder } from 'kysely'
import type { Me } from '#contract/accounts.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { prepared } from '#server/platform/postgres/prepared.ts'
import type { DB, OneTimePurpose } from '#server/platform/schema.ts'
import type { Registration } from './registration-queries.ts'
import type { Reader } from './rules.ts'

/** The version tells whether the password is still the one that was read, however often it was hashed anew. */
export type StoredPassword = { userId: string; passwordHash: string | null; passwordVersion: number }
export type PasswordOwner = StoredPassword & { email: string; displayName: string }

/** `shownMe` adds what is not the database's to say. */
export type StoredMe = Omit<Me, 'offersPlans'> & {
  /** Something the account has bought is not over. */
  readonly hasPurchase: boolean
}
export const meColumns = [
  'id',
  'email',
  'display_name as displayName',
  'time_zone as timeZone',
  'language',
  'due_soon_days as dueSoonDays',
  'reminder_hour as reminderHour',
  'done_notices as doneNotices',
  'created_at as createdAt',
  'erase_at as eraseAt',
  sql<boolean>`exists (select from account_marks where user_id = users.id and is_staff)`.as('isStaff'),
  sql<boolean>`exists (select from store_purchases where account_id = users.id
    and state in ('PENDING', 'ACTIVE', 'CANCELED', 'GRACE', 'HOLD', 'PAUSED')
    and (environment = 'production'
      or exists (select from account_marks where user_id = users.id and buys_in_sandbox)))`.as('hasPurchase')
] as const

const ownerColumns = [
  'users.id as userId',
  'users.email',
  'users.display_name as displayName',
  'users.password_hash as passwordHash',
  'users.password_version as passwordVersion'
] as const

export function passwordOfEmail(db: Db, email: string): Promise<PasswordOwner | undefined> {
  return db.selectFrom('users').select(ownerColumns).where(isProved(email)).executeTakeFirst()
}

/** An address that nobody has proved says nothing about whom it belongs to. */
function isProved(email: string) {
  return (eb: ExpressionBuilder<DB, 'users'>) =>
    eb.and([eb('email', '=', email), eb('email_verified_at', 'is not', null)])
}

export function passwordOfUser(db: Db, userId: string): Promise<PasswordOwner | undefined> {
  return db.selectFrom('users').select(ownerColumns).where('id', '=', userId).executeTakeFirst()
}

/** Whom a reset link that still works belongs to. */
export function passwordOfResetLink(
  db: Db,
  digests: readonly Buffer[],
  now: Temporal.Instant
): Promise<PasswordOwner | undefined> {
  return db
    .selectFrom('one_time_credentials as credential')
    .innerJoin('users', 'users.id', 'credential.subject_id')
    .select(ownerColumns)
    .where(sql<boolean>`credential.digest = any(${digests}::bytea[])`)
    .where('credential.purpose', '=', 'reset_password')
    .where('credential.consumed_at', 'is', null)
    .where('credential.expires_at', '>', now.toString())
    .executeTakeFirst()
}

/**
 * Nobody else changes what belongs to the account until the transaction ends. Throws `not_signed_in` when it is gone, or
 * was disabled a moment ago.
 */
export async function holdUser(tx: Tx, userId: string): Promise<void> {
  await tx
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow(gone)
}

/** The address of whom a credential that still works belongs to. */
export async function emailOfCredential(
  db: Db,
  { purpose, digests }: { purpose: OneTimePurpose; digests: readonly Buffer[] },
  now: Temporal.Instant
): Promise<string | undefined> {
  const owner = await db
    .selectFrom('one_time_credentials as credential')
    .innerJoin('users', 'users.id', 'credential.subject_id')
    .select('users.email')
    .where(sql<boolean>`credential.digest = any(${digests}::bytea[])`)
    .where('credential.purpose', '=', purpose)
    .where('credential.consumed_at', 'is', null)
    .where('credential.expires_at', '>', now.toString())
    .executeTakeFirst()
  return owner?.email
}

/** Whether the password is still the one that was read and lets its owner in; it then stays so until the transaction ends. */
export async function holdPassword(tx: Tx, { userId, passwordVersion }: StoredPassword): Promise<boolean> {
  const held = await tx
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('password_version', '=', passwordVersion)
    .where('disabled_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return held !== undefined
}

/** A better hash of the password that is held. */
export async function replaceHash(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', userId).execute()
}

/** A new password in place of the one that was read; false when another came first. */
export async function replacePassword(
  tx: Tx,
  former: StoredPassword,
  passwordHash: string,
  now: Temporal.Instant
): Promise<boolean> {
  const replaced = await tx
    .updateTable('users')
    .set((eb) => ({
      password_hash: passwordHash,
      password_version: eb('password_version', '+', 1),
      updated_at: now.toString()
    }))
    .where('id', '=', former.userId)
    .where('password_version', '=', former.passwordVersion)
    .executeTakeFirst()
  return replaced.numUpdatedRows > 0n
}

/** How many ways to sign in the account has that need nothing else first: its password, its passkeys, providers that know its owner. */
export async function waysIn(tx: Tx, userId: string): Promise<number> {
  const { password, passkeys, identities } = await tx
    .selectFrom('users')
    .select((eb) => [
      eb('password_hash', 'is not', null).$castTo<boolean>().as('password'), // `is not null` is never null
      eb
        .selectFrom('passkeys')
        .select(eb.fn.countAll<number>().as('count'))
        .whereRef('user_id', '=', 'users.id')
        .as('passkeys'),
      eb
        .selectFrom('identities')
        .select(eb.fn.countAll<number>().as('count'))
        .whereRef('user_id', '=', 'users.id')
        .where('inactive_since', 'is', null)
        .as('identities')
    ])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow(gone)
  return Number(password) + (passkeys ?? 0) + (identities ?? 0)
}

/** Throws `not_signed_in` when the account was deleted a moment ago. */
export async function me(db: Db | Tx, userId: string): Promise<StoredMe> {
  const [user] = await userById(db, { userId })
  if (!user) throw gone()
  return user
}

const userById = prepared((db, { userId }: { userId: string }) =>
  db.selectFrom('users').select(meColumns).where('id', '=', userId).compile()
)

function gone(): AppError {
  return new AppError('not_signed_in')
}

export type ProfileChange = Partial<
  Pick<Me, 'displayName' | 'timeZone' | 'language' | 'dueSoonDays' | 'reminderHour' | 'doneNotices'>
>

export function changeProfile(tx: Tx, userId: string, change: ProfileChange, now: Temporal.Instant): Promise<StoredMe> {
  return tx
    .updateTable('users')
    .set({
      display_name: change.displayName,
      time_zone: change.timeZone,
      language: change.language,
      due_soon_days: change.dueSoonDays,
      reminder_hour: change.reminderHour,
      done_notices: change.doneNotices,
      updated_at: now.toString()
    })
    .where('id', '=', userId)
    .returning(meColumns)
    .executeTakeFirstOrThrow(gone)
}

export function readerOfEmail(db: Db | Tx, email: string): Promise<(Reader & { userId: string }) | undefined> {
  return db
    .selectFrom('users')
    .select(['id as userId', 'email', 'display_name as displayName', 'language'])
    .where(isProved(email))
    .executeTakeFirst()
}

export function readerOfUser(db: Db, userId: string): Promise<Reader | undefined> {
  return db
    .selectFrom('users')
    .select(['email', 'display_name as displayName', 'language'])
    .where('id', '=', userId)
    .executeTakeFirst()
}

/** Makes the account; undefined when the address has one, also when that one is only being made at this moment. */
export function saveUser(
  tx: Tx,
  userId: string,
  registration: Registration,
  now: Temporal.Instant
): Promise<StoredMe | undefined> {
  return tx
    .insertInto('users')
    .values({
      id: userId,
      email: registration.email,
      email_verified_at: now.toString(),
      display_name: registration.displayName,
      password_hash: registration.passwordHash,
      time_zone: registration.timeZone,
      language: registration.language,
      created_at: now.toString(),
      updated_at: now.toString()
    })
    .onConflict((conflict) => conflict.column('email').where('email_verified_at', 'is not', null).doNothing())
    .returning(meColumns)
    .executeTakeFirst()
}
