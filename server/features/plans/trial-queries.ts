import { sql } from 'kysely'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'

/**
 * Writes down that the trial began; false when this account, or one before it with the same address, had one. What is kept
 * of the address is a digest under a key of the installation, which stays when the account is gone.
 */
export async function beginTrial(
  tx: Tx,
  keyring: Keyring,
  { userId, now }: { userId: string; now: string }
): Promise<boolean> {
  const { email } = await tx.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirstOrThrow()
  const digests = keyring.digests('trial', email)
  const former = await tx
    .selectFrom('trials')
    .select('started_at')
    .where((eb) => eb.or([eb('user_id', '=', userId), sql<boolean>`email_digest = any(${digests}::bytea[])`]))
    .executeTakeFirst()
  if (former) return false
  await tx
    .insertInto('trials')
    .values({
      email_digest: keyring.digest('trial', email),
      key_id: keyring.activeKeyId,
      user_id: userId,
      started_at: now
    })
    .execute()
  return true
}
