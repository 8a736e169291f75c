import type { Tx } from '#server/platform/postgres/connect.ts'
import { revokeAtProvider } from './federation/revocations.ts'

/**
 * The account and all that proves or knows who it was; what refers to it goes by foreign key, and what others keep, such as
 * a completion, keeps no name.
 */
export async function eraseAccount(tx: Tx, userId: string): Promise<void> {
  const user = await tx.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirst()
  if (!user) return
  await tx.deleteFrom('registrations').where('email', '=', user.email).execute()
  await tx.deleteFrom('one_time_credentials').where('subject_id', '=', userId).execute()
  await tx.deleteFrom('idempotency_keys').where('user_id', '=', userId).execute()
  await tx.deleteFrom('users').where('id', '=', userId).execute()
  await revokeAtProvider(tx)
}
