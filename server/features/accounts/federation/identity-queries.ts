import { sql } from 'kysely'
import { newId } from '#server/platform/ids.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Language } from '#contract/values.ts'

/** An identity on its way to an account; the refresh token is sealed for the id. */
export type NewIdentity = {
  id: string
  issuer: string
  subject: string
  clientId: string
  email: string | null
  privateEmail: boolean
  refreshToken: string | null
  transferSubject: string | null
}

export type KnownIdentity = { id: string; userId: string; hasRefreshToken: boolean; letsIn: boolean }

/** Sign-ins with one identity queue for each other until the transaction ends, whether or not it is known yet. */
export async function holdIdentity(tx: Tx, issuer: string, subject: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`identity ${issuer} ${subject}`}, 0))`.execute(tx)
}

/** By issuer and subject; while an app moves between two Apple teams, by the name that both of them know. */
export function knownIdentity(
  db: Db | Tx,
  { issuer, subject, transferSubject }: { issuer: string; subject: string; transferSubject: string | undefined }
): Promise<KnownIdentity | undefined> {
  return db
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .select((eb) => [
      'identities.id',
      'identities.user_id as userId',
      eb('identities.refresh_token', 'is not', null).$castTo<boolean>().as('hasRefreshToken'), // `is not null` is never null
      eb('users.disabled_at', 'is', null).$castTo<boolean>().as('letsIn')
    ])
    .where('issuer', '=', issuer)
    .where((eb) =>
      transferSubject === undefined
        ? eb('subject', '=', subject)
        : eb.or([eb('subject', '=', subject), eb('transfer_subject', '=', transferSubject)])
    )
    .orderBy(sql`subject = ${subject}`, 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** It has just shown itself: notes what the provider says of it now, and that consent is given (again). */
export async function noteIdentity(tx: Tx, identity: NewIdentity, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('identities')
    .set({
      subject: identity.subject,
      email: sql<string | null>`coalesce(${identity.email}, email)`,
      private_email: identity.privateEmail,
      transfer_subject: sql<string | null>`coalesce(${identity.transferSubject}, transfer_subject)`,
      inactive_since: null,
      last_used_at: now.toString(),
      ...(identity.refreshToken !== null && { refresh_token: identity.refreshToken, client_id: identity.clientId })
    })
    .where('id', '=', identity.id)
    .execute()
}

/** False when the identity is somebody's already. */
export async function saveIdentity(tx: Tx, userId: string, identity: NewIdentity, now: Temporal.Instant) {
  const saved = await tx
    .insertInto('identities')
    .values({
      id: identity.id,
      user_id: userId,
      issuer: identity.issuer,
      subject: identity.subject,
      client_id: identity.clientId,
      email: identity.email,
      private_email: identity.privateEmail,
      refresh_token: identity.refreshToken,
      transfer_subject: identity.transferSubject,
      last_used_at: now.toString(),
      linked_at: now.toString()
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return saved !== undefined
}

/** Who has proved this address. */
export async function ownerOfAddress(tx: Tx, email: string): Promise<string | undefined> {
  const owner = await tx
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .where('email_verified_at', 'is not', null)
    .executeTakeFirst()
  return owner?.id
}

export type NewUser = {
  id: string
  email: string
  verified: boolean
  displayName: string
  timeZone: string
  language: Language
}

/** An account without a password; false when the address was proved by somebody else meanwhile. */
export async function saveUserOfProvider(tx: Tx, user: NewUser, now: Temporal.Instant): Promise<boolean> {
  const at = now.toString()
  const saved = await tx
    .insertInto('users')
    .values({
      id: user.id,
      email: user.email,
      email_verified_at: user.verified ? at : null,
      display_name: user.displayName,
      password_hash: null,
      time_zone: user.timeZone,
      language: user.language,
      created_at: at,
      updated_at: at
    })
    .onConflict((conflict) => conflict.column('email').where('email_verified_at', 'is not', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return saved !== undefined
}

export type ListedIdentity = {
  id: string
  issuer: string
  email: string | null
  active: boolean
  linkedAt: string
  lastUsedAt: string
}

export function identitiesOf(db: Db | Tx, userId: string): Promise<ListedIdentity[]> {
  return db
    .selectFrom('identities')
    .select((eb) => [
      'id',
      'issuer',
      'email',
      eb('inactive_since', 'is', null).$castTo<boolean>().as('active'), // `is null` is never null
      'linked_at as linkedAt',
      'last_used_at as lastUsedAt'
    ])
    .where('user_id', '=', userId)
    .orderBy('linked_at')
    .orderBy('id')
    .execute()
}

/** The issuer of what was taken away; undefined when it was not this person's. */
export async function deleteIdentity(tx: Tx, userId: string, identityId: string): Promise<string | undefined> {
  const deleted = await tx
    .deleteFrom('identities')
    .where('id', '=', identityId)
    .where('user_id', '=', userId)
    .returning('issuer')
    .executeTakeFirst()
  return deleted?.issuer
}

/** Whose it was; undefined when nobody signs in with it. */
export async function deleteIdentityOfSubject(tx: Tx, issuer: string, subject: string): Promise<string | undefined> {
  const deleted = await tx
    .deleteFrom('identities')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .returning('user_id as userId')
    .executeTakeFirst()
  return deleted?.userId
}

type EventOfSubject = { issuer: string; subject: string; happenedAt: string }

/** Whose it is; undefined when somebody signed in with it, or was told of, after it happened. */
export async function endConsent(tx: Tx, event: EventOfSubject): Promise<string | undefined> {
  const ended = await tx
    .updateTable('identities')
    .set({ inactive_since: event.happenedAt, last_event_at: event.happenedAt })
    .where('issuer', '=', event.issuer)
    .where('subject', '=', event.subject)
    .where('last_used_at', '<', event.happenedAt)
    .returning('user_id as userId')
    .executeTakeFirst()
  return ended?.userId
}

/** Older news than what is known changes nothing. */
export async function noteForwarding(tx: Tx, event: EventOfSubject, forwarded: boolean): Promise<void> {
  await tx
    .updateTable('identities')
    .set({ email_forwarded: forwarded, last_event_at: event.happenedAt })
    .where('issuer', '=', event.issuer)
    .where('subject', '=', event.subject)
    .where((eb) => eb.or([eb('last_event_at', 'is', null), eb('last_event_at', '<', event.happenedAt)]))
    .execute()
}

export type NewEvent = {
  issuer: string
  eventId: string
  subject: string
  type: 'email-enabled' | 'email-disabled' | 'consent-revoked' | 'account-deleted'
  happenedAt: string
}

/** The id under which it is applied; undefined when it was received before. */
export async function saveEvent(tx: Tx, event: NewEvent, now: Temporal.Instant): Promise<string | undefined> {
  const saved = await tx
    .insertInto('provider_events')
    .values({
      id: newId(),
      issuer: event.issuer,
      event_id: event.eventId,
      subject: event.subject,
      type: event.type,
      happened_at: event.happenedAt,
      received_at: now.toString()
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'event_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return saved?.id
}

/** For exactly one caller. */
export function takeEvent(tx: Tx, id: string, now: Temporal.Instant) {
  return tx
    .updateTable('provider_events')
    .set({ applied_at: now.toString() })
    .where('id', '=', id)
    .where('applied_at', 'is', null)
    .returning(['issuer', 'subject', 'type', 'happened_at as happenedAt'])
    .executeTakeFirst()
}

/** Those that would not be believed any more if they came again. */
export async function deleteOldEvents(tx: Tx, receivedBefore: Temporal.Instant): Promise<void> {
  await tx.deleteFrom('provider_events').where('received_at', '<', receivedBefore.toString()).execute()
}

export type PendingRevocation = { id: string; issuer: string; clientId: string; refreshToken: string }

const revocationsAtOnce = 50

/** Those that are due, for one caller; whoever fails with them tries again later. */
export function takeRevocations(
  tx: Tx,
  now: Temporal.Instant,
  nextAttemptAt: Temporal.Instant
): Promise<PendingRevocation[]> {
  return tx
    .updateTable('pending_revocations')
    .set({ next_attempt_at: nextAttemptAt.toString() })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('pending_revocations')
        .select('id')
        .where('next_attempt_at', '<=', now.toString())
        .orderBy('next_attempt_at')
        .limit(revocationsAtOnce)
        .forUpdate()
        .skipLocked()
    )
    .returning(['id', 'issuer', 'client_id as clientId', 'refresh_token as refreshToken'])
    .execute()
}

export async function deleteRevocation(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('pending_revocations').where('id', '=', id).execute()
}
