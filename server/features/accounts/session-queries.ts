import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { prepared } from '#server/platform/postgres/prepared.ts'
import type { SignInMethod } from '#server/platform/schema.ts'
import { together } from '#server/platform/together.ts'
import { lastSeenSeconds, sessionEnds, sessionsPerUser, tokenHours, type Transport } from './rules.ts'

export type NewSession = {
  id: string
  userId: string
  digest: Buffer
  transport: Transport
  methods: readonly SignInMethod[]
  userAgent: string
  ip: string | undefined
  deviceId: string | undefined
}

export async function saveSession(tx: Tx, session: NewSession, now: Temporal.Instant): Promise<void> {
  const ends = sessionEnds(session.transport, now)
  const at = now.toString()
  await tx
    .insertInto('sessions')
    .values({
      id: session.id,
      user_id: session.userId,
      token_digest: session.digest,
      transport: session.transport,
      methods: [...session.methods],
      user_agent: session.userAgent,
      ip: session.ip ?? null,
      device_id: session.deviceId ?? null,
      authenticated_at: at,
      last_seen_at: at,
      token_made_at: at,
      created_at: at,
      idle_expires_at: ends.idle.toString(),
      expires_at: ends.absolute.toString()
    })
    .execute()
}

/** `stale`: last seen long enough ago to note it again. `due`: a browser's, whose token is old enough for a new one. */
export type LiveSession = {
  id: string
  userId: string
  transport: Transport
  verified: boolean
  authenticatedAt: string
  expiresAt: string
  stale: boolean
  due: boolean
}

/** By the unique index on the digest; one read for all requests that arrive at once. Every authenticated request makes it. */
export function liveSession(db: Db, digest: Buffer, now: Temporal.Instant): Promise<LiveSession | undefined> {
  return liveSessions(db, { digest, now })
}

const liveSessions = together(async (db: Db, keys: readonly { digest: Buffer; now: Temporal.Instant }[]) => {
  const now = keys
    .map((key) => key.now)
    .reduce((left, right) => (Temporal.Instant.compare(left, right) > 0 ? left : right))
  const rows = await sessionsByDigest(db, {
    digests: keys.map(({ digest }) => digest),
    at: now.toString(),
    staleAt: now.subtract({ seconds: lastSeenSeconds }).toString(),
    dueAt: now.subtract({ hours: tokenHours }).toString()
  })
  const sessions = new Map(rows.map(({ digest, ...session }) => [digest.toString('latin1'), session]))
  return keys.map(({ digest }) => sessions.get(digest.toString('latin1')))
})

const sessionsByDigest = prepared(
  (db, asked: { digests: readonly Buffer[]; at: string; staleAt: string; dueAt: string }) =>
    db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select((eb) => [
        'token_digest as digest',
        'sessions.id',
        'user_id as userId',
        'transport',
        eb('users.email_verified_at', 'is not', null).$castTo<boolean>().as('verified'), // `is not null` is never null
        'authenticated_at as authenticatedAt',
        'expires_at as expiresAt',
        eb('last_seen_at', '<=', asked.staleAt).$castTo<boolean>().as('stale'), // null only if the column could be
        eb
          .and([eb('transport', '=', 'cookie'), eb('token_made_at', '<=', asked.dueAt)])
          .$castTo<boolean>() // null only if a column could be
          .as('due')
      ])
      .where(sql<boolean>`token_digest = any(${asked.digests}::bytea[])`)
      .where('idle_expires_at', '>', asked.at)
      .where('expires_at', '>', asked.at)
      .where('users.disabled_at', 'is', null)
      .compile()
)

/** Notes the use and moves the idle limit with it, unless another process just did. */
export async function noteSeen(db: Db, { id, transport }: LiveSession, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable('sessions')
    .set({
      last_seen_at: now.toString(),
      idle_expires_at: sql<string>`least(expires_at, ${sessionEnds(transport, now).idle.toString()}::timestamptz)`
    })
    .where('id', '=', id)
    .where('last_seen_at', '<=', now.subtract({ seconds: lastSeenSeconds }).toString())
    .execute()
}

/** A session as its owner may see it; never the digest. */
export type OwnSession = {
  id: string
  userAgent: string
  ip: string | null
  methods: SignInMethod[]
  createdAt: string
  lastSeenAt: string
}

