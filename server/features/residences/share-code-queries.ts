import { sql } from 'kysely'
import type { ShareCode } from '#contract/residences.ts'
import type { Role } from '#contract/roles.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

export type NewShareCode = {
  id: string
  residenceId: string
  digest: Buffer
  keyId: string
  role: Role
  maxUses: number
  createdBy: string
  now: string
  expiresAt: string
}

export function insertShareCode(tx: Tx, code: NewShareCode): Promise<Omit<ShareCode, 'createdBy'>> {
  return tx
    .insertInto('share_codes')
    .values({
      id: code.id,
      residence_id: code.residenceId,
      digest: code.digest,
      key_id: code.keyId,
      role: code.role,
      max_uses: code.maxUses,
      created_by: code.createdBy,
      created_at: code.now,
      expires_at: code.expiresAt
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

const columns = [
  'share_codes.id',
  'share_codes.role',
  'share_codes.max_uses as maxUses',
  'share_codes.uses',
  'share_codes.expires_at as expiresAt',
  'share_codes.revoked_at as revokedAt',
  'share_codes.created_at as createdAt'
] as const

/** A code as the members see it, and what its maker is now: a code is worth no more than the right of whoever made it. */
export type LiveShareCode = { shareCode: ShareCode; makerRole: Role }

/** The codes with a use left that have neither expired nor been revoked, newest first. */
export async function listLiveShareCodes(db: Db, residenceId: string, now: string): Promise<LiveShareCode[]> {
  const rows = await liveShareCodes(db, now)
    .innerJoin('users', 'users.id', 'share_codes.created_by')
    .where('share_codes.residence_id', '=', residenceId)
    .select([...columns, 'users.display_name as createdBy', 'maker.role as makerRole'])
    .orderBy('share_codes.created_at', 'desc')
    .orderBy('share_codes.id', 'desc')
    .execute()
  return rows.map(({ makerRole, ...shareCode }) => ({ shareCode, makerRole }))
}

export type UsableShareCode = { id: string; residenceId: string; role: Role; makerRole: Role }

/**
 * The code of one of these digests, its residence locked; `undefined` for one that is wrong, used, expired or revoked, or whose
 * residence is archived. It is read again under the lock: somebody before may have used or revoked it, or taken the
 * residence from its maker. A code that is dead at first sight locks nothing.
 */
export async function lockShareCode(
  tx: Tx,
  digests: readonly Buffer[],
  now: string
): Promise<UsableShareCode | undefined> {
  const code = liveShareCodes(tx, now)
    .innerJoin('residences', 'residences.id', 'share_codes.residence_id')
    .where('residences.archived_at', 'is', null)
    .where(sql<boolean>`share_codes.digest = any(${digests}::bytea[])`)
    .select([
      'share_codes.id',
      'share_codes.residence_id as residenceId',
      'share_codes.role',
      'maker.role as makerRole'
    ])
  const seen = await code.forNoKeyUpdate('residences').executeTakeFirst()
  return seen && code.executeTakeFirst()
}

function liveShareCodes(db: Db, now: string) {
  return db
    .selectFrom('share_codes')
    .innerJoin('memberships as maker', (join) =>
      join
        .onRef('maker.residence_id', '=', 'share_codes.residence_id')
        .onRef('maker.user_id', '=', 'share_codes.created_by')
    )
    .where('share_codes.revoked_at', 'is', null)
    .where('share_codes.expires_at', '>', now)
    .whereRef('share_codes.uses', '<', 'share_codes.max_uses')
}

/** The table refuses more uses than the code has. */
export async function spendShareCode(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('share_codes')
    .set({ uses: sql`uses + 1` })
    .where('id', '=', id)
    .execute()
}

/** False when the residence has no such code, or it does not work any more. */
export async function revokeLiveShareCode(tx: Tx, residenceId: string, id: string, now: string): Promise<boolean> {
  const revoked = await tx
    .updateTable('share_codes')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('residence_id', '=', residenceId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .whereRef('uses', '<', 'max_uses')
    .returning('id')
    .executeTakeFirst()
  return revoked !== undefined
}

export async function deleteExpiredShareCodes(tx: Tx, now: string): Promise<void> {
  await tx.deleteFrom('share_codes').where('expires_at', '<=', now).execute()
}
