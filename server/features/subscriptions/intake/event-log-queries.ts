import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Environment } from '../facts.ts'

export type Provider = 'app_store' | 'google_play' | 'stripe'
/** `isNew`: it was not there before. */
export type Recorded = { readonly id: number; readonly isNew: boolean }

/** An event as the log has it. */
export type KeptEvent = {
  readonly id: number
  readonly provider: Provider
  readonly environment: Environment
  readonly eventId: string
  readonly type: string
  readonly raw: string | null
}

export async function append(tx: Tx, entry: object): Promise<Recorded> {
  const { rows } = await sql<Recorded>`
    select id, is_new as "isNew" from webhooks.append(${JSON.stringify(entry)}::jsonb)`.execute(tx)
  const [recorded] = rows
  if (!recorded) throw new Error('the log has answered nothing')
  return recorded
}

export async function appendOutcome(tx: Tx, eventId: number, outcome: string, detail?: string): Promise<void> {
  await sql`select webhooks.append_outcome(${eventId}, ${outcome}, ${detail ?? null})`.execute(tx)
}

/** Whether nothing is to be done about an event any more. */
export async function isProcessed(tx: Tx, eventId: number): Promise<boolean> {
  const { rows } = await sql`
    select from webhooks.outcomes where event = ${eventId} and outcome in ('processed', 'ignored') limit 1`.execute(tx)
  return rows.length > 0
}

/** Stores tell a thing again for so long at most; what was not done by then never will be. */
const openDays = 31

/** Events of `openDays` of which nobody has said that they are done, from the oldest; those after `after`. Younger ones than `seconds` may be under way. */
export async function unprocessedEvents(
  db: Db,
  { seconds, after, limit }: { seconds: number; after: number; limit: number }
): Promise<KeptEvent[]> {
  const { rows } = await sql<KeptEvent>`
    select id, provider, environment, event_id as "eventId", type, raw from webhooks.events
    where id > ${after} and received_at < now() - make_interval(secs => ${seconds})
      and received_at > now() - make_interval(days => ${openDays}) and not exists (
        select from webhooks.outcomes where event = events.id and outcome in ('processed', 'ignored')
          and at > now() - make_interval(days => ${openDays}))
    order by id limit ${limit}`.execute(db)
  return rows
}

/** The month's key, sealed: the one there is, else the candidate, which becomes it. */
export async function keepKey(
  tx: Tx,
  { month, candidate, now }: { month: string; candidate: string; now: string }
): Promise<string> {
  const known = await sealedKeyOf(tx, month)
  if (known !== undefined) return known
  await tx
    .insertInto('webhook_keys')
    .values({ month, sealed: candidate, made_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await sealedKeyOf(tx, month)) ?? candidate
}

export async function sealedKeyOf(tx: Tx, month: string): Promise<string | undefined> {
  const row = await tx.selectFrom('webhook_keys').select('sealed').where('month', '=', month).executeTakeFirst()
  return row?.sealed
}

export async function keysSealedOtherwise(
  tx: Tx,
  { activePrefix, after, limit }: { activePrefix: string; after: string | undefined; limit: number }
): Promise<{ id: string; sealed: string }[]> {
  let rows = tx
    .selectFrom('webhook_keys')
    .select(['month as id', 'sealed'])
    .where(sql<boolean>`not starts_with(sealed, ${activePrefix})`)
  if (after !== undefined) rows = rows.where('month', '>', after)
  return rows.orderBy('month').limit(limit).forUpdate().execute()
}

export async function sealKeyAnew(
  tx: Tx,
  { id, former, anew }: { id: string; former: string; anew: string }
): Promise<void> {
  await tx
    .updateTable('webhook_keys')
    .set({ sealed: anew })
    .where('month', '=', id)
    .where('sealed', '=', former)
    .execute()
}

/** Makes the partitions of this month and the next two, by the clock of the log, where they are not there. */
export async function prepareMonths(tx: Tx): Promise<void> {
  await sql`
    select webhooks.prepare((date_trunc('month', now()) + step * interval '1 month')::date)
    from generate_series(0, 2) step`.execute(tx)
}
