import type { Db } from '#server/platform/postgres/connect.ts'

/** The token that all processes present for the key of this fingerprint. */
export type KeptToken = { readonly fingerprint: Buffer; readonly sealed: string; readonly madeAt: Temporal.Instant }

export async function keptToken(db: Db, fingerprint: Buffer): Promise<KeptToken | undefined> {
  const row = await db
    .selectFrom('provider_tokens')
    .select(['token_sealed as sealed', 'made_at as madeAt'])
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst()
  return row && { fingerprint, sealed: row.sealed, madeAt: Temporal.Instant.from(row.madeAt) }
}

/**
 * In place of one that was made before or that nobody can read. Of several who renew at once one does: true for that one,
 * false when there is another to use.
 */
export async function keepToken(
  db: Db,
  token: KeptToken,
  { madeBefore, unreadable = '' }: { madeBefore: Temporal.Instant; unreadable?: string | undefined }
): Promise<boolean> {
  const values = { token_sealed: token.sealed, made_at: token.madeAt.toString() }
  const kept = await db
    .insertInto('provider_tokens')
    .values({ fingerprint: token.fingerprint, ...values })
    .onConflict((conflict) =>
      conflict
        .column('fingerprint')
        .doUpdateSet(values)
        .where((eb) =>
          eb.or([
            eb('provider_tokens.made_at', '<=', madeBefore.toString()),
            eb('provider_tokens.token_sealed', '=', unreadable)
          ])
        )
    )
    .returning('fingerprint')
    .executeTakeFirst()
  return kept !== undefined
}
