import { sql } from 'kysely'
import type { Factors } from '#contract/factors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { listPasskeys } from './passkey-queries.ts'
import type { FactorMethod } from './rules.ts'

/** With what a second factor can be shown; none: nothing is asked for. Recovery codes alone are no factor. */
export async function factorsOf(db: Db | Tx, userId: string): Promise<FactorMethod[]> {
  const { totp, passkey, recoveryCode } = await db
    .selectNoFrom((eb) => [
      eb
        .exists(eb.selectFrom('totp_factors').where('user_id', '=', userId).where('confirmed_at', 'is not', null))
        .as('totp'),
      eb.exists(eb.selectFrom('passkeys').where('user_id', '=', userId)).as('passkey'),
      eb
        .exists(eb.selectFrom('recovery_codes').where('user_id', '=', userId).where('used_at', 'is', null))
        .as('recoveryCode')
    ])
    .executeTakeFirstOrThrow()
  if (!totp && !passkey) return []
  const methods: [FactorMethod, unknown][] = [
    ['totp', totp],
    ['passkey', passkey],
    ['recovery_code', recoveryCode]
  ]
  return methods.filter(([, there]) => there).map(([method]) => method)
}

export async function listFactors(db: Db, userId: string): Promise<Factors> {
  const [totp, codes, passkeys] = await Promise.all([
    db
      .selectFrom('totp_factors')
      .select('confirmed_at as confirmedAt')
      .where('user_id', '=', userId)
      .where('confirmed_at', 'is not', null)
      .$narrowType<{ confirmedAt: string }>()
      .executeTakeFirst(),
    countRecoveryCodes(db, userId),
    listPasskeys(db, userId)
  ])
  return { totp: totp ?? null, recoveryCodes: codes.made === 0 ? null : codes, passkeys }
}

/** Keeps a secret that is not confirmed yet, in place of a former one; false when a confirmed one is there. */
export async function saveTotpSecret(
  tx: Tx,
  { userId, sealedSecret }: { userId: string; sealedSecret: string },
  now: Temporal.Instant
): Promise<boolean> {
  const row = { sealed_secret: sealedSecret, last_used_step: null, created_at: now.toString() }
  const saved = await tx
    .insertInto('totp_factors')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet(row).where('totp_factors.confirmed_at', 'is', null)
    )
    .executeTakeFirst()
  return (saved.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export type TotpFactor = { sealedSecret: string; confirmed: boolean }

export function totpOf(tx: Tx, userId: string): Promise<TotpFactor | undefined> {
  return tx
    .selectFrom('totp_factors')
    .select((eb) => [
      'sealed_secret as sealedSecret',
      eb('confirmed_at', 'is not', null).$castTo<boolean>().as('confirmed') // `is not null` is never null
    ])
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Uses up the step and all before it: true for one caller of many with the same code. */
export async function useTotpStep(
  tx: Tx,
  { userId, sealedSecret, step }: { userId: string; sealedSecret: string; step: number }
): Promise<boolean> {
  const used = await tx
    .updateTable('totp_factors')
    .set({ last_used_step: step })
    .where('user_id', '=', userId)
    .where('sealed_secret', '=', sealedSecret)
    .where((eb) => eb.or([eb('last_used_step', 'is', null), eb('last_used_step', '<', step)]))
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

export async function confirmTotp(tx: Tx, userId: string, now: Temporal.Instant): Promise<void> {
  await tx.updateTable('totp_factors').set({ confirmed_at: now.toString() }).where('user_id', '=', userId).execute()
}

/** Whether a confirmed one was there. */
export async function deleteTotp(tx: Tx, userId: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('totp_factors')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}

export async function countRecoveryCodes(db: Db | Tx, userId: string): Promise<{ left: number; made: number }> {
  return db
    .selectFrom('recovery_codes')
    .select((eb) => [
      eb.fn.countAll<number>().as('made'),
      eb.fn.countAll<number>().filterWhere('used_at', 'is', null).as('left')
    ])
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
}

/** In place of all former ones. */
export async function replaceRecoveryCodes(
  tx: Tx,
  { userId, digests, keyId }: { userId: string; digests: readonly Buffer[]; keyId: string },
  now: Temporal.Instant
): Promise<void> {
  await deleteRecoveryCodes(tx, userId)
  const rows = digests.map((digest) => ({
    id: newId(),
    user_id: userId,
    digest,
    key_id: keyId,
    created_at: now.toString()
  }))
  await tx.insertInto('recovery_codes').values(rows).execute()
}

export async function deleteRecoveryCodes(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
}

/** Uses a code up: true for one caller of many. */
export async function useRecoveryCode(
  tx: Tx,
  { userId, digests }: { userId: string; digests: readonly Buffer[] },
  now: Temporal.Instant
): Promise<boolean> {
  const used = await tx
    .updateTable('recovery_codes')
    .set({ used_at: now.toString() })
    .where('user_id', '=', userId)
    .where(sql<boolean>`digest = any(${digests}::bytea[])`)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}