/** The last used first. */
export function liveSessionsOf(db: Db, userId: string, now: Temporal.Instant): Promise<OwnSession[]> {
  return db
    .selectFrom('sessions')
    .select(['id', 'user_agent as userAgent', 'ip', 'methods', 'created_at as createdAt', 'last_seen_at as lastSeenAt'])
    .select(sql<SignInMethod[]>`methods::text[]`.as('methods')) // pg reads arrays of text, not of a type of ours
    .where('user_id', '=', userId)
    .where('idle_expires_at', '>', now.toString())
    .where('expires_at', '>', now.toString())
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export type RenewedSession = { transport: Transport; expiresAt: string }

/**
 * Puts a new token in place of the one that was sent, for somebody who has just shown who they are; undefined when that
 * one works no more. How long the session lasts at most stays as it is.
 */
export function renewSession(
  tx: Tx,
  session: { id: string; former: Buffer; digest: Buffer; methods: readonly SignInMethod[] },
  now: Temporal.Instant
): Promise<RenewedSession | undefined> {
  const at = now.toString()
  return tx
    .updateTable('sessions')
    .set({
      token_digest: session.digest,
      token_made_at: at,
      authenticated_at: at,
      last_seen_at: at,
      methods: sql<SignInMethod[]>`methods || array(
        select shown from unnest(${session.methods}::sign_in_method[]) shown where shown <> all (methods))`
    })
    .where('id', '=', session.id)
    .where('token_digest', '=', session.former)
    .where('idle_expires_at', '>', at)
    .where('expires_at', '>', at)
    .returning(['transport', 'expires_at as expiresAt'])
    .executeTakeFirst()
}

/** Ends the sessions that none of the methods has begun, but for one; returns how many. */
export async function deleteSessionsWithout(
  tx: Tx,
  { userId, methods, exceptId }: { userId: string; methods: readonly SignInMethod[]; exceptId: string }
): Promise<number> {
  const deleted = await tx
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('id', '<>', exceptId)
    .where(sql<boolean>`not methods && ${methods}::sign_in_method[]`)
    .executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

export async function deleteSession(tx: Tx, sessionId: string): Promise<void> {
  await tx.deleteFrom('sessions').where('id', '=', sessionId).execute()
}

/** False when this person has no such session. */
export async function deleteSessionOf(tx: Tx, userId: string, sessionId: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('id', '=', sessionId)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}

/** Ends the session of a token, the present one or a former one; gives back whose it was, if there was one. */
export async function deleteSessionByDigest(tx: Tx, digest: Buffer): Promise<string | undefined> {
  const deleted = await tx
    .deleteFrom('sessions')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('sessions')
        .select('id')
        .where('token_digest', '=', digest)
        .unionAll(eb.selectFrom('former_session_tokens').select('session_id as id').where('digest', '=', digest))
    )
    .returning('user_id as userId')
    .executeTakeFirst()
  return deleted?.userId
}

/** The session that began on a known device before; true if there was one. */
export async function deleteSessionOfDevice(tx: Tx, deviceId: string): Promise<boolean> {
  const deleted = await tx.deleteFrom('sessions').where('device_id', '=', deviceId).executeTakeFirst()
  return deleted.numDeletedRows > 0n
}

/** How many ended. `exceptId`: the session that asks, if it may stay. */
export async function deleteSessionsOf(tx: Tx, userId: string, exceptId?: string): Promise<number> {
  const deleted = await tx
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .$if(exceptId !== undefined, (query) => query.where('id', '<>', exceptId ?? ''))
    .executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

/** Ends the sessions unused the longest, so that 20 stay; returns how many ended. */
export async function deleteSurplusSessions(tx: Tx, userId: string): Promise<number> {
  const deleted = await tx
    .deleteFrom('sessions')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', userId)
        .orderBy('last_seen_at', 'desc')
        .orderBy('id', 'desc')
        .offset(sessionsPerUser)
    )
    .executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

export async function deleteExpiredSessions(tx: Tx, now: Temporal.Instant): Promise<void> {
  const at = now.toString()
  await tx
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('idle_expires_at', '<=', at), eb('expires_at', '<=', at)]))
    .execute()
}
