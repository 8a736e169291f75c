import type { Me } from '#contract/accounts.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { SignInMethod } from '#server/platform/schema.ts'
import { saveDevice, useDevice } from './known-device-queries.ts'
import { notifyNewDevice } from './notify-new-device.ts'
import { sessionEnds, type Transport } from './rules.ts'
import { deleteSessionByDigest, deleteSessionOfDevice, deleteSurplusSessions, saveSession } from './session-queries.ts'
import { sessionDigest } from './session-token.ts'

/** `newDevice`: the device was not known until now and is from now on, by the credential that the request was offered. */
export type Begun = { expiresAt: string; newDevice: boolean }
/** A session that has just begun. The token is in no database: this is the only time it is seen. */
export type Started = Begun & { me: Me; token: Secret; transport: Transport }

const longestUserAgent = 300

/** Begins a session in the caller's transaction, in place of the one that the same device had. */
export async function startSession(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  session: { userId: string; token: Secret; transport: Transport; methods: readonly SignInMethod[] }
): Promise<Begun> {
  const { userId, transport, methods } = session
  const device = await deviceOf(tx, ctx, userId)
  const replaced = device !== undefined && !device.isNew && (await deleteSessionOfDevice(tx, device.id))
  const row = {
    id: newId(),
    userId,
    digest: sessionDigest(session.token.reveal()),
    transport,
    methods,
    userAgent: ctx.origin.userAgent.slice(0, longestUserAgent),
    ip: ctx.origin.ip,
    deviceId: device?.id
  }
  await endFormer(tx, ctx)
  if (replaced) await audit(tx, ctx, { event: 'session.replaced', subjectId: userId })
  await saveSession(tx, row, ctx.now())
  const ended = await deleteSurplusSessions(tx, userId)
  await audit(tx, ctx, { event: 'session.started', subjectId: userId })
  if (ended > 0) await audit(tx, ctx, { event: 'session.evicted', subjectId: userId })
  await notifyNewDevice(tx, ctx, userId)
  return { expiresAt: sessionEnds(transport, ctx.now()).absolute.toString(), newDevice: device?.isNew ?? false }
}

/** The known device that the request came from, or it becomes one now; undefined for what is no request. */
async function deviceOf(tx: Tx, ctx: Ctx, userId: string): Promise<{ id: string; isNew: boolean } | undefined> {
  const { device } = ctx.origin
  if (!device) return undefined
  const known = device.presented && (await useDevice(tx, { credential: device.presented, userId }, ctx.now()))
  if (known !== undefined) return { id: known, isNew: false }
  const id = newId()
  await saveDevice(tx, { id, userId, credential: device.offered }, ctx.now())
  return { id, isNew: true }
}

/** Whoever signs in where somebody is signed in takes that one's place: the token that came along opens nothing more. */
async function endFormer(tx: Tx, ctx: Ctx<Anonymous>): Promise<void> {
  const { token } = ctx.origin
  const formerUserId = token && (await deleteSessionByDigest(tx, sessionDigest(token.reveal())))
  if (formerUserId) await audit(tx, ctx, { event: 'session.ended', subjectId: formerUserId })
}
