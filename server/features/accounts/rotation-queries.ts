import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Transport } from './rules.ts'

/** Puts the successor in a token's place, which becomes a former one; false when the session has another by now, or is over. */
export async function replaceToken(
  db: Db | Tx,
  change: { sessionId: string; former: Buffer; digest: Buffer },
  now: Temporal.Instant
): Promise<boolean> {
  const at = now.toString()
  const kept = await db
    .with('renewed', (renewing) =>
      renewing
        .updateTable('sessions')
        .set({ token_digest: change.digest, token_made_at: at })
        .where('id', '=', change.sessionId)
        .where('token_digest', '=', change.former)
        .returning(['id', 'user_id'])
    )
    .insertInto('former_session_tokens')
    .columns(['digest', 'session_id', 'user_id', 'replaced_at'])
    .expression((eb) =>
      eb
        .selectFrom('renewed')
        .select((of) => [
          of.cast<Buffer>(of.val(change.former), 'bytea').as('digest'),
          'renewed.id',
          'user_id',
          of.cast<string>(of.val(at), 'timestamptz').as('at')
        ])
    )
    .returning('session_id')
    .executeTakeFirst()
  return kept !== undefined
}

export type FormerToken = {
  id: string
  userId: string
  transport: Transport
  verified: boolean
  authenticatedAt: string
  expiresAt: string
  replacedAt: string
  /** Of the token that the session goes on under. */
  presentDigest: Buffer
}

/** The session that a token was once the token of, while it lasts. */
export function formerToken(db: Db, digest: Buffer, now: Temporal.Instant): Promise<FormerToken | undefined> {
  const at = now.toString()
  return db
    .selectFrom('former_session_tokens as former')
    .innerJoin('sessions', 'sessions.id', 'former.session_id')
    .innerJoin('users', 'users.id', 'former.user_id')
    .select((eb) => [
      'sessions.id',
      'sessions.user_id as userId',
      'transport',
      eb('users.email_verified_at', 'is not', null).$castTo<boolean>().as('verified'), // `is not null` is never null
      'authenticated_at as authenticatedAt',
      'expires_at as expiresAt',
      'replaced_at as replacedAt',
      'token_digest as presentDigest'
    ])
    .where('former.digest', '=', digest)
    .where('idle_expires_at', '>', at)
    .where('expires_at', '>', at)
    .where('users.disabled_at', 'is', null)
    .executeTakeFirst()
}

export type PresentToken = { digest: Buffer; transport: Transport; expiresAt: string }

export function presentToken(tx: Tx, sessionId: string): Promise<PresentToken | undefined> {
  return tx
    .selectFrom('sessions')
    .select(['token_digest as digest', 'transport', 'expires_at as expiresAt'])
    .where('id', '=', sessionId)
    .executeTakeFirst()
}

/** Ends a session with all its tokens; gives back the device it began on, undefined when it was over already. */
export async function endFamily(tx: Tx, sessionId: string): Promise<string | undefined> {
  const ended = await tx
    .deleteFrom('sessions')
    .where('id', '=', sessionId)
    .returning('user_agent as userAgent')
    .executeTakeFirst()
  return ended?.userAgent
}
