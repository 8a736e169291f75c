import type { Me } from '#contract/accounts.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { SignInMethod } from '#server/platform/schema.ts'
import { notifyNewDevice } from './notify-new-device.ts'
import { sessionEnds, type Transport } from './rules.ts'
import { deleteSessionByDigest, deleteSurplusSessions, saveSession } from './session-queries.ts'
import { sessionDigest } from './session-token.ts'

/** A session that has just begun. The token is in no database: this is the only time it is seen. */
export type Started = { me: Me; token: Secret; transport: Transport; expiresAt: string }

const longestUserAgent = 300

/** Begins a session in the caller's transaction; returns the instant it ends at the latest. */
export async function startSession(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  session: { userId: string; token: Secret; transport: Transport; methods: readonly SignInMethod[] }
): Promise<string> {
  const { userId, transport, methods } = session
  const row = {
    id: newId(),
    userId,
    digest: sessionDigest(session.token.reveal()),
    transport,
    methods,
    userAgent: ctx.origin.userAgent.slice(0, longestUserAgent),
    ip: ctx.origin.ip
  }
  await endFormer(tx, ctx)
  await saveSession(tx, row, ctx.now())
  const ended = await deleteSurplusSessions(tx, userId)
  await audit(tx, ctx, { event: 'session.started', subjectId: userId })
  if (ended > 0) await audit(tx, ctx, { event: 'session.evicted', subjectId: userId })
  await notifyNewDevice(tx, ctx, userId)
  return sessionEnds(transport, ctx.now()).absolute.toString()
}

/** Whoever signs in where somebody is signed in takes that one's place: the token that came along opens nothing more. */
async function endFormer(tx: Tx, ctx: Ctx<Anonymous>): Promise<void> {
  const { token } = ctx.origin
  const formerUserId = token && (await deleteSessionByDigest(tx, sessionDigest(token.reveal())))
  if (formerUserId) await audit(tx, ctx, { event: 'session.ended', subjectId: formerUserId })
}
