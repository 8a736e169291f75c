import type { Access } from '#contract/route.ts'
import type { RequestOrigin, User } from '#server/platform/context.ts'
import type { Authenticated } from '#server/platform/http/handle.ts'
import type { Ground } from '#server/platform/make-context.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import { staffOf } from './operator/staff-queries.ts'
import { comeWithFormerToken, succeed } from './rotate-session.ts'
import { liveSession, noteSeen, type LiveSession } from './session-queries.ts'
import { isSessionToken, sessionDigest } from './session-token.ts'

/**
 * Who a session token speaks for, now, on one indexed read. Only a token that is due for its successor, or is no session's,
 * costs more, and what is for staff.
 */
export async function authenticate(
  ground: Ground,
  token: Secret,
  origin: () => RequestOrigin,
  access: Access
): Promise<Authenticated | undefined> {
  const session = await sessionFor(ground, token, origin)
  if (!session || access !== 'staff') return session
  return { ...session, user: { ...session.user, staff: await staffOf(ground.db, session.user.userId) } }
}

async function sessionFor(
  ground: Ground,
  token: Secret,
  origin: () => RequestOrigin
): Promise<Authenticated | undefined> {
  if (!isSessionToken(token.reveal())) return undefined
  const session = await liveSessionOf(ground.db, token.reveal(), ground.now())
  if (session && !session.due) return { user: userOf(session) }
  const successor = session && (await succeed(ground, session, token))
  if (successor) return { user: userOf(session), successor }
  const former = await comeWithFormerToken(ground, token, origin)
  return former && { user: userOf(former.session), successor: former.successor }
}

/** The same for who only looks. */
export async function sessionOf(db: Db, token: string, now: Temporal.Instant): Promise<User | undefined> {
  const session = isSessionToken(token) ? await liveSessionOf(db, token, now) : undefined
  return session && userOf(session)
}

/** Nothing is cached, so an ended session ends everywhere at once. */
async function liveSessionOf(db: Db, token: string, now: Temporal.Instant): Promise<LiveSession | undefined> {
  const session = await liveSession(db, sessionDigest(token), now)
  if (session?.stale && !beingNoted.has(session.id)) void note(db, session, now)
  return session
}

/** Sessions whose use is being written: many requests at once make one write. */
const beingNoted = new Set<string>()

/** Not in the way of the request: a failure is passed over, because the next request notes it. */
async function note(db: Db, session: LiveSession, now: Temporal.Instant): Promise<void> {
  beingNoted.add(session.id)
  try {
    await noteSeen(db, session, now)
  } catch {
    return
  } finally {
    beingNoted.delete(session.id)
  }
}

type Bearer = Pick<LiveSession, 'id' | 'userId' | 'verified' | 'authenticatedAt'>

function userOf({ id, userId, verified, authenticatedAt }: Bearer): User {
  return {
    kind: 'user',
    userId,
    sessionId: id,
    verified,
    authenticatedAt: Temporal.Instant.from(authenticatedAt)
  }
}
