import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#server/platform/postgres/connect.ts'

export const logs = ['events', 'outcomes'] as const
export type LogName = (typeof logs)[number]

/** A row of a log, and of what its hash was made. */
export type Link = {
  readonly chain: number
  readonly position: number
  readonly previous: Buffer
  readonly hash: Buffer
  readonly bytes: Buffer
}
/** Where a chain stands. */
export type Head = { readonly log: LogName; readonly chain: number; readonly position: number; readonly hash: string }

const hashed: Record<LogName, RawBuilder<unknown>> = {
  events: sql`chain, position, id, received_at, provider, environment, event_id, type, subtype, purchase_digest, signed_at,
    raw_digest, raw, verifier`,
  outcomes: sql`chain, position, event, at, outcome, detail`
}
const batch = 2000

/** In the order of the chains, a batch at a time. */
export async function* linksOf(db: Db, log: LogName): AsyncGenerator<Link> {
  let after: Pick<Link, 'chain' | 'position'> = { chain: -1, position: 0 }
  for (;;) {
    const { rows } = await sql<Link>`
      select chain, position, previous, hash, record_send(row(${hashed[log]})) as bytes
      from ${sql.table(`webhooks.${log}`)} where (chain, position) > (${after.chain}, ${after.position})
      order by chain, position limit ${batch}`.execute(db)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    after = last
  }
}

export async function headsOf(db: Db): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select log, chain, position, encode(hash, 'hex') as hash from webhooks.heads order by log, chain`.execute(db)
  return rows
}

/** Where the chains went on after the last month that was dropped. */
export async function droppedHeads(db: Db): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select distinct on (log, chain) log, chain, position, encode(hash, 'hex') as hash from webhooks.dropped
    order by log, chain, position desc`.execute(db)
  return rows
}

/** The guards of the tables themselves, and names of events that are not there: who took one away meant to change something. */
export async function guardProblems(db: Db): Promise<string[]> {
  const { rows } = await sql<{ problem: string }>`
    with guarded as (
      select class.oid, relname, relacl, relowner from pg_class class
      where relnamespace = 'webhooks'::regnamespace and relkind in ('r', 'p')
    )
    select format('the trigger that refuses changes of webhooks.%s is gone or switched off', relname) as problem
    from guarded where relname <> 'heads' and not exists (
      select from pg_trigger where tgrelid = guarded.oid and tgfoid = 'webhooks.refuse_change'::regproc and tgenabled = 'A')
    union all
    select format('%s may %s webhooks.%s', holder, lower(right_held), relname) from (
      select relname, coalesce((select rolname from pg_roles where oid = grantee), 'everybody') as holder,
        privilege_type as right_held
      from guarded, aclexplode(relacl) where grantee <> relowner
    ) held
    where not (right_held = 'SELECT' and holder in ('honeydue_audit', 'honeydue_system'))
    union all
    select format('event %s %s %s has a name and is not there', provider, environment, event_id)
    from webhooks.event_names names where not exists (select from webhooks.events where events.id = names.id)
    limit 100`.execute(db)
  return rows.map(({ problem }) => problem)
}

/** Takes the oldest month away, and leaves behind where the chains went on. As the owner. */
export async function dropMonth(db: Db, month: string): Promise<void> {
  await sql`select webhooks.drop_month(${month}::date)`.execute(db)
}
