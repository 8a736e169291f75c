import { sql } from 'kysely'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { guessLimits, type Counter, type SourceCounter } from './guess-rules.ts'

/** A source of guesses as it is kept: who asks, and what it counts for. */
export type GuessSource = { readonly digest: Buffer; readonly networkDigest: Buffer; readonly independent: boolean }

/** The account of an identifier, whether or not there is one: guesses at it wait for each other until the transaction ends. */
export async function holdGuessedAccount(
  tx: Tx,
  identifier: Buffer,
  now: Temporal.Instant
): Promise<Temporal.Instant | undefined> {
  const { next_at: nextAt } = await tx
    .insertInto('guessed_accounts')
    .values({ identifier_digest: identifier, guessed_at: now.toString() })
    .onConflict((conflict) => conflict.column('identifier_digest').doUpdateSet({ guessed_at: now.toString() }))
    .returning('next_at')
    .executeTakeFirstOrThrow()
  return nextAt === null ? undefined : Temporal.Instant.from(nextAt)
}

/** Every source that guessed at the account of late, by the hex of its digest. */
export async function sourcesOfGuesses(tx: Tx, identifier: Buffer): Promise<Map<string, SourceCounter>> {
  const rows = await tx
    .selectFrom('guess_sources')
    .select([
      'source_digest as digest',
      'independent',
      'failures',
      'paused_until as pausedUntil',
      'guessed_at as guessedAt'
    ])
    .where('identifier_digest', '=', identifier)
    .execute()
  return new Map(
    rows.map(({ digest, pausedUntil, guessedAt, ...row }) => [
      digest.toString('hex'),
      {
        ...row,
        pausedUntil: pausedUntil === null ? undefined : Temporal.Instant.from(pausedUntil),
        guessedAt: Temporal.Instant.from(guessedAt)
      }
    ])
  )
}

export async function setNextArrival(tx: Tx, identifier: Buffer, nextAt: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('guessed_accounts')
    .set({ next_at: nextAt.toString() })
    .where('identifier_digest', '=', identifier)
    .execute()
}

export async function saveSourceCounter(
  tx: Tx,
  { identifier, source, counter }: { identifier: Buffer; source: GuessSource; counter: Counter },
  now: Temporal.Instant
): Promise<void> {
  const counted = {
    failures: counter.failures,
    paused_until: counter.pausedUntil?.toString() ?? null,
    guessed_at: now.toString()
  }
  await tx
    .insertInto('guess_sources')
    .values({
      identifier_digest: identifier,
      source_digest: source.digest,
      network_digest: source.networkDigest,
      independent: source.independent,
      ...counted
    })
    .onConflict((conflict) => conflict.columns(['identifier_digest', 'source_digest']).doUpdateSet(counted))
    .execute()
}

/** One guess of an account that was no failure: the room it took is there again. */
export async function giveRoomBack(tx: Tx, identifier: Buffer): Promise<void> {
  const seconds = guessLimits.account.everySeconds
  await tx
    .updateTable('guessed_accounts')
    .set({ next_at: sql<string>`next_at - make_interval(secs => ${seconds})` })
    .where('identifier_digest', '=', identifier)
    .execute()
}

export async function lowerSourceCounters(tx: Tx, identifier: Buffer, sources: readonly Buffer[]): Promise<void> {
  await tx
    .updateTable('guess_sources')
    .set((eb) => ({ failures: eb('failures', '-', 1), paused_until: null }))
    .where('identifier_digest', '=', identifier)
    .where('source_digest', 'in', sources)
    .where('failures', '>', 0)
    .execute()
}

export async function deleteSourceCounter(tx: Tx, identifier: Buffer, source: Buffer): Promise<void> {
  await tx
    .deleteFrom('guess_sources')
    .where('identifier_digest', '=', identifier)
    .where('source_digest', '=', source)
    .execute()
}

/** Whether the owner is to be told now: true for one caller a day. */
export async function claimMail(tx: Tx, identifier: Buffer, now: Temporal.Instant): Promise<boolean> {
  const at = now.toString()
  const before = now.subtract({ hours: guessLimits.mailHours }).toString()
  const claimed = await tx
    .insertInto('guessed_accounts')
    .values({ identifier_digest: identifier, guessed_at: at, mailed_at: at })
    .onConflict((conflict) =>
      conflict
        .column('identifier_digest')
        .doUpdateSet({ mailed_at: at, guessed_at: at })
        .where((eb) =>
          eb.or([eb('guessed_accounts.mailed_at', 'is', null), eb('guessed_accounts.mailed_at', '<=', before)])
        )
    )
    .returning('identifier_digest')
    .executeTakeFirst()
  return claimed !== undefined
}

/** How many different accounts failed since then, from one network or everywhere; counted no further than `most`. */
export async function failedAccounts(
  tx: Tx,
  { network, most }: { network?: Buffer; most: number },
  since: Temporal.Instant
): Promise<number> {
  const { count } = await tx
    .selectFrom((eb) =>
      eb
        .selectFrom('guess_sources')
        .select('identifier_digest')
        .distinct()
        .where('guessed_at', '>', since.toString())
        .where('failures', '>', 0)
        .$if(network !== undefined, (query) => query.where('network_digest', '=', network ?? Buffer.alloc(0)))
        .limit(most)
        .as('failed')
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Whether an alarm stands in one of the places. */
export async function isAlarmed(tx: Tx, places: readonly Buffer[], now: Temporal.Instant): Promise<boolean> {
  const since = now.subtract({ hours: guessLimits.alarm.hours }).toString()
  const standing = await tx
    .selectFrom('guess_alarms')
    .select('raised_at')
    .where(sql<boolean>`network_digest = any(${places}::bytea[])`)
    .where('raised_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return standing !== undefined
}

/** True for one caller while the alarm stands. */
export async function raiseAlarm(tx: Tx, network: Buffer, now: Temporal.Instant): Promise<boolean> {
  const row = { network_digest: network, raised_at: now.toString() }
  const since = now.subtract({ hours: guessLimits.alarm.hours }).toString()
  const raised = await tx
    .insertInto('guess_alarms')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('network_digest').doUpdateSet(row).where('guess_alarms.raised_at', '<=', since)
    )
    .returning('network_digest')
    .executeTakeFirst()
  return raised !== undefined
}

export async function deleteForgottenGuesses(tx: Tx, now: Temporal.Instant): Promise<void> {
  const forgotten = now.subtract({ hours: guessLimits.forgottenHours }).toString()
  await tx.deleteFrom('guess_sources').where('guessed_at', '<=', forgotten).execute()
  await tx.deleteFrom('guessed_accounts').where('guessed_at', '<=', forgotten).execute()
  await tx.deleteFrom('guess_alarms').where('raised_at', '<=', forgotten).execute()
}
