import type { Tx } from '#server/platform/postgres/connect.ts'
import type { SealedColumn } from '#server/platform/seal-anew.ts'
import { totpSecretOf } from './factors/totp.ts'
import { rowOf } from './federation/new-identity.ts'

const totpSecrets: SealedColumn = {
  purpose: 'field',
  async read(tx, { activePrefix, after, limit }) {
    const rows = await tx
      .selectFrom('totp_factors')
      .select(['user_id as id', 'sealed_secret as sealed'])
      .where('sealed_secret', 'not like', `${activePrefix}%`)
      .$if(after !== undefined, (query) => query.where('user_id', '>', after ?? ''))
      .orderBy('user_id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ ...row, bound: totpSecretOf(row.id) }))
  },
  async write(tx, { id, former, anew }) {
    await tx
      .updateTable('totp_factors')
      .set({ sealed_secret: anew })
      .where('user_id', '=', id)
      .where('sealed_secret', '=', former)
      .execute()
  }
}

/** Refresh tokens, of people who are here and of those who have left; they are sealed for the identity's id in both. */
const refreshTokens = (table: 'identities' | 'pending_revocations'): SealedColumn => ({
  purpose: 'field',
  async read(tx, { activePrefix, after, limit }) {
    const rows = await tx
      .selectFrom(table)
      .select(['id', 'refresh_token as sealed'])
      .where('refresh_token', 'not like', `${activePrefix}%`)
      .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
      .orderBy('id')
      .limit(limit)
      .$narrowType<{ sealed: string }>()
      .execute()
    return rows.map((row) => ({ ...row, bound: rowOf(row.id) }))
  },
  async write(tx, { id, former, anew }) {
    await tx
      .updateTable(table)
      .set({ refresh_token: anew })
      .where('id', '=', id)
      .where('refresh_token', '=', former)
      .execute()
  }
})

/** What the accounts keep sealed with the key ring. */
export const sealedAccountColumns: readonly SealedColumn[] = [
  totpSecrets,
  refreshTokens('identities'),
  refreshTokens('pending_revocations')
]

/** What cannot be sealed anew, because only its owner can show it again: unused recovery codes and peppered passwords. */
export async function countBoundToOtherKeys(tx: Tx, activeKeyId: string): Promise<number> {
  const { codes, passwords } = await tx
    .selectNoFrom((eb) => [
      eb
        .selectFrom('recovery_codes')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('used_at', 'is', null)
        .where('key_id', '<>', activeKeyId)
        .as('codes'),
      eb
        .selectFrom('users')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('password_hash', 'like', 'v1:%')
        .where('password_hash', 'not like', `v1:${activeKeyId}:%`)
        .as('passwords')
    ])
    .executeTakeFirstOrThrow()
  return Number(codes) + Number(passwords)
}
