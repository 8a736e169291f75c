import type { Passkey } from '#contract/factors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Asserted, CreatedPasskey } from './passkey-ceremony.ts'

const passkeyColumns = [
  'id',
  'label',
  'backed_up as backedUp',
  'created_at as createdAt',
  'last_used_at as lastUsedAt'
] as const

export function listPasskeys(db: Db | Tx, userId: string): Promise<Passkey[]> {
  return db.selectFrom('passkeys').select(passkeyColumns).where('user_id', '=', userId).orderBy('id').execute()
}

/** By which an authenticator knows that it has one for this account already. */
export function credentialsOf(tx: Tx, userId: string): Promise<{ credentialId: Buffer; transports: string[] }[]> {
  return tx
    .selectFrom('passkeys')
    .select(['credential_id as credentialId', 'transports'])
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
}

export type NewPasskey = CreatedPasskey & { userId: string; label: string; transports: readonly string[] }

/** Undefined when somebody, perhaps another account, has added the credential already. */
export function savePasskey(tx: Tx, passkey: NewPasskey, now: Temporal.Instant): Promise<Passkey | undefined> {
  return tx
    .insertInto('passkeys')
    .values({
      id: newId(),
      user_id: passkey.userId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      aaguid: passkey.aaguid,
      label: passkey.label,
      backed_up: passkey.backedUp,
      created_at: now.toString()
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning(passkeyColumns)
    .executeTakeFirst()
}

export type StoredPasskey = { id: string; userId: string; publicKey: Buffer }

/** The passkey of somebody who may sign in. */
export function passkeyByCredential(tx: Tx, credentialId: Buffer): Promise<StoredPasskey | undefined> {
  return tx
    .selectFrom('passkeys')
    .innerJoin('users', 'users.id', 'passkeys.user_id')
    .select(['passkeys.id', 'passkeys.user_id as userId', 'passkeys.public_key as publicKey'])
    .where('credential_id', '=', credentialId)
    .where('users.disabled_at', 'is', null)
    .executeTakeFirst()
}

/**
 * Notes the use; false when the counter did not rise, which is how a copied authenticator shows itself (WebAuthn Level 3
 * §6.1.1). Zero twice is one that does not count.
 */
export async function usePasskey(
  tx: Tx,
  passkeyId: string,
  { counter, backedUp }: Asserted,
  now: Temporal.Instant
): Promise<boolean> {
  const used = await tx
    .updateTable('passkeys')
    .set({ counter, backed_up: backedUp, last_used_at: now.toString() })
    .where('id', '=', passkeyId)
    .where((eb) => (counter === 0 ? eb('counter', '=', 0) : eb('counter', '<', counter)))
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

type Own = { userId: string; passkeyId: string }

export function renamePasskey(tx: Tx, { userId, passkeyId }: Own, label: string): Promise<Passkey | undefined> {
  return tx
    .updateTable('passkeys')
    .set({ label })
    .where('id', '=', passkeyId)
    .where('user_id', '=', userId)
    .returning(passkeyColumns)
    .executeTakeFirst()
}

/** Whether it was there. */
export async function deletePasskey(tx: Tx, { userId, passkeyId }: Own): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('passkeys')
    .where('id', '=', passkeyId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}
