import type { PushDevice } from '#contract/devices.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { SealedColumn } from '#server/platform/seal-anew.ts'
import { boundTo } from './push-token.ts'

export type NewPushDevice = {
  id: string
  userId: string
  sessionId: string
  platform: PushDevice['platform']
  digest: Buffer
  sealed: string
}

/** Whether the session still lives; it then does until the transaction ends. */
export async function holdSession(tx: Tx, sessionId: string): Promise<boolean> {
  const held = await tx
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return held !== undefined
}

/** One statement: a token that is registered twice at once ends with one owner, and is never with two. */
export async function savePushDevice(tx: Tx, device: NewPushDevice, now: Temporal.Instant): Promise<void> {
  const owned = {
    user_id: device.userId,
    session_id: device.sessionId,
    platform: device.platform,
    token_sealed: device.sealed,
    registered_at: now.toString()
  }
  await tx
    .insertInto('push_devices')
    .values({ id: device.id, token_digest: device.digest, ...owned })
    .onConflict((conflict) => conflict.column('token_digest').doUpdateSet(owned))
    .execute()
}

/** The provider gives an app a new token now and then: the one before has no use any more. */
export async function deleteFormerTokens(tx: Tx, sessionId: string, digest: Buffer): Promise<void> {
  await tx.deleteFrom('push_devices').where('session_id', '=', sessionId).where('token_digest', '<>', digest).execute()
}

export function pushDevicesOf(db: Db, userId: string, sessionId: string): Promise<PushDevice[]> {
  return shown(db, userId, sessionId).orderBy('registered_at', 'desc').orderBy('push_devices.id').execute()
}

export function pushDeviceOfToken(
  tx: Tx,
  { userId, sessionId, digest }: { userId: string; sessionId: string; digest: Buffer }
): Promise<PushDevice> {
  return shown(tx, userId, sessionId).where('push_devices.token_digest', '=', digest).executeTakeFirstOrThrow()
}

function shown(db: Db, userId: string, sessionId: string) {
  return db
    .selectFrom('push_devices')
    .innerJoin('sessions', 'sessions.id', 'push_devices.session_id')
    .where('push_devices.user_id', '=', userId)
    .select((eb) => [
      'push_devices.id',
      'platform',
      'registered_at as registeredAt',
      'sessions.user_agent as userAgent',
      eb('session_id', '=', sessionId).$castTo<boolean>().as('current') // neither is null
    ])
}

/** False when the person has no such device. */
export async function deletePushDevice(tx: Tx, userId: string, id: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('push_devices')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirst()
  return deleted !== undefined
}

/**
 * What the provider said about a token at `since` ends it only if nobody has registered it after that: such an answer can
 * be late, and the token be somebody's again. APNs tells the moment with its 410; FCM tells none, so it is when the notice
 * was sent. Returns whether the device is gone.
 */
export async function deleteUnregistered(tx: Tx, digest: Buffer, since: Temporal.Instant): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('push_devices')
    .where('token_digest', '=', digest)
    .where('registered_at', '<', since.toString())
    .returning('id')
    .executeTakeFirst()
  return deleted !== undefined
}

/** The tokens as they are sealed with the key ring. */
export const sealedPushTokens: SealedColumn = {
  purpose: 'push-token',
  async read(tx, { activePrefix, after, limit }) {
    const rows = await tx
      .selectFrom('push_devices')
      .select(['id', 'token_digest as digest', 'token_sealed as sealed'])
      .where('token_sealed', 'not like', `${activePrefix}%`)
      .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(({ id, digest, sealed }) => ({ id, sealed, bound: boundTo(digest) }))
  },
  async write(tx, { id, former, anew }) {
    await tx
      .updateTable('push_devices')
      .set({ token_sealed: anew })
      .where('id', '=', id)
      .where('token_sealed', '=', former)
      .execute()
  }
}
