import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import { deviceDigest } from './device-token.ts'
import { deviceDays, devicesPerUser, guessLimits, type Counter } from './guess-rules.ts'

/** The known device of an account, its counter held until the transaction ends; undefined when it is known no more. */
export async function holdDevice(
  tx: Tx,
  { credential, email }: { credential: Secret; email: string },
  now: Temporal.Instant
): Promise<(Counter & { id: string }) | undefined> {
  const row = await liveDevices(tx, credential, now)
    .innerJoin('users', 'users.id', 'device_credentials.user_id')
    .select(['device_credentials.id', 'failures', 'paused_until as pausedUntil'])
    .where('users.email', '=', email)
    .forUpdate('device_credentials')
    .executeTakeFirst()
  return row && { ...row, pausedUntil: row.pausedUntil === null ? undefined : Temporal.Instant.from(row.pausedUntil) }
}

/** Of which user a device is known, held for the session that begins on it. */
export async function useDevice(
  tx: Tx,
  { credential, userId }: { credential: Secret; userId: string },
  now: Temporal.Instant
): Promise<string | undefined> {
  const device = await liveDevices(tx, credential, now)
    .select('device_credentials.id')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!device) return undefined
  await tx.updateTable('device_credentials').set({ last_used_at: now.toString() }).where('id', '=', device.id).execute()
  return device.id
}

/** The same without using it. */
export async function isKnownDevice(
  tx: Tx,
  { credential, userId }: { credential: Secret; userId: string },
  now: Temporal.Instant
): Promise<boolean> {
  const device = await liveDevices(tx, credential, now).select('id').where('user_id', '=', userId).executeTakeFirst()
  return device !== undefined
}

function liveDevices(tx: Tx, credential: Secret, now: Temporal.Instant) {
  return tx
    .selectFrom('device_credentials')
    .where('token_digest', '=', deviceDigest(credential.reveal()))
    .where('failures', '<', guessLimits.device.revokedAfter)
    .where('last_used_at', '>', now.subtract({ hours: deviceDays * 24 }).toString())
}

/** Knows a device from now on; of too many the one unused the longest is known no more. */
export async function saveDevice(
  tx: Tx,
  { id, userId, credential }: { id: string; userId: string; credential: Secret },
  now: Temporal.Instant
): Promise<void> {
  const at = now.toString()
  const row = { id, user_id: userId, token_digest: deviceDigest(credential.reveal()), last_used_at: at, created_at: at }
  await tx.insertInto('device_credentials').values(row).execute()
  await tx
    .deleteFrom('device_credentials')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('device_credentials')
        .select('id')
        .where('user_id', '=', userId)
        .orderBy('last_used_at', 'desc')
        .orderBy('id', 'desc')
        .offset(devicesPerUser)
    )
    .execute()
}

export async function setDeviceCounter(tx: Tx, id: string, { failures, pausedUntil }: Counter): Promise<void> {
  await tx
    .updateTable('device_credentials')
    .set({ failures, paused_until: pausedUntil?.toString() ?? null })
    .where('id', '=', id)
    .execute()
}

/** One failure that was none; its pause ends. */
export async function lowerDeviceCounter(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('device_credentials')
    .set((eb) => ({ failures: eb('failures', '-', 1), paused_until: null }))
    .where('id', '=', id)
    .where('failures', '>', 0)
    .execute()
}

export async function deleteDevice(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('device_credentials').where('id', '=', id).execute()
}

/** Makes every device of a user unknown, but the one whose session asks if it may stay. */
export async function deleteDevicesOf(tx: Tx, userId: string, exceptSessionId?: string): Promise<void> {
  await tx
    .deleteFrom('device_credentials')
    .where('user_id', '=', userId)
    .$if(exceptSessionId !== undefined, (query) =>
      query.where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('sessions')
              .select('sessions.id')
              .where('sessions.id', '=', exceptSessionId ?? '')
              .whereRef('sessions.device_id', '=', 'device_credentials.id')
          )
        )
      )
    )
    .execute()
}

export async function deleteUnusedDevices(tx: Tx, now: Temporal.Instant): Promise<void> {
  const since = now.subtract({ hours: deviceDays * 24 }).toString()
  await tx.deleteFrom('device_credentials').where('last_used_at', '<=', since).execute()
}
