import type { User } from '#server/platform/context.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { liveSession, noteSeen, type LiveSession } from './session-queries.ts'
import { isSessionToken, sessionDigest } from './session-token.ts'

/** What other features may use of accounts. */
export { consumeCredential, saveCredential } from './credential-queries.ts'
export { endOtherSessions } from './end-other-sessions.ts'
export { eraseAccount } from './erase-queries.ts'
export { mailName } from './mail-name.ts'
export { mintLinkToken } from './mailed-secrets.ts'
export { me } from './queries.ts'
export type { Reader } from './rules.ts'

/** Sessions whose use is being written: many requests at once make one write. */
const beingNoted = new Set<string>()

/** Who a session token speaks for, now: one indexed read, nothing cached, so an ended session ends everywhere at once. */
export async function sessionOf(db: Db, token: string, now: Temporal.Instant): Promise<User | undefined> {
  if (!isSessionToken(token)) return undefined
  const session = await liveSession(db, sessionDigest(token), now)
  if (!session) return undefined
  if (session.stale && !beingNoted.has(session.id)) void note(db, session, now)
  return {
    kind: 'user',
    userId: session.userId,
    sessionId: session.id,
    verified: session.verified,
    authenticatedAt: Temporal.Instant.from(session.authenticatedAt)
  }
}

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
