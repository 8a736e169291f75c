import { sql } from 'kysely'
import type { Tx } from '#server/platform/postgres/connect.ts'

/** Notes a use of the device; tells whether it was seen for the first time, and whether no other ever was. */
export async function noteDevice(
  tx: Tx,
  { userId, device }: { userId: string; device: string },
  now: Temporal.Instant
): Promise<{ isNew: boolean; isFirst: boolean }> {
  const others = await tx
    .selectFrom('seen_devices')
    .select('device')
    .where('user_id', '=', userId)
    .where('device', '<>', device)
    .limit(1)
    .execute()
  const { isNew } = await tx
    .insertInto('seen_devices')
    .values({ user_id: userId, device, last_seen_at: now.toString() })
    .onConflict((conflict) => conflict.columns(['user_id', 'device']).doUpdateSet({ last_seen_at: now.toString() }))
    .returning(sql<boolean>`xmax = 0`.as('isNew')) // 0: the row was inserted, not updated
    .executeTakeFirstOrThrow()
  return { isNew, isFirst: others.length === 0 }
}

export async function deleteForgottenDevices(tx: Tx, before: Temporal.Instant): Promise<void> {
  await tx.deleteFrom('seen_devices').where('last_seen_at', '<', before.toString()).execute()
}
