import { audit } from '#server/platform/audit.ts'
import type { Ctx, RequestOrigin, User } from '#server/platform/context.ts'
import { deviceOf } from '#server/platform/device.ts'
import { AppError } from '#server/platform/errors.ts'
import type { KeptToken } from '#server/platform/http/handle.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { makeContext, type Ground } from '#server/platform/make-context.ts'
import { Secret } from '#server/platform/secret.ts'
import { endFamily, formerToken, presentToken, replaceToken, type FormerToken } from './rotation-queries.ts'
import { graceSeconds, type Transport } from './rules.ts'
import type { LiveSession } from './session-queries.ts'
import { sessionDigest, successorOf, successorsOf } from './session-token.ts'

/** The session goes on under the token's successor; undefined when it has another token by now, or is over. */
export async function succeed(
  { db, keyring, now }: Pick<Ground, 'db' | 'keyring' | 'now'>,
  session: Pick<LiveSession, 'id' | 'expiresAt'>,
  token: Secret
): Promise<KeptToken | undefined> {
  const successor = successorOf(keyring, token)
  const change = { sessionId: session.id, former: digestOf(token), digest: digestOf(successor) }
  if (!(await replaceToken(db, change, now()))) return undefined
  return { token: successor, expires: Temporal.Instant.from(session.expiresAt) }
}

/**
 * A token that was replaced works for a moment more, for requests that were under way, and leads them to its successor. After
 * that whoever sends it holds a copy: the session ends, for them and for its owner, who hears of it.
 */
export async function comeWithFormerToken(
  ground: Ground,
  token: Secret,
  origin: () => RequestOrigin
): Promise<{ session: FormerToken; successor: KeptToken | undefined } | undefined> {
  const now = ground.now()
  const session = await formerToken(ground.db, digestOf(token), now)
  if (!session) return undefined
  const worksUntil = Temporal.Instant.from(session.replacedAt).add({ seconds: graceSeconds })
  if (Temporal.Instant.compare(now, worksUntil) > 0) return endReused(ground, session, origin())
  const successor = session.transport === 'cookie' ? successorAmong(ground.keyring, token, session) : undefined
  return { session, successor: successor && { token: successor, expires: Temporal.Instant.from(session.expiresAt) } }
}

/** Of many who come with it at once one ends the session and tells its owner. */
async function endReused(ground: Ground, { id, userId }: FormerToken, origin: RequestOrigin): Promise<undefined> {
  const ctx = makeContext(ground, { kind: 'anonymous' }, origin)
  await ctx.write(async (tx) => {
    const userAgent = await endFamily(tx, id)
    if (userAgent === undefined) return
    await audit(tx, ctx, { event: 'session.token_reused', subjectId: userId })
    await enqueue(tx, 'accounts.mail-token-reused', { userId, ...deviceOf(userAgent), at: ctx.now().toString() })
  })
}

export type Rotated = { token: Secret; transport: Transport; expiresAt: string }

/** For apps, which do it when they like; one that got no answer asks again with the same token and gets the same successor. */
export async function rotateSession(ctx: Ctx<User>): Promise<Rotated> {
  const token = ctx.origin.token ?? new Secret('')
  const successor = successorOf(ctx.keyring, token)
  const { sessionId } = ctx.actor
  const present = await ctx.write(async (tx) => {
    const change = { sessionId, former: digestOf(token), digest: digestOf(successor) }
    await replaceToken(tx, change, ctx.now())
    const found = await presentToken(tx, sessionId)
    return found && { transport: found.transport, expiresAt: found.expiresAt, digest: found.digest.toString('hex') }
  })
  const given = present && successorAmong(ctx.keyring, token, { presentDigest: Buffer.from(present.digest, 'hex') })
  if (!given) throw new AppError('not_signed_in') // ended, or went on under another token, a moment ago
  return { token: given, transport: present.transport, expiresAt: present.expiresAt }
}

function successorAmong(
  keyring: Keyring,
  token: Secret,
  { presentDigest }: Pick<FormerToken, 'presentDigest'>
): Secret | undefined {
  return successorsOf(keyring, token).find((successor) => digestOf(successor).equals(presentDigest))
}

function digestOf(token: Secret): Buffer {
  return sessionDigest(token.reveal())
}
