import { sql } from 'kysely'
import type { PushDevice } from '#contract/devices.ts'
import type { PushEnvironment } from '#server/gateways/push/push.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { SealedColumn } from '#server/platform/seal-anew.ts'
import { boundTo } from './push-token.ts'

export type NewPushDevice = {
  id: string
  userId: string
  sessionId: string
  platform: PushDevice['platform']
  /** Undefined: as it is known, at first `production`. */
  environment: PushEnvironment | undefined
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

/** Whose the token is until now. Whoever registers the same one waits until the transaction ends, so that no move is missed. */
export async function formerOwner(tx: Tx, digest: Buffer): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`push_devices ${digest.toString('hex')}`}, 0))`.execute(tx)
  const row = await tx
    .selectFrom('push_devices')
    .select('user_id as userId')
    .where('token_digest', '=', digest)
    .executeTakeFirst()
  return row?.userId
}

/**
 * One statement: a token that is registered twice at once ends with one owner, and is never with two. With its owner it
 * changes its id, by which the app tells what is still meant for it.
 */
export async function savePushDevice(tx: Tx, device: NewPushDevice, now: Temporal.Instant): Promise<void> {
  const owned = {
    user_id: device.userId,
    session_id: device.sessionId,
    platform: device.platform,
    token_sealed: device.sealed,
    registered_at: now.toString(),
    ...(device.environment && { environment: device.environment })
  }
  await tx
    .insertInto('push_devices')
    .values({ id: device.id, token_digest: device.digest, ...owned })
    .onConflict((conflict) =>
      conflict.column('token_digest').doUpdateSet((eb) => ({
        ...owned,
        id: eb
          .case()
          .when('push_devices.user_id', '=', device.userId)
          .then(eb.ref('push_devices.id'))
          .else(device.id)
          .end()
      }))
    )
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

/** The phones of these people whose sessions go on. */
export function livingDevices(
  db: Db,
  asked: { userIds: readonly string[]; platforms: readonly PushDevice['platform'][]; now: Temporal.Instant }
): Promise<{ userId: string; deviceId: string }[]> {
  return living(db, asked.now)
    .where('push_devices.user_id', '=', sql<string>`any(${asked.userIds}::uuid[])`)
    .where('platform', 'in', asked.platforms)
    .select(['push_devices.user_id as userId', 'push_devices.id as deviceId'])
    .orderBy('push_devices.id')
    .execute()
}

export function livingDevice(
  db: Db,
  { userId, deviceId, now }: { userId: string; deviceId: string; now: Temporal.Instant }
) {
  return living(db, now)
    .where('push_devices.id', '=', deviceId)
    .where('push_devices.user_id', '=', userId)
    .select(['platform', 'environment', 'push_devices.token_digest as digest', 'token_sealed as sealed'])
    .executeTakeFirst()
}

function living(db: Db, now: Temporal.Instant) {
  return db
    .selectFrom('push_devices')
    .innerJoin('sessions', 'sessions.id', 'push_devices.session_id')
    .where('sessions.idle_expires_at', '>', now.toString())
    .where('sessions.expires_at', '>', now.toString())
}

export async function setEnvironment(tx: Tx, deviceId: string, environment: PushEnvironment): Promise<void> {
  await tx.updateTable('push_devices').set({ environment }).where('id', '=', deviceId).execute()
}

/** What has not been registered again for so long: the app is gone, or nobody opens it. */
export async function deleteSilent(tx: Tx, before: Temporal.Instant): Promise<void> {
  await tx.deleteFrom('push_devices').where('registered_at', '<', before.toString()).execute()
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
